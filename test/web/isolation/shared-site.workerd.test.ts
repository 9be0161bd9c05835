/** Two shops on one Thinkific site with customers in common: neither is shown a fact of the other, whatever it asks. */
import { env } from 'cloudflare:workers'
import { beforeAll, describe, expect, test, vi } from 'vitest'
import type { IntegrationAccess, ThinkificJob } from '../../../src/integrations/thinkific/thinkific-job'
import { PLAIN_OPTIONS } from '../../../src/model/rule'
import type { Trigger } from '../../../src/model/trigger'
import { seal } from '../../../src/secrets/sealing'
import { ACADEMY, ACADEMY_COURSES, addDemoSites } from '../../simulator/academy'
import { createSimulator, type Simulator } from '../../simulator/simulator'
import { CANARY, type Shop, shop } from './shop'
import { FEW_FORMS, filled, INSIDE, nameOf, parametersOf, type Route, TO_TRY, tried } from './walk'

const BUYER = 'buyer.of.both@example.com'
const TOKEN = 'aTokenOfTheAcademy0123456789abcdefghij'
const COURSE = String(ACADEMY_COURSES['Course Two'])
const FIELD = '401'
/** What one learns of the other where it may learn anything. */
const OTHER = 'another purchase on this site'

let simulator: Simulator
let canary: Shop
let rival: Shop
let ofCanary: IntegrationAccess
let ofRival: IntegrationAccess
/** Thinkific's own records, which it shows to any credential of the site it accepts. */
const LIVE_RECORDS = 'GET /customers/:email/thinkific'
/** Holds what its own entries said while its credential worked. */
const EXPORT = 'GET /customers/:email/export'
const site = () => env.THINKIFIC_SITE.getByName('academy')

beforeAll(async () => {
  simulator = createSimulator()
  addDemoSites(simulator)
  const academy = simulator.site('academy')
  academy.setAccessToken(TOKEN)
  academy.addProfileField({ id: Number(FIELD), label: 'Company' })
  vi.spyOn(globalThis, 'fetch').mockImplementation((input, init) => simulator.fetch(input, init))
  canary = await shop(CANARY)
  rival = await shop('rival')
  ofCanary = await onAcademy(canary, 'api_key', ACADEMY.apiKey)
  ofRival = await onAcademy(rival, 'access_token', TOKEN)
  const facts = { [FIELD]: `${CANARY} value` }
  // Every fact a purchase leaves: bought, paid, refunded, a plan left behind, a field, access by it alone.
  for (const job of [
    sale(ofCanary, CANARY, { order: '1', fields: facts }),
    sale(ofCanary, CANARY, { order: '2', subscription: `${CANARY}-subscription` }),
    sale(ofCanary, CANARY, { order: '2', subscription: `${CANARY}-subscription`, trigger: 'subscription.charged' }),
    sale(ofCanary, CANARY, { order: '3', trigger: 'product.refunded', does: 'expire_course' }),
    sale(ofRival, 'rival', { order: '1' }),
    sale(ofRival, 'rival', { order: '1', trigger: 'product.refunded', does: 'expire_course' }),
    sale(ofRival, 'rival', { order: '2', email: 'own@example.com' }),
  ]) {
    expect(await site().settle([job])).toMatchObject([{ final: true }])
  }
})

describe('both live', () => {
  test('the refund of one is kept by a purchase of the other, which is not named', async () => {
    expect(JSON.stringify(await answers(ofRival, rival))).toContain(OTHER)
    expect(JSON.stringify(await answers(ofCanary, canary))).toContain(CANARY)
  })

  test('no answer of the site names a fact of the other', async () => {
    expect(Object.entries(await answers(ofRival, rival)).filter(([, text]) => text.includes(CANARY))).toEqual([])
    expect(Object.entries(await answers(ofCanary, canary)).filter(([, text]) => /rival/.test(text))).toEqual([])
  })

  test('no page names a fact of the other', async () => {
    expect(await pagesWith(rival, CANARY)).toEqual([[LIVE_RECORDS]])
    expect(await pagesWith(canary, 'rival')).toEqual([[]])
  })
})

