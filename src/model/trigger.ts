/** Each trigger has the name of its event type; one event may fire several (journal/dunning/dunning.ts). A course's, or one of access, fires itself alone. */

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

export type StoreTrigger = (typeof TRIGGERS)[number]

/** Whatever a sender reports of courses; we know no list of them. */
export type CourseTrigger = `course.${string}`

/** What rules brought about: made here (dispatch/access-events.ts), and no sender's to report. */
const ACCESS_TRIGGERS = ['access.given', 'access.ended', 'access.failed', 'access.ends_soon'] as const

export type AccessTrigger = (typeof ACCESS_TRIGGERS)[number]
export type Trigger = StoreTrigger | CourseTrigger | AccessTrigger

/** SamCart's wording, used unchanged on every screen. */
export const TRIGGER_LABELS: Record<StoreTrigger, string> = {
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

/** What each means to a merchant, for the rule form and the glossary. */
export const TRIGGER_MEANINGS: Record<StoreTrigger | AccessTrigger, string> = {
  'product.purchased': 'Someone bought the product, or a subscription to it began.',
  'product.refunded': 'A payment was refunded in full, or disputed with the customer’s bank.',
  'product.partially_refunded': 'Part of a payment was refunded.',
  'subscription.canceled': 'A subscription ended early: canceled, paused, expired or given up after failed payments.',
  'subscription.charged': 'A recurring payment went through.',
  'subscription.charge_failed':
    'A recurring payment failed for the first time. Further tries of the same payment don’t count.',
  'subscription.delinquent': 'The last try of a failed payment failed too. Subscription Canceled runs as well.',
  'subscription.recovered': 'A failed payment went through after all.',
  'subscription.restarted': 'A canceled or delinquent subscription was started again.',
  'subscription.completed': 'The last payment of a payment plan went through: paid in full.',
  'access.given': 'A customer got access.',
  'access.ended': 'A customer’s access ended.',
  'access.failed': 'Access could not be given or ended.',
  'access.ends_soon': 'Access ends in the number of days you choose in the next step.',
}

const ACCESS_LABELS: Record<AccessTrigger, string> = {
  'access.given': 'Access Given',
  'access.ended': 'Access Ended',
  'access.failed': 'Access Failed',
  'access.ends_soon': 'Access Ends in N Days',
}

/** SamCart's groups, and Access, which is ours. SamCart's course app reports triggers beside the ten. */
export type TriggerCategory = 'ecommerce' | 'courses' | 'access'

export const TRIGGER_CATEGORIES: Record<TriggerCategory, { label: string; triggers: readonly Trigger[] }> = {
  ecommerce: { label: 'eCommerce', triggers: TRIGGERS },
  courses: { label: 'Courses', triggers: [] },
  access: { label: 'Access', triggers: ACCESS_TRIGGERS },
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

/** `course.lesson_completed` is Course Lesson Completed. */
export function labelTrigger(trigger: Trigger): string {
  if (isCourseTrigger(trigger)) {
    return labelCourse(trigger)
  }
  return isAccessTrigger(trigger) ? ACCESS_LABELS[trigger] : TRIGGER_LABELS[trigger]
}

export function isTrigger(word: string): word is Trigger {
  return isCourseTrigger(word) || isAccessTrigger(word) || (TRIGGERS as readonly string[]).includes(word)
}

/** All but a course's, which its sender names. */
export function hasMeaning(trigger: Trigger): trigger is StoreTrigger | AccessTrigger {
  return !isCourseTrigger(trigger)
}

export function isAccessTrigger(word: string): word is AccessTrigger {
  return (ACCESS_TRIGGERS as readonly string[]).includes(word)
}

export function categoryOf(trigger: Trigger): TriggerCategory {
  if (isAccessTrigger(trigger)) {
    return 'access'
  }
  return isCourseTrigger(trigger) ? 'courses' : 'ecommerce'
}

const COURSE_CHARACTERS = 60

export function isCourseTrigger(word: string): word is CourseTrigger {
  return word.length <= COURSE_CHARACTERS && /^course(?:[._][a-z0-9]+)+$/.test(word) && word.startsWith('course.')
}

function labelCourse(trigger: CourseTrigger): string {
  const words = trigger.split(/[._]/)
  return words.map((word) => word.slice(0, 1).toUpperCase() + word.slice(1)).join(' ')
}
