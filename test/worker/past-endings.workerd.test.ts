/** A rule that ends access, added after those it is about: what its page offers, and what one click does. */
import { beforeEach, describe, expect, test, vi } from 'vitest'
import { ACADEMY_COURSES } from '../simulator/academy'
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

const sale = (name: string, order = `order-${name}`) => ({
  customer: { email: `${name}@example.com`, first_name: name, last_name: 'Lee' },
  order: { id: order },
  items: [{ product_id: 'club', product_name: 'Club' }],
})
const isIn = (name: string) =>
  simulator
    .site('academy')
    .access(`${name}@example.com`)
    .some(({ state }) => state === 'full')
const page = async (path: string) =>
  (await mia.get(`/m/${shop.marketplace}${path}`)).text.replaceAll(/<[^>]+>/g, '').replaceAll(/\s+/g, ' ')

async function apply(rule: string): Promise<string | null> {
  const { status, headers } = await mia.post(`/m/${shop.marketplace}/rules/${rule}/past-endings`, {
    id: crypto.randomUUID(),
  })
  expect([status, headers.get('location')]).toEqual([303, `/m/${shop.marketplace}/jobs`])
  return vi.waitFor(async () => {
    const [job] = await shop.journal.jobs()
    expect(job?.status).toBe('done')
    return job?.result ?? null
  }, PATIENCE)
}

describe('A rule that ends access and came later than the refunds', () => {
  test('counts those who still have access, and ends it as a job; who paid again keeps it', async () => {
    await shop.rule('club', 'product.purchased', 'create_course', TWO)
    for (const name of ['ann', 'ben', 'cleo']) {
      await shop.send('product.purchased', sale(name))
    }
    await shop.log(3)
    await shop.send('product.refunded', sale('ann'))
    await shop.send('product.refunded', sale('ben'))
    await shop.log(5)
    await shop.send('product.purchased', sale('ben', 'order-again'))
    await shop.log(6)
    const rule = await shop.rule('club', 'product.refunded', 'expire_course', TWO)
    expect(await page(`/rules/${rule}`)).toContain('1 customer refunded before still has access')
    const shown = await page(`/rules/${rule}/past-endings`)
    expect(shown).toContain('1 customer refunded before would lose access to Target')
    expect(shown).toMatch(/ben@example\.com.*order-again/)
    expect(await apply(rule)).toBe(
      '2 past endings ran, each with an entry in the log: 1 ended access, 1 stayed as it was.',
    )
    expect(['ann', 'ben', 'cleo'].map(isIn)).toEqual([false, true, true])
    expect(await page(`/rules/${rule}`)).not.toContain('refunded before')
    expect(await page(`/rules/${rule}/past-endings`)).toContain('No past ending is left to apply')
    simulator.calls.splice(0)
    expect(await apply(rule)).toBe('No past ending was left to run.')
    expect(simulator.calls).toEqual([])
  })

  test('is not applied where it opens access, or is another marketplace’s', async () => {
    const opening = await shop.rule('club', 'product.purchased', 'create_course', TWO)
    const refused = await mia.post(`/m/${shop.marketplace}/rules/${opening}/past-endings`, { id: 'x' })
    expect(refused.headers.get('location')).toBe(`/m/${shop.marketplace}/rules/${opening}`)
    expect((await mia.get(`/m/${shop.marketplace}/rules/none/past-endings`)).status).toBe(404)
    expect(await shop.journal.jobs()).toEqual([])
  })
})
