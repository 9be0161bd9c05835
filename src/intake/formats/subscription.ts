import type { EventItem, EventSubscription } from '../../model/event'
import type { FieldReader } from '../reading/field-reader'

export type ReadSubscription = Omit<EventSubscription, 'id'> & { id: string | null }

export function readSubscription(value: unknown, path: string, read: FieldReader): ReadSubscription | null {
  const subscription = read.objectOrId(value, path)
  if (subscription === null) {
    return null
  }
  return {
    id: read.id(subscription.id, `${path}.id`),
    failedAttempts: read.count(subscription.failed_attempts ?? subscription.failedAttempts, `${path}.failed_attempts`),
    // With a date alone, the marketplace's zone decides when its day ends: noon is that date in nearly every zone.
    periodEnd: read.moment(subscription.period_end ?? subscription.periodEnd, `${path}.period_end`, 'noon'),
  }
}

const NONE = { subscription: null }

/** The item's own, which may leave out the id it shares with the event's. */
export function joinSubscriptions(
  own: ReadSubscription | null,
  shared: ReadSubscription | null,
): Pick<EventItem, 'subscription' | 'unnamed'> {
  const id = own?.id ?? shared?.id ?? null
  const rest = own?.id === null || own === null ? shared : null
  const failedAttempts = own?.failedAttempts ?? rest?.failedAttempts ?? null
  const periodEnd = own?.periodEnd ?? rest?.periodEnd ?? null
  if (id !== null) {
    return { subscription: { id, failedAttempts, periodEnd } }
  }
  const isSilent = failedAttempts === null && periodEnd === null
  return isSilent ? NONE : { subscription: null, unnamed: { failedAttempts, periodEnd } }
}
