/** A channel's settings in words, for its list and the audit trail. Pure. */
import type { CauseKind } from '../model/alert'
import type { toColumns } from './channel-settings'
import { digestTimeOf, quietHoursOf } from './store'

type ChannelColumns = ReturnType<typeof toColumns>

/** In the order people choose from. */
export const CAUSE_LABELS: Record<CauseKind, string> = {
  credentials: 'Credentials are rejected',
  parked: 'Entries are parked',
  failed: 'Entries failed (the first, 10th, 100th … of a day)',
  unclear: 'An event fits several purchases',
  'not understood': 'A word is not understood',
  refused: 'Posts to the webhook are refused',
  silence: 'No events for longer than usual',
  'lost sales': 'Sales that were never reported',
  'paid without access': 'Customers paid and have no access',
  alerts: 'Another channel fails',
  storage: 'The log or a site’s records are nearly full',
  rules: 'A rule can’t work, or a product has none',
  'access without payment': 'Access after a refund or dispute',
  'plan left behind': 'An old plan is still open after a switch',
  'old secrets': 'An old webhook secret is about to end',
  'recommended rules': 'A recommended rule is missing',
}

/** Ticked on a new channel. */
export const USUAL_CAUSES: readonly CauseKind[] = [
  'credentials',
  'parked',
  'failed',
  'unclear',
  'not understood',
  'refused',
  'silence',
  'lost sales',
  'paid without access',
  'alerts',
  'storage',
  'rules',
]

export const WEEKDAYS = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'] as const

export function describeChannel(channel: ChannelColumns): Record<string, string> {
  const { name, causes, on } = channel
  return {
    Name: name,
    Alerts: causes.map((kind) => CAUSE_LABELS[kind]).join(', ') || 'none',
    'Quiet hours': describeQuiet(channel),
    Digest: describeDigest(channel),
    On: on ? 'yes' : 'no',
  }
}

export function describeQuiet(channel: Pick<ChannelColumns, 'quietFrom' | 'quietUntil'>): string {
  const quiet = quietHoursOf(channel)
  return quiet === null ? 'none' : `${formatHour(quiet.from)} to ${formatHour(quiet.until)}`
}

export function describeDigest(channel: Pick<ChannelColumns, 'digestWeekday' | 'digestHour'>): string {
  const digest = digestTimeOf(channel)
  return digest === null ? 'none' : `${WEEKDAYS[digest.weekday] ?? ''}, ${formatHour(digest.hour)}`
}

export function formatHour(hour: number): string {
  return `${String(hour).padStart(2, '0')}:00`
}
