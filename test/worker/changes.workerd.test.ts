/** People change rules and integrations while firings wait, on the whole Worker. */
import { runDurableObjectAlarm } from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import { beforeEach, describe, expect, test } from 'vitest'
import { ACADEMY_COURSES, STUDIO } from '../simulator/academy'
import type { Simulator } from '../simulator/simulator'
import { openOwnedShop } from './owned-shop'
import type { Person } from './person'
import type { Shop } from './shop'

const TWO = ACADEMY_COURSES['Course Two']
const BREATH = ACADEMY_COURSES['Breath Basics']
const KEY = 'newer-academy-api-key-0123456789'
const EMAIL = 'ada@example.com'

let simulator: Simulator
let mia: Person
let shop: Shop
let rule: string

/** An order that waits for a key that works. */
beforeEach(async () => {
  ;({ simulator, mia, shop } = await openOwnedShop())
  rule = await shop.rule('course', 'product.purchased', 'create_course', TWO)
  simulator.site('academy').resetApiKey(KEY)
  await shop.send('product.purchased', {
    customer: { email: EMAIL, first_name: 'Ada', last_name: 'Byron' },
    order: { id: '1' },
    items: [{ product_id: 'course' }],
  })
  await shop.parked(1)
})

const base = () => `/m/${shop.marketplace}`
const integration = () => `${base()}/integrations/${shop.integration('academy')}`
const edited = { name: 'academy', site: 'academy', key: KEY, pace: '120' }

describe('a rule or an integration is changed while firings wait', () => {
  test('a deleted rule ends them and says so, without a call', async () => {
    const before = simulator.counts().total
    expect((await mia.post(`${base()}/rules/${rule}/deletions`)).status).toBe(303)
    expect(await shop.log(1)).toMatchObject([{ outcome: 'rule off' }])
    expect((await shop.journal.health()).parked).toBe(0)
    expect(simulator.counts().total).toBe(before)
  })

  test('a rule edited leaves them as they were matched, and holds for what comes then', async () => {
    await env.DB.prepare('UPDATE rules SET target_id = ? WHERE id = ?').bind(String(BREATH), rule).run()
    expect((await mia.post(integration(), edited)).status).toBe(303)
    expect(await shop.log(1)).toMatchObject([{ outcome: 'enrolled', target: { id: String(TWO) } }])
    expect(simulator.site('academy').accessTo(EMAIL, TWO)).toBe('full')
    expect(simulator.site('academy').accessTo(EMAIL, BREATH)).toBe('none')
  })

  test('an integration connected again runs them, without another click', async () => {
    const refused = await mia.post(integration(), { ...edited, key: 'not-the-key' })
    expect([refused.status, refused.text.includes('does not accept')]).toEqual([422, true])
    expect((await shop.journal.health()).parked).toBe(1)
    expect((await mia.post(integration(), edited)).status).toBe(303)
    expect(await shop.log(1)).toMatchObject([{ outcome: 'enrolled' }])
  })

  test('an integration deleted ends them, and its site is asked nothing more', async () => {
    expect((await mia.post(`${integration()}/deletions`)).status).toBe(303)
    expect(await shop.log(1)).toMatchObject([{ outcome: 'rule off' }])
    const before = simulator.counts().total
    await runDurableObjectAlarm(env.THINKIFIC_SITE.getByName('academy'))
    expect(simulator.counts().total).toBe(before)
  })

  test('a product deleted ends them with its rules; sold again, it is there without one', async () => {
    const before = simulator.counts().total
    const asked = await mia.get(`${base()}/products/course/delete`)
    expect(asked.text).toContain('1 rule goes with it.')
    expect((await mia.post(`${base()}/products/course/deletions`)).status).toBe(303)
    expect(await shop.log(1)).toMatchObject([{ outcome: 'rule off' }])
    expect((await mia.get(`${base()}/products`)).text).not.toContain('/products/course/')
    expect((await mia.get(`${base()}/rules/${rule}`)).status).toBe(404)
    expect((await mia.post(`${base()}/products/course/deletions`)).status).toBe(404)
    expect((await mia.get(`${base()}/team`)).text).toContain('(course) with one rule')
    expect(simulator.counts().total).toBe(before)

    await shop.send('product.purchased', {
      customer: { email: EMAIL },
      order: { id: '2' },
      items: [{ product_id: 'course' }],
    })
    expect(await shop.log(2)).toMatchObject([{ outcome: 'rule off' }, { outcome: 'no rule' }])
    expect((await mia.get(`${base()}/products`)).text).toContain('/products/course/')
  })

  test('an integration led to another site ends what was meant for the first', async () => {
    const moved = { ...edited, site: 'studio', key: STUDIO.apiKey }
    expect((await mia.post(integration(), moved)).status).toBe(303)
    const [ended] = await shop.log(1)
    expect(ended).toMatchObject({ outcome: 'rule off', sentence: expect.stringContaining('another site') })
    expect(simulator.site('studio').user(EMAIL)).toBeUndefined()
  })
})
