/** What a channel is to be sent: a cause once as it opens, once as it ends, never between unless it grows. Pure. */
import type { Cause } from '../attention/alarm'
import { nextTry, type Random } from '../integrations/outage/retry-ladder'
import type { AlertItem, AlertState, CauseKind, CauseLevel, CauseLine, ChannelRecord, OpenCause } from '../model/alert'
import { toCalendarDate } from '../model/calendar-date'
import { NAME_CHARS, shorten } from '../model/shorten'
import { UTC } from '../model/time-zone'

/** What is parked or failed is tried again now and then, so if it comes back within this time, it was never over. */
const GRACE_MS = 10 * 60_000
/** Of a message; the others are counted. */
const LISTED = 10
/** Of these, places kept for what ended, where there is news as well. */
const LISTED_ENDS = 3
/** A thousand take some 500 KB of the 2 MB a row holds. However many need no hurry, there is room for what does. */
const MOST_OPEN: Record<Cause['tone'], number> = { bad: 600, wait: 400 }
/** Of each kind, kept in any case: hundreds of products without a rule must not hide that entries are parked. */
const LEAST_OF_A_KIND = 20
/** The other side may have been repaired there; saving or testing the channel tries at once. */
const LASTING_RETRY_MS = 6 * 3_600_000

/** The settings of a channel that decide what it is sent. */
interface Wanted {
  id: string
  causes: readonly CauseKind[]
}

export interface CausesNow {
  causes: Cause[]
  /** Kinds that could not be looked at: what was open stays so. */
  unknown: readonly CauseKind[]
}

/** As many as a row holds are kept, in their newest words, and the others counted. @param now epoch ms */
export function noteCauses(
  open: OpenCause[],
  { causes, unknown }: CausesNow,
  now: number,
): Pick<AlertState, 'open' | 'beyond'> {
  const seen = new Map(causes.map((cause) => [cause.key, cause]))
  const kept = open.flatMap((one): OpenCause[] => {
    const cause = seen.get(one.key)
    if (cause !== undefined) {
      seen.delete(one.key)
      return [openCause(cause, one.since, levelOf(cause, now))]
    }
    if (unknown.includes(one.kind)) {
      return [one]
    }
    const missingSince = one.missingSince ?? now
    return now - missingSince >= graceOf(one) ? [] : [{ ...one, missingSince }]
  })
  const room = { ...MOST_OPEN }
  const held: AlertState['beyond'] = {}
  const beyond: AlertState['beyond'] = {}
  const hold = ({ kind, tone }: Pick<Cause, 'kind' | 'tone'>) => {
    room[tone] -= 1
    held[kind] = (held[kind] ?? 0) + 1
  }
  kept.forEach(hold)
  const added = [...seen.values()].filter((cause) => {
    const { kind, tone } = cause
    const fits = room[tone] > 0 || (held[kind] ?? 0) < LEAST_OF_A_KIND
    if (fits) {
      hold(cause)
    } else {
      beyond[kind] = (beyond[kind] ?? 0) + 1
    }
    return fits
  })
  return { open: [...kept, ...added.map((cause) => openCause(cause, cause.since ?? now, levelOf(cause, now)))], beyond }
}

/** The record with the message that is due; while one waits to be delivered, no other is composed. */
export function composeAlert(
  { id, causes }: Wanted,
  record: ChannelRecord,
  { open, beyond }: Pick<AlertState, 'open' | 'beyond'>,
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
  const news = [
    ...opened.map((one) => toItem(one.key, one, 'opened')),
    ...grown.map((one) => toItem(one.key, one, 'grew')),
  ]
  const ends = over.map(([key, line]) => toItem(key, line, 'over'))
  for (const { key, ...one } of [...opened, ...grown]) {
    announced.set(key, { ...toLine(one), since: one.since, level: one.level })
  }
  for (const [key] of over) {
    announced.delete(key)
  }
  const { counted, added } = countUnlisted(causes, beyond, opened.length > 0, record.counted)
  const next = { ...record, announced: Object.fromEntries(announced), counted }
  if (news.length + ends.length === 0) {
    return next
  }
  const listedEnds = Math.min(ends.length, Math.max(LISTED_ENDS, LISTED - news.length))
  const items = [...gravestFirst(news).slice(0, LISTED - listedEnds), ...gravestFirst(ends).slice(0, listedEnds)]
  const more = news.length + ends.length - items.length + added
  return { ...next, outbox: [...record.outbox, { id: message, at: now, kind: 'alert', items, more }] }
}

/** Causes beyond those kept are counted once, in a message that has other news. */
function countUnlisted(
  causes: readonly CauseKind[],
  beyond: AlertState['beyond'],
  isNews: boolean,
  before: AlertState['beyond'] = {},
): { counted: AlertState['beyond']; added: number } {
  const counted: AlertState['beyond'] = {}
  let added = 0
  for (const kind of causes) {
    const [now, known] = [beyond[kind] ?? 0, before[kind] ?? 0]
    const count = isNews ? now : Math.min(now, known)
    if (count > 0) {
      counted[kind] = count
      added += Math.max(count - known, 0)
    }
  }
  return { counted, added }
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
  const ends = open.flatMap(({ missingSince }) => (missingSince === null ? [] : [missingSince + GRACE_MS]))
  const tries = records.flatMap(({ outbox, failure }) => (outbox.length > 0 && failure ? [failure.retryAt] : []))
  return Math.min(...ends, ...tries)
}

/** In the same order otherwise. */
export function gravestFirst<One extends Pick<Cause, 'tone'>>(all: readonly One[]): One[] {
  return all.toSorted((a, b) => Number(b.tone === 'bad') - Number(a.tone === 'bad'))
}

function graceOf({ kind }: OpenCause): number {
  return kind === 'parked' || kind === 'failed' ? GRACE_MS : 0
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

function hasGrown(level: CauseLevel, known: CauseLevel | undefined): boolean {
  return known !== undefined && level.reached > (level.day === known.day ? known.reached : 0)
}

function toItem(key: string, line: CauseLine & { since: number }, change: AlertItem['change']): AlertItem {
  return { ...toLine(line), key, change, since: line.since }
}

function toLine({ kind, tone, title, text, link }: CauseLine): CauseLine {
  return { kind, tone, title, text, link }
}
