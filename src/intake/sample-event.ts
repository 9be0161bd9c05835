/** An invented event for Try it and Send test event; the latter takes the real path, marked as a test. */

import type { EventAccess } from '../model/access'
import { comparableEmail } from '../model/email'
import { EVENT_VERSION, type MarketEvent, toStoredReports, toStoredSource } from '../model/event'
import { labelTrigger, type Trigger } from '../model/trigger'

export interface SampleEvent {
  /** Unique; the same id is the same event. */
  id: string
  marketplace: string
  trigger: Trigger
  email: string
  firstName: string
  product: { id: string; name: string | null }
  /** For a trigger of access. */
  access?: EventAccess
}

/** @param now epoch ms */
export function buildSampleEvent(
  { id, marketplace, trigger, email, firstName, product, access }: SampleEvent,
  now: number,
): MarketEvent {
  const subscription = { id: `test-${id}`, failedAttempts: null, periodEnd: null }
  const event = {
    v: EVENT_VERSION,
    id: `test-${id}`,
    marketplace,
    ...toStoredSource({ kind: 'test' }),
    ...toStoredReports('triggers'),
    type: trigger,
    typeWord: labelTrigger(trigger),
    problem: null,
    happenedAt: now,
    receivedAt: now,
    test: true,
    customer: { email: comparableEmail(email), firstName: firstName || 'Test', lastName: 'Order', id: null },
    orderId: `test-${id}`,
    items: [
      {
        productId: product.id,
        productName: product.name,
        role: 'primary',
        subscription: trigger.startsWith('subscription.') ? subscription : null,
        fingerprint: null,
      },
    ],
    customFields: {},
    ...(access === undefined ? {} : { access }),
  } satisfies Omit<MarketEvent, 'body'>
  return { ...event, body: JSON.stringify({ type: trigger, test: true, product: product.id }) }
}