describe('one live, and one whose credential Thinkific refuses', () => {
  beforeAll(async () => {
    simulator.site('academy').setAccessToken(null)
    const refused = await site().settle([sale(ofRival, 'rival', { order: '9', email: 'probe@example.com' })])
    expect(refused).toMatchObject([{ reason: 'credentials', parked: true }])
  })

  test('no answer of the site lets it know that another is there', async () => {
    const exported = await site().exportCustomer(rival.marketplace, BUYER)
    const shown = Object.entries({
      ...(await answers(ofRival, rival)),
      export: JSON.stringify({ ...exported, settled: [] }),
    })
    expect(shown.filter(([, text]) => text.includes(CANARY) || text.includes(OTHER))).toEqual([])
  })

  test('no page lets it know either', async () => {
    expect(await pagesWith(rival, CANARY, OTHER)).toEqual([[], [EXPORT]])
  })

  test('a claim of it counts for nothing, and the live one goes on', async () => {
    const claim = sale(ofRival, 'rival', { order: '10' })
    expect(await site().settle([claim])).toMatchObject([{ final: false, parked: true, attempts: [] }])
    for (const order of ['1', '2']) {
      const subscription = order === '2' ? `${CANARY}-subscription` : null
      await site().settle([
        sale(ofCanary, CANARY, { order, subscription, trigger: 'product.refunded', does: 'expire_course' }),
      ])
    }
    expect(simulator.site('academy').accessTo(BUYER, Number(COURSE))).toBe('expired')
  })
})

describe('every form of one, with the other’s ids and their common customer', () => {
  const CUSTOMER = 'customer.of.both@example.com'
  const POSTS = TO_TRY.filter(({ method }) => method === 'POST')
  /** They end with the rival's own integration or customer, so they are sent last. */
  const isLast = (route: Route) => /deletions$|erasures$|^POST \/integrations\/:integration$/.test(nameOf(route))
  const canaryHas = async () => {
    const { customer, export: exported, concerns, choosable } = await answers(ofCanary, canary, CUSTOMER)
    return { customer, exported, concerns, choosable }
  }
  let before: Record<string, string | undefined>

  beforeAll(async () => {
    const token = `${TOKEN}-renewed`
    simulator.site('academy').setAccessToken(token)
    ofRival = await onAcademy(rival, 'access_token', token)
    for (const job of [
      sale(ofCanary, CANARY, { order: '50', email: CUSTOMER }),
      sale(ofRival, 'rival', { order: '50', email: CUSTOMER }),
    ]) {
      expect(await site().settle([job])).toMatchObject([{ final: true }])
    }
    before = await canaryHas()
  })

  /** Answers that name the other, or break. */
  async function wrong(routes: Route[], words: string[]): Promise<string[]> {
    const own = { ...rival.ids, email: CUSTOMER }
    const others: Record<string, string> = { ...canary.ids, email: CUSTOMER, invitation: 'guessed' }
    const found: string[] = []
    for (const route of routes) {
      const swapped = parametersOf(route.path).map((name) => ({ ...own, [name]: others[name] ?? '' }))
      for (const at of [own, ...swapped]) {
        for (const { status, text } of await tried(
          rival.admin,
          route,
          at,
          others,
          at === own ? undefined : FEW_FORMS,
        )) {
          if (status >= 500 || words.some((word) => text.includes(word))) {
            found.push(`${nameOf(route)} ${status}`)
          }
        }
      }
    }
    return found
  }

  test('names and changes nothing of the other while both are live', async () => {
    expect(POSTS.length).toBeGreaterThan(30)
    expect(
      await wrong(
        POSTS.filter((route) => !isLast(route)),
        [CANARY],
      ),
    ).toEqual([])
    expect(await canaryHas()).toEqual(before)
    expect(simulator.site('academy').accessTo(CUSTOMER, Number(COURSE))).toBe('full')
  })

  test('nor while Thinkific refuses its credential, and then it does not learn that another marketplace is there', async () => {
    simulator.site('academy').setAccessToken(null)
    await site().settle([sale(ofRival, 'rival', { order: '51', email: 'probe@example.com' })])
    expect(
      await wrong(
        POSTS.filter((route) => !isLast(route)),
        [CANARY, OTHER],
      ),
    ).toEqual([])
    expect(await canaryHas()).toEqual(before)
  })

  test('nor by an erasure, or with its integration’s end', async () => {
    expect(await wrong(POSTS.filter(isLast), [CANARY])).toEqual([])
    expect(await canaryHas()).toEqual(before)
    expect(simulator.site('academy').accessTo(CUSTOMER, Number(COURSE))).toBe('full')
  })
})

interface Sale {
  order: string
  email?: string
  subscription?: string | null
  trigger?: Trigger
  does?: string
  fields?: Record<string, string>
}

let sales = 0

