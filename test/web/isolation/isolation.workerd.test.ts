import { env } from 'cloudflare:workers'
import { beforeAll, describe, expect, test, vi } from 'vitest'
import { everything } from './everything'
import { CANARY, newShop, type Shop, shop } from './shop'
import { goesTo, Visitor } from './visitor'
import {
  FEW_FORMS,
  FOR_ADMINS,
  FOR_ANYONE,
  filled,
  INSIDE,
  nameOf,
  OUTSIDE,
  parametersOf,
  ROUTES,
  type Route,
  refusedAt,
  TO_TRY,
  tried,
} from './walk'

/** What Thinkific answers to any list that is empty (API reference, section 2). */
const EMPTY_PAGE = {
  items: [],
  meta: { pagination: { current_page: 1, next_page: null, prev_page: null, total_pages: 1, total_items: 0 } },
}

let canary: Shop
let rival: Shop

beforeAll(async () => {
  // A Thinkific that takes every key: no page may depend on it to keep shops apart.
  vi.spyOn(globalThis, 'fetch').mockImplementation(async () => Response.json(EMPTY_PAGE))
  canary = await shop(CANARY)
  rival = await shop('rival')
})

describe('the walk', () => {
  test('meets every route, and the shop really holds what it looks for', async () => {
    expect(ROUTES.length).toBeGreaterThan(60)
    const shown: string[] = []
    for (const route of INSIDE.filter(({ method }) => method === 'GET')) {
      const answer = await canary.admin.ask('GET', filled(route.path, canary.ids))
      expect([nameOf(route), answer.status < 500]).toEqual([nameOf(route), true])
      if (answer.text.includes(CANARY)) {
        shown.push(nameOf(route))
      }
    }
    const lists = ['overview', 'products', 'integrations', 'rules', 'rules/:rule', 'webhook', 'team', 'team/tokens']
    const its = ['logs', 'logs/:entry', 'customers/:email', 'lost-sales', 'integrations/:integration/differences']
    const pages = [...lists, ...its].map((page) => `GET /${page}`)
    expect(pages.filter((page) => !shown.includes(page))).toEqual([])
  })
})

describe('a visitor who is not signed in', () => {
  test('is sent to sign in from everywhere but the door, and writes nothing', async () => {
    const before = await everything()
    for (const route of ROUTES.filter((found) => !FOR_ANYONE.includes(nameOf(found)))) {
      for (const answer of await refusedAt(new Visitor(), route, canary.ids)) {
        const seen = [nameOf(route), answer.status, goesTo(answer).replace(/\?.*/, ''), answer.text.includes(CANARY)]
        expect(seen).toEqual([nameOf(route), 303, '/sign-in', false])
      }
    }
    expect(await everything()).toEqual(before)
  })

  test('learns nothing at the door', async () => {
    for (const route of OUTSIDE.filter((found) => FOR_ANYONE.includes(nameOf(found)))) {
      await reachesNothing(new Visitor(), route, canary.ids)
    }
  })
})

describe('a member of another marketplace', () => {
  test('finds no page of this one, and writes nothing', async () => {
    const before = await everything()
    for (const route of INSIDE) {
      for (const answer of await refusedAt(rival.admin, route, canary.ids)) {
        expect([nameOf(route), answer.status, answer.text.includes(CANARY)]).toEqual([nameOf(route), 404, false])
      }
    }
    expect(await everything()).toEqual(before)
  })

  test('reaches nothing of this one by its ids, in an address or in a form, from pages of their own', async () => {
    const before = await of(canary)
    for (const route of TO_TRY) {
      const swapped = parametersOf(route.path).map((name) => ({ ...rival.ids, [name]: canary.ids[name] ?? '' }))
      const addresses = route.method === 'GET' ? swapped : [rival.ids, ...swapped]
      for (const at of addresses) {
        await reachesNothing(rival.admin, route, at, at === rival.ids ? undefined : FEW_FORMS)
      }
    }
    expect(await of(canary)).toEqual(before)
    expect(await mixed(rival.marketplace)).toEqual([])
    expect(await still(rival.admin, rival.marketplace)).toBe(200)
  })

  test('reaches nothing of this one from a shop that is still empty', async () => {
    const { admin, marketplace } = await newShop('newcomer')
    const before = await of(canary)
    for (const route of TO_TRY) {
      const namesNothing = parametersOf(route.path).length === 0
      await reachesNothing(admin, route, { ...canary.ids, marketplace }, namesNothing ? undefined : FEW_FORMS)
    }
    expect(await of(canary)).toEqual(before)
    expect(await mixed(marketplace)).toEqual([])
    expect(await still(admin, marketplace)).toBe(200)
  })
})

