/** SamCart's event types: as sent, as shown on its screens, and spellings found in other receivers. */
import type { Trigger } from '../../../model/trigger'

const WORDS: Record<Trigger, readonly string[]> = {
  'product.purchased': ['Order', 'Product Purchased', 'Order Completed', 'Upsell Purchased'],
  'product.refunded': ['Refund', 'Product Refunded', 'Subscription Charge Refunded', 'Refund Issued'],
  'product.partially_refunded': [
    'PartialRefund',
    'Product Partially Refunded',
    'Subscription Charge Partially Refunded',
  ],
  'subscription.canceled': ['Cancel', 'Subscription Canceled', 'Canceled', 'Subscription Cancel'],
  'subscription.charged': ['RecurringPaymentSucceeded', 'Subscription Charged', 'Subscription Payment'],
  'subscription.charge_failed': ['RecurringPaymentFailed', 'Subscription Charge Failed', 'Subscription Payment Failed'],
  'subscription.delinquent': ['SubscriptionDelinquent'],
  'subscription.recovered': ['RecurringPaymentRecovered', 'SubscriptionRecovered'],
  'subscription.restarted': ['SubscriptionRestarted'],
  'subscription.completed': ['SubscriptionCompleted'],
}

const KNOWN: ReadonlyMap<string, Trigger> = new Map(
  (Object.keys(WORDS) as Trigger[]).flatMap((trigger) =>
    WORDS[trigger].map((word) => [normalizeWord(word), trigger] as const),
  ),
)

/** Ignores case and separators; null for unknown words, which grant nothing. */
export function findType(word: string): Trigger | null {
  return KNOWN.get(normalizeWord(word)) ?? null
}

/** Letters only, lower case, American "canceled". */
function normalizeWord(word: string): string {
  return word
    .replace(/[\s_.-]+/g, '')
    .toLowerCase()
    .replace('cancelled', 'canceled')
}