/** One product an order, so that each order is a purchase. */
function sale(
  integration: IntegrationAccess,
  word: string,
  {
    order,
    email = BUYER,
    subscription = null,
    trigger = 'product.purchased',
    does = 'create_course',
    fields = {},
  }: Sale,
): ThinkificJob {
  sales += 1
  const event = `${word}-event-${sales}`
  const happenedAt = Date.now() - 100_000 + sales * 1_000
  return {
    v: 1,
    eventType: trigger,
    happenedAt,
    receivedAt: happenedAt,
    origin: 'event',
    person: null,
    fields,
    customer: { email, firstName: `${word}-first`, lastName: `${word}-last`, id: null },
    integration,
    firing: {
      id: `${event}~0`,
      event,
      trigger,
      happenedAt,
      impliedBy: null,
      ownTrigger: true,
    },
    instruction: {
      action: does,
      target: { kind: 'course', id: COURSE, name: `${word} course` },
      options: PLAIN_OPTIONS,
    },
    purchase: {
      marketplace: integration.marketplace,
      productId: `${word}-product-${order}`,
      productName: `${word} club`,
      orderId: `${word}-order-${order}`,
      test: false,
      subscription: subscription === null ? null : { id: subscription, failedAttempts: null, periodEnd: null },
    },
  }
}

/** The shop's integration, with the site and a credential of its own. */
async function onAcademy(
  { marketplace, ids }: Shop,
  scheme: IntegrationAccess['scheme'],
  credential: string,
): Promise<IntegrationAccess> {
  const id = ids.integration ?? ''
  const sealedCredential = await seal(env.SEALING_KEYS, `integration:${marketplace}:${id}`, credential)
  await env.DB.prepare(`UPDATE integrations SET site = 'academy', scheme = ?, sealed_credential = ? WHERE id = ?`)
    .bind(scheme, sealedCredential, id)
    .run()
  const plain = { requestsPerMinute: 120, siteWelcome: false }
  return { id, name: 'Academy', marketplace, site: 'academy', scheme, sealedCredential, ...plain }
}

/** All that a site answers a marketplace about a customer of both, as text by what was asked. */
async function answers(
  access: IntegrationAccess,
  { marketplace }: Shop,
  email = BUYER,
): Promise<Record<string, string>> {
  const word = access === ofRival ? 'rival' : CANARY
  const target = { kind: 'course' as const, id: COURSE }
  const asked = (order: string) => {
    const { firing, customer, purchase } = sale(access, word, { order, email })
    return { event: firing.event, email: customer.email, purchase }
  }
  const theirs = asked('1')
  const other = { ...asked('1'), purchase: { ...theirs.purchase, orderId: `${CANARY}-order-1` } }
  const shown = {
    customer: await site().customer(marketplace, email),
    export: await site().exportCustomer(marketplace, email),
    concerns: await site().concerns(marketplace),
    full: await site().isNearlyFull(marketplace),
    holders: await site().countHolders(marketplace, target, 10),
    listed: await site().listHolders(marketplace, target, 10),
    choosable: [await site().choosable(theirs), await site().choosable(other)],
    sharers: [await site().sharers(theirs), await site().sharers(other)],
    explained: await site().foresee([{ jobs: [sale(access, word, { order: '20', email })], notes: [] }]),
    'ending explained': await site().foresee([
      {
        jobs: [sale(access, word, { order: '1', email, trigger: 'product.refunded', does: 'expire_course' })],
        notes: [],
      },
    ]),
    pace: await site().describePace(access.id),
    refresh: await site().refreshProgress(access.id),
  }
  return Object.fromEntries(Object.entries(shown).map(([name, answer]) => [name, JSON.stringify(answer)]))
}

/** Pages of a shop, its buyer's among them, that show a word: a list for each word. */
async function pagesWith({ admin, ids }: Shop, ...words: string[]): Promise<string[][]> {
  const shown = words.map((): string[] => [])
  for (const route of INSIDE.filter(({ method }) => method === 'GET')) {
    const addresses = [BUYER, ids.email ?? ''].map((email) => filled(route.path, { ...ids, email }))
    for (const address of new Set(addresses)) {
      const answer = await admin.ask('GET', address)
      expect([nameOf(route), answer.status < 500]).toEqual([nameOf(route), true])
      for (const [at, word] of words.entries()) {
        if (answer.text.includes(word)) {
          shown[at]?.push(nameOf(route))
        }
      }
    }
  }
  return shown
}
