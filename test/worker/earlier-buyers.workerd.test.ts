/** A rule that came later than its buyers, on the whole Worker: what its page offers, and what one click does. */
import { env } from 'cloudflare:workers'
import { beforeEach, describe, expect, test, vi } from 'vitest'
import { switchRule } from '../../src/rules/commands'
import { samcartBody } from '../intake/bodies/body'
import { ACADEMY_BUNDLES, ACADEMY_COURSES } from '../simulator/academy'
import type { Simulator } from '../simulator/simulator'
import { openOwnedShop } from './owned-shop'
import type { Person } from './person'
import type { Shop } from './shop'

const TWO = ACADEMY_COURSES['Course Two']
const PATIENCE = { timeout: 45_000, interval: 100 }

let simulator: Simulator
let mia: Person
let shop: Shop

beforeEach(async () => {
  ;({ simulator, mia, shop } = await openOwnedShop())
})

const customer = (name: string) => ({ email: `${name}@example.com`, first_name: name, last_name: 'Lee' })
const sale = (name: string, order = `order-${name}`) => ({
  customer: customer(name),
  order: { id: order },
  items: [{ product_id: 'club', product_name: 'Club' }],
})
const enrollRule = (on = true) => shop.rule('club', 'product.purchased', 'create_course', TWO, { on })
const page = async (path: string) => (await mia.get(`/m/${shop.marketplace}${path}`)).text
const preview = (rule: string) => page(`/rules/${rule}/earlier-buyers`)
const isIn = (name: string) => simulator.site('academy').access(`${name}@example.com`).length > 0

async function enroll(rule: string): Promise<string | null> {
  const { status, headers } = await mia.post(`/m/${shop.marketplace}/rules/${rule}/earlier-buyers`, {
    id: crypto.randomUUID(),
  })
  expect([status, headers.get('location')]).toEqual([303, `/m/${shop.marketplace}/jobs`])
  return vi.waitFor(async () => {
    const [job] = await shop.journal.jobs()
    expect(job?.status).toBe('done')
    return job?.result ?? null
  }, PATIENCE)
}

describe('A rule that came later than its buyers', () => {
  test('offers to enroll them, says who is left out and why, and enrolls them in one click', async () => {
    await shop.send('product.purchased', sale('ann'))
    await shop.send('product.purchased', sale('ben'))
    await shop.send('product.purchased', sale('cleo'))
    await shop.send('product.purchased', { ...sale('test'), test: true })
    await shop.log(4)
    await shop.send('product.refunded', sale('cleo'))
    await shop.log(5)
    const rule = await enrollRule()

    expect(await page(`/rules/${rule}`)).toContain('Enroll 2 earlier buyers')
    const shown = await preview(rule)
    expect(shown).toContain('2 earlier buyers would get Target')
    for (const words of ['ann@example.com', 'order-ben', 'A test order.', '2 purchases to enroll']) {
      expect(shown.replaceAll(/<[^>]+>/g, '')).toContain(words)
    }
    expect(shown).toMatch(/cleo@example\.com[\s\S]*it was refunded on/)
    expect(shown).toContain('of the last 90 days')

    expect(await enroll(rule)).toBe(
      '3 earlier purchases ran, each with an entry in the log: 2 enrolled, 1 stayed as it was.',
    )
    expect(['ann', 'ben', 'cleo', 'test'].map(isIn)).toEqual([true, true, false, false])
    expect(await page(`/rules/${rule}`)).not.toContain('earlier buyer')
    expect(await preview(rule)).toContain('No earlier buyer is left to enroll')
    expect((await shop.journal.overview()).failed).toBeNull()
  })

  test('run twice changes nothing, and calls nothing', async () => {
    await shop.send('product.purchased', sale('ann'))
    await shop.log(1)
    const rule = await enrollRule()
    await enroll(rule)
    simulator.calls.splice(0)
    expect(await enroll(rule)).toBe('No earlier purchase was left to run.')
    expect(simulator.calls).toEqual([])
  })

  test('enrolls a SamCart buyer in a bundle, once for two orders and a repeat', async () => {
    const order = (id: string) => samcartBody({ type: 'Order', order: { id } })
    await shop.samcart(order('1'))
    await shop.log(1)
    await shop.samcart(order('1'))
    await shop.samcart(order('2'))
    const [entry] = await shop.log(2)
    const rule = await shop.rule(
      entry?.product?.id ?? '',
      'product.purchased',
      'create_bundle',
      ACADEMY_BUNDLES['All Access'],
    )
    expect(await page(`/rules/${rule}`)).toContain('Enroll 1 earlier buyer')
    await enroll(rule)
    expect(simulator.site('academy').access(entry?.customer?.email ?? '').length).toBeGreaterThan(0)
    expect((await shop.log(2)).map(({ outcome }) => outcome)).toEqual(['enrolled', 'already enrolled'])
  })

  test('offers those who bought while it was off, and their entries say so afterwards', async () => {
    const rule = await enrollRule(false)
    await shop.send('product.purchased', sale('ann'))
    const [off] = await shop.log(1)
    expect(off?.outcome).toBe('rule off')
    expect(await preview(rule)).toContain('This rule is off')
    const author = { marketplace: shop.marketplace, person: { id: 'p1', name: 'Ada', email: 'owner@example.com' } }
    await switchRule(env, author, rule, true)
    expect(await page(`/rules/${rule}`)).toContain('Enroll 1 earlier buyer')
    await enroll(rule)
    expect(isIn('ann')).toBe(true)
    expect((await mia.get(`/m/${shop.marketplace}/logs/${encodeURIComponent(off?.id ?? '')}`)).text).toContain(
      'Enroll earlier buyers',
    )
  })

  test('leaves out what ended before its integration was connected, and counts who is in already', async () => {
    await shop.send('product.purchased', sale('ann'))
    await shop.send('product.purchased', sale('ben'))
    await shop.send('product.purchased', sale('cleo'))
    await shop.log(3)
    await shop.send('product.refunded', sale('ben'))
    await shop.log(4)
    await env.DB.prepare('UPDATE integrations SET created_at = ?')
      .bind(Date.now() + 1)
      .run()
    const academy = simulator.site('academy')
    const { id: userId } = academy.addUser({ ...customer('cleo'), firstName: 'Cleo', lastName: 'Lee' })
    academy.enroll({ userId, courseId: TWO })
    const rule = await enrollRule()
    expect(await preview(rule)).toContain('before the integration was connected')
    await enroll(rule)
    expect(isIn('ben')).toBe(false)
    expect(isIn('ann')).toBe(true)
  })

  test('a rule that ends access, or of another marketplace, has no earlier buyers to enroll', async () => {
    const ending = await shop.rule('club', 'product.refunded', 'expire_course', TWO)
    const refused = await mia.post(`/m/${shop.marketplace}/rules/${ending}/earlier-buyers`, { id: 'x' })
    expect(refused.headers.get('location')).toBe(`/m/${shop.marketplace}/rules/${ending}`)
    expect(await shop.journal.jobs()).toEqual([])
    expect((await mia.post(`/m/${shop.marketplace}/rules/none/earlier-buyers`)).status).toBe(404)
    expect((await mia.get(`/m/${shop.marketplace}/rules/none/earlier-buyers`)).status).toBe(404)
  })
})
