/** What a channel is to be sent: a cause once as it opens, once as it ends, never between unless it grows. Pure. */
import type { Cause } from '../attention/alarm'
import { nextTry, type Random } from '../integrations/outage/retry-ladder'
import type { AlertItem, CauseKind, CauseLevel, CauseLine, ChannelRecord, OpenCause } from '../model/alert'
import { toCalendarDate } from '../model/calendar-date'
import { NAME_CHARS, shorten } from '../model/shorten'
import { UTC } from '../model/time-zone'

/** What is parked is tried again now and then, so if it comes back within this time, it was never over. */
const PARKED_GRACE_MS = 10 * 60_000
/** Of a message; the others are counted. */
const LISTED = 10
/** A thousand take some 500 KB of the 2 MB a row holds. */
const MOST_OPEN = 1_000
/** The other side may have been repaired there; saving or testing the channel tries at once. */
const LASTING_RETRY_MS = 6 * 3_600_000

/** What of a channel decides what it is sent. */
interface Wanted {
  id: string
  causes: readonly CauseKind[]
}

export interface CausesNow {
  causes: Cause[]
  /** Kinds that could not be looked at: what was open stays so. */
  unknown: readonly CauseKind[]
}

/** @param now epoch ms */
export function noteCauses(open: OpenCause[], { causes, unknown }: CausesNow, now: number): OpenCause[] {
  const seen = new Map(causes.map((cause) => [cause.key, cause]))
  const kept = open.flatMap((one): OpenCause[] => {
    const cause = seen.get(one.key)
    if (cause !== undefined) {
      seen.delete(one.key)
      const level = levelOf(cause, now)
      return isSameLevel(level, one.level) ? [{ ...one, missingSince: null }] : [openCause(cause, one.since, level)]
    }
    if (unknown.includes(one.kind)) {
      return [one]
    }
    const missingSince = one.missingSince ?? now
    return now - missingSince >= graceOf(one) ? [] : [{ ...one, missingSince }]
  })
  const added = [...seen.values()].slice(0, Math.max(0, MOST_OPEN - kept.length))
  return [...kept, ...added.map((cause) => openCause(cause, cause.since ?? now, levelOf(cause, now)))]
}

/** The record with the message that is due; while one waits to be delivered, no other is composed. */
export function composeAlert(
  { id, causes }: Wanted,
  record: ChannelRecord,
  open: readonly OpenCause[],
  { message, now }: { message: string; now: number },
): ChannelRecord {
  if (record.outbox.some(({ kind }) => kind === 'alert')) {
    return record
  }
  const byKey = new Map(open.map((one) => [one.key, one]))
  const known = Object.entries(record.announced).filter(([, line]) => causes.includes(line.kind))
  const announced = new Map(known)
  const wanted = open.filter((one) => causes.includes(one.kind) && one.key !== `alerts ${id}`)
  const opened = wanted.filter((one) => !announced.has(one.key) && one.missingSince === null)
  const grown = wanted.filter((one) => hasGrown(one.level, announced.get(one.key)?.level))
  const over = known.filter(([key]) => !byKey.has(key))
  const items = [
    ...opened.map((one) => toItem(one.key, one, 'opened')),
    ...grown.map((one) => toItem(one.key, one, 'grew')),
    ...over.map(([key, line]) => toItem(key, line, 'over')),
  ]
  for (const { key, ...one } of [...opened, ...grown]) {
    announced.set(key, { ...toLine(one), since: one.since, level: one.level })
  }
  for (const [key] of over) {
    announced.delete(key)
  }
  const next = { ...record, announced: Object.fromEntries(announced) }
  if (items.length === 0) {
    return next
  }
  const sent = { id: message, at: now, kind: 'alert' as const, items: items.slice(0, LISTED) }
  return { ...next, outbox: [...record.outbox, { ...sent, more: Math.max(0, items.length - LISTED) }] }
}

export function newRecord(name: string, now: number): ChannelRecord {
  return { name, announced: {}, outbox: [], failure: null, digestedAt: now }
}

export function applySent(record: ChannelRecord, message: string): ChannelRecord {
  return { ...record, outbox: record.outbox.filter(({ id }) => id !== message), failure: null }
}

export function applyFailure(
  record: ChannelRecord,
  { sentence, lasting }: { sentence: string; lasting: boolean },
  now: number,
  random: Random,
): ChannelRecord {
  const { since = now, count = 0 } = record.failure ?? {}
  const retryAt = lasting ? now + LASTING_RETRY_MS : nextTry(count, now, random).at
  return { ...record, failure: { since, sentence, lasting, retryAt, count: count + 1 } }
}

export function isDue({ outbox, failure }: ChannelRecord, now: number): boolean {
  return outbox.length > 0 && (failure === null || failure.retryAt <= now)
}

/** When the next change may come without a call. */
export function nextDue(open: readonly OpenCause[], records: readonly ChannelRecord[]): number {
  const ends = open.flatMap(({ missingSince }) => (missingSince === null ? [] : [missingSince + PARKED_GRACE_MS]))
  const tries = records.flatMap(({ outbox, failure }) => (outbox.length > 0 && failure ? [failure.retryAt] : []))
  return Math.min(...ends, ...tries)
}

function graceOf({ kind }: OpenCause): number {
  return kind === 'parked' ? PARKED_GRACE_MS : 0
}

/** Without a customer's name; short enough for a row to hold a thousand. */
export function toCauseLine({ kind, tone, link, title, text, plain }: Cause): CauseLine {
  const said = plain ?? { title, text }
  return { kind, tone, title: shorten(said.title, NAME_CHARS), text: shorten(said.text, NAME_CHARS), link }
}

function openCause(cause: Cause, since: number, level: CauseLevel): OpenCause {
  return { ...toCauseLine(cause), key: cause.key, since, missingSince: null, level }
}

/** The first, the tenth, the hundredth … of a day; what does not grow has one level. */
function levelOf({ today }: Cause, now: number): CauseLevel {
  if (today === undefined) {
    return { day: '', reached: 1 }
  }
  return { day: toCalendarDate(now, UTC), reached: today < 1 ? 0 : 10 ** Math.floor(Math.log10(today)) }
}

function isSameLevel(one: CauseLevel, other: CauseLevel): boolean {
  return one.day === other.day && one.reached === other.reached
}

function hasGrown(level: CauseLevel, known: CauseLevel | undefined): boolean {
  return known !== undefined && level.reached > (level.day === known.day ? known.reached : 0)
}

function toItem(key: string, line: CauseLine & { since: number }, change: AlertItem['change']): AlertItem {
  return { ...toLine(line), key, change, since: line.since }
}

function toLine({ kind, tone, title, text, link }: CauseLine): CauseLine {
  return { kind, tone, title, text, link }
}