describe('a merchant', () => {
  test('finds no page that is for admins, and writes nothing there', async () => {
    const open: string[] = []
    const before = await of(canary)
    for (const route of INSIDE.filter((found) => FOR_ADMINS.includes(nameOf(found)))) {
      const answers = await refusedAt(canary.merchant, route, canary.ids)
      if (answers.some(({ status }) => status !== 404)) {
        open.push(nameOf(route))
      }
    }
    // A command that was undone by a later one would have left its line in the audit trail.
    expect(await of(canary)).toEqual(before)
    expect(open).toEqual([])
    expect(await still(canary.merchant, canary.marketplace)).toBe(200)
    expect(FOR_ADMINS.filter((name) => !INSIDE.some((route) => nameOf(route) === name))).toEqual([])
  })
})

describe('an admin who lacks the two-step sign-in that the marketplace asks for', () => {
  test('is sent to turn it on from every page, reaches nothing from pages of another marketplace, and writes nothing', async () => {
    const { admin, marketplace } = await newShop('stepless')
    await joinAsAdmin('stepless@example.com', canary.marketplace)
    await env.DB.prepare('UPDATE marketplaces SET two_step = 1 WHERE id = ?').bind(canary.marketplace).run()
    const before = await of(canary)
    for (const route of INSIDE) {
      const answer = await admin.ask(route.method, filled(route.path, canary.ids))
      const seen = [nameOf(route), answer.status, goesTo(answer), answer.text.includes(CANARY)]
      expect(seen).toEqual([nameOf(route), 303, '/account/two-step', false])
    }
    // The page they are sent to names the marketplace that asks, once.
    await admin.get('/account/two-step')
    // Where a page uses a membership in another marketplace than its own.
    for (const route of TO_TRY.filter(
      ({ path }) => path.includes(':other') || !INSIDE.some((one) => one.path === path),
    )) {
      await reachesNothing(admin, route, { ...canary.ids, marketplace, other: canary.marketplace })
    }
    expect(await of(canary)).toEqual(before)
    expect(await still(admin, marketplace)).toBe(200)
  })
})

async function joinAsAdmin(email: string, marketplace: string): Promise<void> {
  await env.DB.prepare(
    `INSERT INTO members (id, marketplace, person, role, created_at)
     SELECT 'stepless', ?, id, 'admin', 0 FROM people WHERE email = ?`,
  )
    .bind(marketplace, email)
    .run()
}

async function reachesNothing(
  visitor: Visitor,
  route: Route,
  at: Record<string, string>,
  most?: number,
): Promise<void> {
  // An invitation's id is the secret of its link, which admits its bearer.
  for (const answer of await tried(visitor, route, at, { ...canary.ids, invitation: 'guessed' }, most)) {
    const seen = [nameOf(route), answer.status < 500, answer.text.includes(CANARY)]
    expect(seen).toEqual([nameOf(route), true, false])
  }
}

/** 200 while the walker is signed in and a member: otherwise everything would have been out of reach for a wrong reason. */
async function still(visitor: Visitor, marketplace: string): Promise<number> {
  return (await visitor.get(`/m/${marketplace}/team`)).status
}

/** All that is stored of a shop: what names its marketplace, its endpoint or any word of it. */
async function of({ ids }: Shop): Promise<string[]> {
  const marks = [`"marketplace":"${ids.marketplace}"`, `"endpoint":"${ids.endpoint}"`, ids.event ?? '', CANARY]
  return (await everything()).filter((row) => marks.some((mark) => row.includes(mark)))
}

/** Rows that tie one marketplace to another's things. Product ids and emails are the merchants' own words, and may be alike. */
async function mixed(marketplace: string): Promise<string[]> {
  const { product: _, email: __, marketplace: ___, other: ____, ...things } = canary.ids
  // A form may give a row of one's own whatever id it likes; a job and an audit line's link carry it too.
  const own = /"(id|link)":"[^"]*"|"name":"job [^"]*"|\\"id\\":\\"[^"]*"/g
  const rows = (await everything()).map((row) => row.replace(own, ''))
  return rows.filter((row) => row.includes(marketplace) && Object.values(things).some((id) => row.includes(id)))
}
