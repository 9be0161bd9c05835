/** The weekly digest: what happened, and what needs a person. Pure. */
import type { Cause } from '../attention/alarm'
import type { DayCounts } from '../journal/queries'
import type { AlertItem, AlertMessage, ChannelRecord, DigestFigure, OpenCause } from '../model/alert'
import { FAILED, type FinalOutcome } from '../model/outcome'
import { gravestFirst, toCauseLine } from './decide'

const DAYS = 7
const LISTED = 10

const FIGURES: readonly { label: string; outcomes: readonly FinalOutcome[] }[] = [
  { label: 'enrolled or renewed', outcomes: ['enrolled', 'renewed'] },
  { label: 'access ended', outcomes: ['expired'] },
  { label: 'kept by another purchase', outcomes: ['kept'] },
  { label: 'failed', outcomes: FAILED },
  { label: 'not understood', outcomes: ['not understood'] },
]

/** Replaces one that could not be delivered. */
export function composeDigest(
  record: ChannelRecord,
  { days, causes, open }: { days: DayCounts[]; causes: Cause[]; open: OpenCause[] },
  { message, now, dueAt }: { message: string; now: number; dueAt: number },
): ChannelRecord {
  const since = new Map(open.map((one) => [one.key, one.since]))
  const digest: AlertMessage = {
    id: message,
    at: now,
    kind: 'digest',
    figures: summarizeWeek(days),
    items: gravestFirst(causes)
      .slice(0, LISTED)
      .map((cause) => toItem(cause, since.get(cause.key) ?? now)),
    more: Math.max(0, causes.length - LISTED),
  }
  const others = record.outbox.filter(({ kind }) => kind !== 'digest')
  return { ...record, outbox: [...others, digest], digestedAt: dueAt }
}

function summarizeWeek(days: DayCounts[]): DigestFigure[] {
  const week = days.slice(-DAYS)
  return FIGURES.map(({ label, outcomes }) => ({
    label,
    count: week.reduce((sum, day) => sum + outcomes.reduce((all, outcome) => all + (day.outcomes[outcome] ?? 0), 0), 0),
  }))
}

function toItem(cause: Cause, since: number): AlertItem {
  return { ...toCauseLine(cause), key: cause.key, change: 'opened', since }
}
