/** The search of everything, over a real D1 and real journals, as a member sees it. */
import { env } from 'cloudflare:workers'
import { beforeAll, describe, expect, test, vi } from 'vitest'
import { final, sampleEvent, sampleItem, sampleRule } from '../journal/samples'
import { newShop, type Shop, shop } from './isolation/shop'
import type { Visitor } from './isolation/visitor'

let full: Shop

beforeAll(async () => {
  vi.spyOn(globalThis, 'fetch').mockRejectedValue(new Error('Thinkific is silent'))
  full = await shop('full')
  const journal = env.JOURNAL.getByName(full.marketplace)
  const customer = { email: 'zoe@example.com', firstName: 'Zoë', lastName: 'Müller', id: null }
  const event = sampleEvent({
    id: 'sold',
    marketplace: full.marketplace,
    orderId: '19026152',
    customer,
    items: [sampleItem('p1')],
  })
  const { firings } = await journal.receive(event, [sampleRule({ marketplace: full.marketplace })])
  const [firing] = firings
  await journal.record([{ event: 'sold', firing: firing?.firing.id ?? '', settling: final() }])
})

interface From {
  as?: Visitor
  marketplace?: string
}

/** What the search's page says was found. */
async function search(q: string, { as = full.admin, marketplace = full.marketplace }: From = {}): Promise<string> {
  const { text } = await as.get(`/m/${marketplace}/search?${new URLSearchParams({ q })}`)
  return text.split('id="found-here"')[1]?.split('</main>')[0] ?? expect.fail('nothing is searched')
}

/** Where that leads, below the marketplace. */
async function links(q: string, from: From = {}): Promise<string[]> {
  return [...(await search(q, from)).matchAll(/href="\/m\/[^/]+(\/[^"]*)"/g)].map(([, href = '']) => href)
}

describe('the search of everything', () => {
  test('leads to customers by name and email, and by their orders', async () => {
    const page = '/customers/zoe%40example.com'
    for (const q of ['MÜLLER', 'zoe@', '19026', '#19026152']) {
      expect(await links(q)).toContain(page)
    }
    expect(await search('19026')).toMatch(/aria-label="Orders".*19026152/s)
  })

  test('leads to products, rules and pages by their names', async () => {
    expect(await links('full club')).toContain(`/products/${full.ids.product}/integrations`)
    expect(await links('FULL RULE')).toContain(`/rules/${full.ids.rule}`)
    expect(await links('background')).toContain('/jobs')
    expect(await links('zapier')).toContain('/webhook/senders')
  })

  test('works as a page without a script, and has the field on every page', async () => {
    expect(await links('müller')).toContain('/customers/zoe%40example.com')
    const { text } = await full.admin.get(`/m/${full.marketplace}/products`)
    expect(text).toMatch(new RegExp(`<form action="/m/${full.marketplace}/search"[^>]*>.*name="q"`, 's'))
  })

  test('shows a merchant no page that is for admins', async () => {
    expect(await links('webhook', { as: full.merchant })).toEqual(['/logs?search=webhook'])
    expect(await links('webhook')).toContain('/webhook')
  })

  test('finds nothing of another marketplace', async () => {
    const { admin, marketplace } = await newShop('other')
    for (const q of ['müller', '19026', 'full club', 'full rule']) {
      expect(await links(q, { as: admin, marketplace })).toEqual([`/logs?${new URLSearchParams({ search: q })}`])
    }
  })

  test('says what it did not find, as typed and unharmed, and nothing where nothing is typed', async () => {
    expect(await search('<b>%_\'"')).toContain('Nothing here is called “&lt;b&gt;%_&#39;&quot;”')
    expect(await links('  ')).toEqual([])
    expect(await links('x'.repeat(5_000))).toHaveLength(1)
  })
})
