/** People who act on what changed meanwhile, twice, or at once. */
import { env } from 'cloudflare:workers'
import { beforeEach, describe, expect, test } from 'vitest'
import { findIntegration } from '../../src/integrations/store'
import { findRule } from '../../src/rules/store'
import { ACADEMY_COURSES } from '../simulator/academy'
import { openOwnedShop } from './owned-shop'
import type { Person } from './person'
import type { Shop } from './shop'

const TWO = ACADEMY_COURSES['Course Two']

let mia: Person
let shop: Shop
let rule: string

beforeEach(async () => {
  ;({ mia, shop } = await openOwnedShop())
  rule = await shop.rule('course', 'product.purchased', 'create_course', TWO)
})

const base = () => `/m/${shop.marketplace}`
const integration = () => `${base()}/integrations/${shop.integration('academy')}`
const KEPT = { name: 'academy', site: 'academy', pace: '90' }
const edit = () => ({
  id: rule,
  integration: shop.integration('academy'),
  product: 'course',
  action: 'create_course',
  trigger: 'product.purchased',
  target: String(TWO),
  name: 'Welcome, all',
})

/** Lines of the trail with this verb. */
async function lines(did: string): Promise<number> {
  const statement = env.DB.prepare('SELECT count(*) AS n FROM audit WHERE marketplace = ? AND did = ?')
  return Number(await statement.bind(shop.marketplace, did).first('n'))
}

describe('Two people at once', () => {
  test('delete and edit an integration: it is gone, and the edit brings nothing of it back', async () => {
    const [deleted, edited] = await Promise.all([mia.post(`${integration()}/deletions`), mia.post(integration(), KEPT)])
    expect(deleted.status).toBe(303)
    expect([303, 404]).toContain(edited.status)
    expect(await findIntegration(env.DB, shop.marketplace, shop.integration('academy'))).toBeNull()
    expect((await mia.post(integration(), KEPT)).status).toBe(404)
    expect(await lines('deleted')).toBe(1)
  })

  test('delete and edit a rule: it is gone', async () => {
    const [deleted, edited] = await Promise.all([
      mia.post(`${base()}/rules/${rule}/deletions`),
      mia.post(`${base()}/rules/${rule}`, edit()),
    ])
    expect(deleted.status).toBe(303)
    expect([303, 404]).toContain(edited.status)
    expect(await findRule(env.DB, shop.marketplace, rule)).toBeNull()
    expect(await lines('deleted')).toBe(1)
  })

  test('delete one thing: one does, and neither sees an error', async () => {
    const both = await Promise.all([mia.post(`${integration()}/deletions`), mia.post(`${integration()}/deletions`)])
    expect(both.map(({ status }) => status).every((status) => status === 303 || status === 404)).toBe(true)
    expect(await lines('deleted')).toBe(1)
  })
})

describe('A double click', () => {
  test('ends everyone’s access as one job, with one line', async () => {
    const form = { id: crypto.randomUUID(), target: `course-${TWO}` }
    const both = await Promise.all([1, 2].map(() => mia.post(`${base()}/rules/${rule}/endings`, form)))
    expect(both.map(({ status }) => status)).toEqual([303, 303])
    expect(await shop.journal.jobs()).toHaveLength(1)
    expect(await lines('ended')).toBe(1)
  })

  test('corrects an email once', async () => {
    const form = { id: crypto.randomUUID(), email: 'ada.byron@example.com' }
    const at = `${base()}/customers/${encodeURIComponent('ada@example.com')}/corrections`
    await Promise.all([mia.post(at, form), mia.post(at, form)])
    expect(await shop.journal.jobs()).toHaveLength(1)
    expect(await lines('corrected')).toBe(1)
  })
})

