/** A plan sold under its order alone, whose subscription is named later: what ends the later plan reaches it. */
import { env } from 'cloudflare:workers'
import { describe, expect, test } from 'vitest'
import type { MarketEvent } from '../../../src/model/event'
import { AT, sampleEvent, sampleItem, sampleRule } from '../samples'

const DAY_MS = 86_400_000
const rules = [sampleRule({ trigger: 'subscription.canceled', action: 'expire_course' })]

const sold = (id: string, day: number, product: string, order: string, subscription: string | null): MarketEvent =>
  sampleEvent({
    id,
    orderId: order,
    happenedAt: AT + day * DAY_MS,
    receivedAt: AT + day * DAY_MS,
    items: [
      sampleItem(product, {
        subscription: subscription === null ? null : { id: subscription, failedAttempts: null, periodEnd: null },
      }),
    ],
  })

const SALE = sold('sale', 0, 'p1', '1', null)
const SALE_AGAIN = sold('again', 18, 'p1', '1', 's1')
const LATER_PLAN = sold('later', 1, 'p2', '2', 's1')
const CANCELED: MarketEvent = { ...sold('end', 25, 'p2', '2', 's1'), type: 'subscription.canceled' }

/** What is fired by each, in turn. */
async function report(events: MarketEvent[]): Promise<string[]> {
  const journal = env.JOURNAL.getByName(`m-${crypto.randomUUID()}`)
  const fired: string[] = []
  for (const event of events) {
    const [received] = await journal.receiveAll([{ event, candidates: rules, earlier: ['p1', 'p2'] }])
    fired.push(...(received?.firings ?? []).map(({ firing }) => `${firing.trigger} ${firing.rule.product}`))
  }
  return fired
}

describe('A plan sold under its order alone', () => {
  test.each([
    [[SALE, LATER_PLAN, SALE_AGAIN, CANCELED]],
    [[SALE_AGAIN, SALE, LATER_PLAN, CANCELED]],
    [[LATER_PLAN, SALE_AGAIN, CANCELED, SALE]],
  ])('is ended with the later plan, in any order of arrival', async (events) => {
    expect(await report(events)).toEqual(['subscription.canceled p1'])
  })

  test('is the later one where it was sold later', async () => {
    expect(await report([LATER_PLAN, SALE_AGAIN, CANCELED])).toEqual([])
  })
})
