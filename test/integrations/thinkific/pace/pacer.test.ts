/** Who goes first where all connections of a site are taken. */
import { afterEach, describe, expect, test, vi } from 'vitest'
import { MOST_IN_FLIGHT } from '../../../../src/integrations/thinkific/pace/call-window'
import { InteractiveCalls } from '../../../../src/integrations/thinkific/site/interactive-calls'
import { academy, runToEnd } from '../academy'

afterEach(() => {
  vi.useRealTimers()
  vi.restoreAllMocks()
})

describe('The pacer', () => {
  test('a customer whom a person looks up is Thinkific’s next call, before orders that wait for a connection', async () => {
    const shop = await academy()
    const access = await shop.access('shop')
    const orders = Array.from({ length: MOST_IN_FLIGHT + 4 }, (_, n) =>
      shop.job({ email: `c${n}@example.com`, order: `o${n}` }),
    )
    shop.simulator.faults.add({ kind: 'slow', ms: 2_000, times: MOST_IN_FLIGHT })
    const settled = shop.settle(await Promise.all(orders))
    await vi.waitFor(() => expect(shop.simulator.calls).toHaveLength(MOST_IN_FLIGHT), { interval: 0 })
    expect(await runToEnd(new InteractiveCalls(shop.site).lookUp(access, 'eve@example.com'))).toMatchObject({
      ok: true,
    })
    expect(await settled).toMatchObject(orders.map(() => ({ outcome: 'enrolled' })))
    expect(shop.calls().indexOf('GET /users')).toBe(MOST_IN_FLIGHT)
  })
})
