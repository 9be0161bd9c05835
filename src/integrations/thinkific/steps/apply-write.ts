/** What the writes teach. */
import { courseKey, type TargetKey } from '../ledger/customer'
import { momentOf, storedEnd } from '../ledger/ends'
import { attribute } from './attribute'
import { readEnd } from './dates'
import { endInRow, precedes } from './enrollment-rows'
import { answered, type Change, type Have, haveOf, type Run, withKnown } from './plan-state'
import type { HeardOf } from './site-call'

/** An enrollment made or renewed; one older than our call was there before us. */
export function learnEnrolled(run: Run, { course, row }: HeardOf<'enroll'>, sentAt: number): Run {
  const key = courseKey(course)
  const had = haveOf(run.customer, key, run.contents)
  const asked = run.customer.unanswered[key]?.at ?? sentAt
  const found = had === null && precedes(row, asked)
  const known = { id: row.id, activatedAt: row.activatedAt, end: endInRow(row, sentAt), at: sentAt }
  const learned = { ...run, customer: withKnown(answered(run, key).customer, key, known) }
  const changed = withChange(
    learned,
    key,
    found ? 'found' : changeFrom(had, run.customer.known[key]?.id, row.id, sentAt),
  )
  // Its dates are ours by now; when it was made is all that is left of what was there.
  return found ? attribute(changed, targetOf(course), row.createdAt ?? 0, null) : changed
}

/** PUT answers nothing: it is taken to have done as asked, but for a null that sites may ignore. */
export function learnDates(run: Run, heard: HeardOf<'set dates'>, sentAt: number): Run {
  const key = courseKey(heard.course)
  return dated(run, key, heard.enrollment, heard, sentAt)
}

/** Made at once (201), or promised (202). */
export function learnBundle(run: Run, heard: HeardOf<'enroll in bundle'>, sentAt: number): Run {
  const key: TargetKey = `bundle:${heard.bundle}`
  const had = haveOf(run.customer, key, {})
  const queued = heard.queued ? { queuedAt: sentAt } : {}
  const known = { id: null, activatedAt: heard.activatedAt, end: heard.end, at: sentAt, ...queued }
  const learned = { ...run, customer: withKnown(answered(run, key).customer, key, known) }
  const looked = heard.queued ? { ...learned, marks: [...learned.marks, key] } : learned
  return withChange(looked, key, changeFrom(had, undefined, null, sentAt))
}

export function learnBundleDates(run: Run, heard: HeardOf<'set bundle dates'>, sentAt: number): Run {
  return dated(run, `bundle:${heard.bundle}`, null, heard, sentAt)
}

/** A copy that remembers what was done to a target: the first of it, unless it was ended after all. */
export function withChange(run: Run, key: TargetKey, change: Change): Run {
  const first = change === 'closed' ? change : (run.changes[key] ?? change)
  return { ...run, changes: { ...run.changes, [key]: first } }
}

function dated(
  run: Run,
  key: TargetKey,
  id: string | null,
  sent: { activatedAt: number; end: number | null },
  at: number,
) {
  const had = haveOf(run.customer, key, run.contents)
  const unsure = sent.end === null && run.habits.nullExpiry === 'unknown'
  // Until it is seen whether the null was honored, the end is what it was, and in doubt.
  const end = unsure && had !== null ? storedEnd(had.end) : readEnd(sent.end)
  const known = withKnown(answered(run, key).customer, key, { id, activatedAt: sent.activatedAt, end, at })
  const doubt = { [key]: { at, activatedAt: sent.activatedAt, end: null, order: known.learned } }
  const customer = unsure ? { ...known, unanswered: { ...known.unanswered, ...doubt } } : known
  const change = momentOf(sent.end) <= at ? 'closed' : had !== null && had.end <= at ? 'opened' : 'dated'
  const marks = unsure ? [...run.marks, `unsure ${key}`] : run.marks
  return withChange({ ...run, customer, marks }, key, change)
}

/** What a write did to someone who had that. */
export function changeFrom(
  had: Have | null,
  knownId: string | null | undefined,
  id: string | null,
  at: number,
): Change {
  const another = knownId !== undefined && knownId !== null && knownId !== id
  if (had === null || had.end === Number.NEGATIVE_INFINITY || another) return 'created'
  return had.end <= at ? 'opened' : 'dated'
}

function targetOf(course: string) {
  return { kind: 'course' as const, id: course, name: '' }
}
