import type { EventItem, EventSubscription } from '../../model/event'
import type { FieldReader } from '../reading/field-reader'
import { isDateAlone } from '../reading/moment'

export type ReadSubscription = Omit<EventSubscription, 'id'> & { id: string | null }

export function readSubscription(value: unknown, path: string, read: FieldReader): ReadSubscription | null {
  const subscription = read.objectOrId(value, path)
  if (subscription === null) {
    return null
  }
  const end = subscription.period_end ?? subscription.periodEnd
  const found = {
    id: read.id(subscription.id, `${path}.id`),
    failedAttempts: read.count(subscription.failed_attempts ?? subscription.failedAttempts, `${path}.failed_attempts`),
    periodEnd: read.moment(end, `${path}.period_end`, 'noon'),
  }
  return found.periodEnd !== null && isDateAlone(end) ? { ...found, isDay: true } : found
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
  const { periodEnd = null, isDay } = (own?.periodEnd == null ? rest : own) ?? {}
  const period = isDay ? { periodEnd, isDay } : { periodEnd }
  if (id !== null) {
    return { subscription: { id, failedAttempts, ...period } }
  }
  const isSilent = failedAttempts === null && periodEnd === null
  return isSilent ? NONE : { subscription: null, unnamed: { failedAttempts, ...period } }
}
