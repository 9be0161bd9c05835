/** Each trigger has the name of its event type; one event may fire several (journal/dunning/dunning.ts). */

export const TRIGGERS = [
  'product.purchased',
  'product.refunded',
  'product.partially_refunded',
  'subscription.canceled',
  'subscription.charged',
  'subscription.charge_failed',
  'subscription.delinquent',
  'subscription.recovered',
  'subscription.restarted',
  'subscription.completed',
] as const

export type Trigger = (typeof TRIGGERS)[number]

/** SamCart's wording, used unchanged on every screen. */
export const TRIGGER_LABELS: Record<Trigger, string> = {
  'product.purchased': 'Product Purchased',
  'product.refunded': 'Product Refunded',
  'product.partially_refunded': 'Product Partially Refunded',
  'subscription.canceled': 'Subscription Canceled',
  'subscription.charged': 'Subscription Charged',
  'subscription.charge_failed': 'Subscription Charge Failed',
  'subscription.delinquent': 'Subscription Delinquent',
  'subscription.recovered': 'Subscription Recovered',
  'subscription.restarted': 'Subscription Restarted',
  'subscription.completed': 'Subscription Completed',
}

/** As SamCart groups its triggers. Those of its course app are not among the ten. */
export type TriggerCategory = 'ecommerce' | 'courses'

export const TRIGGER_CATEGORIES: Record<TriggerCategory, { label: string; triggers: readonly Trigger[] }> = {
  ecommerce: { label: 'eCommerce', triggers: TRIGGERS },
  courses: { label: 'Courses', triggers: [] },
}

/** An expire rule on one of these ends that purchase's grant; on any other trigger it removes the customer. */
export const ENDING_TRIGGERS: ReadonlySet<Trigger> = new Set<Trigger>([
  'product.refunded',
  'product.partially_refunded',
  'subscription.canceled',
  'subscription.charge_failed',
  'subscription.delinquent',
  'subscription.completed',
])

export function isTrigger(word: string): word is Trigger {
  return (TRIGGERS as readonly string[]).includes(word)
}
