/** A subscription that bears no id is still known by what was said of it. */
import { describe, expect, test } from 'vitest'
import { buildPurchase } from '../../src/dispatch/build-job'
import { FORMATS } from '../../src/intake/formats'
import { observe } from '../../src/journal/dunning/dunning'
import { toObservation } from '../../src/journal/dunning/observation'
import type { EventItem } from '../../src/model/event'
import { samcartBody, standardBody } from './bodies/body'
import { toEvent } from './understanding'

const ENDS = Date.parse('2026-12-20T10:15:00Z')
const SAID = { failed_attempts: 4, period_end: '2026-12-20T10:15:00Z' }
const FORM =
  'type=subscription.charge_failed&data[customer][email]=ada%40example.com&data[items][0][product_id]=440369' +
  '&data[subscription][id]=&data[subscription][failed_attempts]=4&data[subscription][period_end]=2026-12-20T10:15:00Z'

describe('the fourth failure of a subscription without an id', () => {
  test.each([
    ['of the event', standardBody({ subscription: SAID }, { type: 'subscription.charge_failed' })],
    [
      'of its item',
      standardBody(
        { subscription: null, items: [{ product_id: '440369', subscription: { id: '0', ...SAID } }] },
        { type: 'subscription.charge_failed' },
      ),
    ],
    ['in a form', FORM],
  ])('%s makes it delinquent, and its period ends as named', async (_, body) => {
    const event = await toEvent(FORMATS.standard, body)
    const [item] = event.items as [EventItem]
    const { fired } = observe(null, toObservation(event, item, null, 'ada'))
    expect(fired.map(({ trigger }) => trigger)).toContain('subscription.delinquent')
    expect(buildPurchase(event, item)).toMatchObject({ subscription: null, periodEnd: ENDS, delinquent: true })
  })
})

describe('A subscription without an id', () => {
  test('SamCart’s own body may name it too, and its word is still what counts', async () => {
    const event = await toEvent(
      FORMATS.samcart,
      samcartBody({ type: 'RecurringPaymentFailed', order: { id: 5 }, subscription: SAID }),
    )
    const [item] = event.items as [EventItem]
    expect(observe(null, toObservation(event, item, null, 'ada')).fired).toMatchObject([
      { trigger: 'subscription.charge_failed' },
    ])
    expect(buildPurchase(event, item)).toMatchObject({ subscription: null, periodEnd: ENDS, delinquent: false })
  })
})