describe('A form an hour old', () => {
  test('for a rule that was deleted meanwhile is not found, whatever it asks for', async () => {
    await mia.post(`${base()}/rules/${rule}/deletions`)
    for (const [path, fields] of [
      ['', edit()],
      ['/activation', { on: 'no' }],
      ['/copies', { id: crypto.randomUUID() }],
      ['/deletions', {}],
      ['/endings', { target: `course-${TWO}` }],
      ['/earlier-buyers', {}],
      ['/reruns', {}],
    ] as const) {
      const { status, text } = await mia.post(`${base()}/rules/${rule}${path}`, fields)
      expect([path, status, text.includes('This rule has since been deleted.')]).toEqual([path, 404, true])
    }
  })

  test('for anything else that is gone says what that is', async () => {
    const id = crypto.randomUUID()
    for (const [path, fields, sentence] of [
      ['/integrations/gone', KEPT, 'This integration has since been deleted.'],
      ['/integrations/gone/deletions', {}, 'This integration has since been deleted.'],
      ['/integrations/gone/catalog/refreshes', {}, 'This integration has since been deleted.'],
      ['/integrations/gone/secrets', { id }, 'This integration has since been deleted.'],
      ['/integrations/gone/mappings', { id, field: 'f', definition: '1' }, 'This integration has since been deleted.'],
      ['/integrations/gone/mappings/gone/deletions', {}, 'This mapping has since been removed.'],
      ['/products/gone/details', { name: 'Any' }, 'There is no such product.'],
      ['/products/gone/deletions', {}, 'There is no such product.'],
      ['/rules', { ...edit(), id, product: 'gone' }, 'The product of this rule has since been deleted.'],
      ['/alerts/gone', { name: 'Any' }, 'This channel has since been deleted.'],
      ['/alerts/gone/deletions', {}, 'This channel has since been deleted.'],
      ['/alerts/gone/tests', {}, 'This channel has since been deleted.'],
      ['/alerts/gone/secrets', { id }, 'This channel has since been deleted.'],
      ['/team/members/gone/role', { role: 'admin' }, 'This person is not in the team.'],
      ['/team/members/gone/removals', {}, 'This person is not in the team.'],
      ['/team/members/gone/password-links', {}, 'This person is not in the team.'],
      ['/team/invitations/gone/withdrawals', {}, 'This invitation no longer works.'],
      ['/webhook/secrets/gone/revocations', {}, 'This secret no longer exists: it was revoked or has expired.'],
    ] as const) {
      const { status, text } = await mia.post(`${base()}${path}`, fields)
      expect([path, status, text.includes(sentence)]).toEqual([path, 404, true])
    }
  })

  test('for a new rule of an integration that was deleted meanwhile adds none', async () => {
    await mia.post(`${integration()}/deletions`)
    const answer = await mia.post(`${base()}/rules`, { ...edit(), id: crypto.randomUUID() })
    const step = answer.headers.get('location') ?? ''
    expect(new URLSearchParams(step.split('?')[1]).get('name')).toBe('Welcome, all')
    expect((await mia.get(step)).text).toContain('The integration of this rule has since been deleted.')
    expect(
      await env.DB.prepare('SELECT count(*) AS n FROM rules WHERE marketplace = ?').bind(shop.marketplace).first('n'),
    ).toBe(0)
  })

  test('for a job that ended says so', async () => {
    await mia.post(`${base()}/rules/${rule}/endings`, { id: crypto.randomUUID(), target: `course-${TWO}` })
    const [job] = await shop.journal.jobs()
    const answer = await mia.post(`${base()}/jobs/${encodeURIComponent(job?.id ?? '')}/cancellations`)
    expect(answer.status).toBe(303)
    expect((await mia.get(`${base()}/jobs`)).text).toContain('The access of 0 customers was ended')
  })
})

describe('Ending everyone’s access', () => {
  // The calls of buying and ending stay within what the site allows in a minute.
  const HOLDERS = 25

  test('ends it for each of them, a few at a time, and a live order does not wait for the rest', async () => {
    const order = (email: string) => ({
      customer: { email, first_name: 'Ada', last_name: 'Byron' },
      order: { id: email },
      items: [{ product_id: 'course' }],
    })
    for (let n = 0; n < HOLDERS; n += 1) {
      await shop.send('product.purchased', order(`buyer-${n}@example.com`))
    }
    await shop.log(HOLDERS)
    await mia.post(`${base()}/rules/${rule}/endings`, { id: crypto.randomUUID(), target: `course-${TWO}` })
    const [begun] = await shop.journal.jobs()
    expect(begun).toMatchObject({ status: 'running', total: HOLDERS })
    const under = (await shop.journal.log({ limit: 1000 })).waitingFound
    expect(under).toBeLessThanOrEqual(20)
    const all = await shop.log(2 * HOLDERS)
    expect(all.filter(({ outcome }) => outcome === 'expired')).toHaveLength(HOLDERS)
  })
})
