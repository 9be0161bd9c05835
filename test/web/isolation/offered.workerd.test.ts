/** What pages offer a merchant: every link opens, and no button is for admins only. */
import { beforeAll, describe, expect, test, vi } from 'vitest'
import { merchantOf, newShop, type Shop, shop } from './shop'
import type { Visitor } from './visitor'
import { FOR_ADMINS, filled, INSIDE } from './walk'

let full: Shop

beforeAll(async () => {
  vi.spyOn(globalThis, 'fetch').mockRejectedValue(new Error('Thinkific is silent'))
  full = await shop('full')
})

describe('What pages offer a merchant', () => {
  test('a merchant of a shop that sells is offered nothing they may not open', async () => {
    expect(await deadEnds(full.merchant, full.marketplace, full.ids)).toEqual([])
  })

  test('a merchant of an empty shop is offered nothing they may not open', async () => {
    const { admin, marketplace } = await newShop('empty')
    const merchant = await merchantOf(admin, marketplace, 'empty')
    expect(
      await deadEnds(merchant, marketplace, { ...full.ids, marketplace, other: marketplace, product: '*' }),
    ).toEqual([])
  })

  test('an admin is offered what a merchant is not', async () => {
    const { text } = await full.admin.get(`/m/${full.marketplace}/overview`)
    expect(text).toContain(`/m/${full.marketplace}/webhook`)
    expect((await full.merchant.get(`/m/${full.marketplace}/overview`)).text).not.toContain('/webhook')
  })
})

/** What leads nowhere: `<page> → <link or button>`. */
async function deadEnds(visitor: Visitor, marketplace: string, ids: Record<string, string>): Promise<string[]> {
  const dead: string[] = []
  const opened = new Map<string, boolean>()
  for (const { path } of INSIDE.filter(({ method }) => method === 'GET')) {
    const page = filled(path, ids)
    const { status, text } = await visitor.get(page)
    if (status !== 200) {
      continue
    }
    for (const link of linksOf(text, marketplace)) {
      if (!opened.has(link)) {
        opened.set(link, (await visitor.get(link)).status < 400)
      }
      if (opened.get(link) === false) {
        dead.push(`${page} → ${link}`)
      }
    }
    for (const action of actionsOf(text)) {
      if (forAdmins(action)) {
        dead.push(`${page} → POST ${action}`)
      }
    }
  }
  return dead
}

function linksOf(html: string, marketplace: string): string[] {
  const links = [...html.matchAll(/ (?:href|hx-get)="([^"#]*)/g)].map(([, link = '']) => plain(link))
  return [...new Set(links)].filter((link) => link.startsWith(`/m/${marketplace}/`))
}

function actionsOf(html: string): string[] {
  const forms = [...html.matchAll(/<form\b[^>]*>/g)].map(([tag]) => tag).filter((tag) => /method="post"/i.test(tag))
  return [...forms, ...html.matchAll(/ formaction="[^"]*"/g)].map((tag) =>
    plain(/action="([^"]*)"/.exec(`${tag}`)?.[1] ?? ''),
  )
}

const ADMINS_POSTS = FOR_ADMINS.filter((name) => name.startsWith('POST ')).map((name) => {
  const pattern = name.slice('POST '.length).replace(/:\w+/g, '[^/]+')
  return new RegExp(`^/m/[^/]+${pattern}$`)
})

function forAdmins(action: string): boolean {
  return ADMINS_POSTS.some((pattern) => pattern.test(action))
}

function plain(attribute: string): string {
  return attribute.replaceAll('&amp;', '&').replaceAll('&quot;', '"').replaceAll('&#39;', "'")
}
