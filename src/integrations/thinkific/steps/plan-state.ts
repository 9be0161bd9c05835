/** One firing on its way: what is known and what was done so far. Plain data; every step makes a new one. */

import type { Target } from '../actions'
import type { Enrollment } from '../client/records'
import type { Job } from '../job'
import { type Customer, courseKey, type KnownAccess, type TargetKey, targetKey } from '../ledger/customer'
import { NEVER, toMoment } from '../ledger/ends'
import { type Access, type Contents, resolveAccess } from '../ledger/grants'
import { type LedgerRecord, recordFact } from '../ledger/record-fact'
import type { SiteCall } from './site-call'

/** What a site taught us about itself; where Thinkific's documents are silent, one answer is enough. */
export interface Habits {
  /** A second POST for someone enrolled is refused, not taken as a renewal. */
  refusesRepost: { course: boolean; bundle: boolean }
  /** Whether `expiry_date: null` takes an end away. */
  nullExpiry: 'unknown' | 'clears' | 'ignored'
}

/** What the site's object has learned of its site. */
export interface SiteKnowledge {
  habits: Habits
  contents: Contents
  /** Bundles whose courses were read so long ago that they are read again before access is ended. */
  stale: string[]
}

/** Trust in what Thinkific had is good for so long. */
const TRUST_MS = 86_400_000

export const UNKNOWN_HABITS: Habits = {
  refusesRepost: { course: false, bundle: false },
  nullExpiry: 'unknown',
}

export type Change = 'created' | 'found' | 'opened' | 'dated' | 'closed'

export interface PlanState {
  job: Job
  target: Target
  customer: Customer
  record: Omit<LedgerRecord, 'customer'>
  contents: Contents
  stale: string[]
  habits: Habits
  /** What Thinkific had when the run began, as far as known: a moment, or null. */
  before: number | null
  /** Found or made in this run, be it by a call that went unanswered; null when known before. */
  userOrigin: 'made' | 'found' | null
  /** `user`, `courses` and targets looked at in this run, answers that forbid doing something again, and `old` targets. */
  marks: string[]
  /** Every enrollment of the user, gathered page by page; null until asked for. */
  rows: Enrollment[] | null
  /**
   * Other targets of the same purchase. What an event tells of the purchase (a paid period, that it is a subscription
   * after all) may move their ends as well; they are looked after once the firing's own target is done.
   */
  otherTargets: Target[]
  /** What was done to which target. */
  changes: Partial<Record<TargetKey, Change>>
  /** What Thinkific said when it refused a call that may yet turn out well. */
  refusal: string | null
  /** Things a person should know besides the outcome. */
  remarks: string[]
  /** The calls made so far, to notice one that changes nothing however often it is made. */
  calls: string[]
  /** How often this firing was put off before. */
  tries: number
}

/** Takes the job's facts into the ledger and begins. `tries`: how often it was tried before. */
export function startPlan(customer: Customer, job: Job, site: SiteKnowledge, tries = 0): PlanState {
  const state = planFrom(recordFact(customer, job), job, site, tries)
  if (job.origin === 'person' && state.record.fact.kind === 'remove') {
    return withDoubt(state)
  }
  return isOutdated(state) ? { ...state, marks: [`old ${targetKey(state.target)}`] } : state
}

/** Whoever ends access by hand has seen that it is open: what we last knew of it is looked at again. */
function withDoubt(state: PlanState): PlanState {
  return { ...state, customer: withoutKnown(state.customer, targetKey(state.target)) }
}

/**
 * Whether a purchase grants anew what nobody wrote or looked at for long: meanwhile it may have been changed by hand, and
 * whoever pays is not told that they are enrolled already.
 */
function isOutdated({
  customer,
  target,
  contents,
  job,
  record: { fact, withoutFiring, purchase },
}: PlanState): boolean {
  const key = targetKey(target)
  const before = withoutFiring.purchases.find(({ id }) => id === purchase)?.claims[key]?.create ?? null
  const have = findThinkificAccess(customer, key, contents)
  return fact.kind === 'create' && before === null && have !== null && job.receivedAt - have.at > TRUST_MS
}

/** Begins with what is in the ledger already. */
export function planFrom({ customer, ...recorded }: LedgerRecord, job: Job, site: SiteKnowledge, tries = 0): PlanState {
  const { target } = recorded.fact
  return {
    ...site,
    job,
    target,
    customer,
    record: recorded,
    before: findThinkificAccess(customer, targetKey(target), site.contents)?.end ?? null,
    userOrigin: null,
    marks: [],
    rows: null,
    otherTargets: listOtherTargets(customer, recorded.purchase, recorded.fact.kind === 'none' ? null : target),
    changes: {},
    refusal: null,
    remarks: [],
    calls: [],
    tries,
  }
}

/**
 * The customer as a firing leaves them that has not come to its end: all it learned of Thinkific, and nothing of what it
 * asks for. It may be given up, its rule switched off or the customer erased before it comes back.
 */
export function customerWithoutFiring({ customer, record: { withoutFiring } }: PlanState): Customer {
  const seen = customer.found.map(({ target }) => targetKey(target))
  const others = withoutFiring.found.filter(({ target }) => !seen.includes(targetKey(target)))
  return {
    ...customer,
    purchases: withoutFiring.purchases,
    removals: withoutFiring.removals,
    found: [...others, ...customer.found],
  }
}

function listOtherTargets(customer: Customer, purchase: string, own: Target | null): Target[] {
  const claims = customer.purchases.find(({ id }) => id === purchase)?.claims ?? {}
  return Object.values(claims).flatMap(({ target }) =>
    own !== null && targetKey(target) === targetKey(own) ? [] : [target],
  )
}

/** What the ledger wants for a target. */
export function wantedAccess(state: PlanState, key: TargetKey): Access {
  return resolveAccess(state.customer, key, state.contents)
}

/** Thinkific may have known them before us: nothing that they have was ever seen or written. */
export function isUnknownUser({ userOrigin: userCame, customer }: PlanState): boolean {
  return userCame !== 'made' && Object.keys(customer.known).length === 0
}

export interface ThinkificAccess {
  id: string | null
  activatedAt: number | null
  /** A moment; NEVER for no enrollment. */
  end: number
  /** When it was last written or seen, epoch ms; 0 where nothing tells. */
  at: number
}

/**
 * What Thinkific has, as last written or seen; null when never seen.
 * A course's dates are its own or those of a bundle that was written later.
 */
export function findThinkificAccess(customer: Customer, key: TargetKey, contents: Contents): ThinkificAccess | null {
  const own = customer.known[key]
  const bundles = Object.entries(contents).filter(([, courses]) => courses.some((id) => courseKey(id) === key))
  const through = bundles.flatMap(([id]) => customer.known[`bundle:${id}`] ?? [])
  const [newest] = [...(own === undefined ? [] : [own]), ...through.filter(isApplied)].sort((a, b) => b.order - a.order)
  if (newest === undefined) {
    return null
  }
  const end = newest.end === 0 ? NEVER : toMoment(newest.end)
  return { id: own?.id ?? null, activatedAt: newest.activatedAt, end, at: newest.at ?? 0 }
}

/** Whether two moments come to the same at `now`: both over, or equal. */
export function isSameAccess(one: number, other: number, now: number): boolean {
  return one === other || (one <= now && other <= now)
}

/** A copy that knows better what Thinkific has. `order`: when it came to be so, where that is not now. */
export function withKnown(
  customer: Customer,
  key: TargetKey,
  known: Omit<KnownAccess, 'order'>,
  order?: number,
): Customer {
  const learned = customer.learned + 1
  return { ...customer, learned, known: { ...customer.known, [key]: { ...known, order: order ?? learned } } }
}

/** A copy that forgot what Thinkific has of a target. */
export function withoutKnown(customer: Customer, key: TargetKey): Customer {
  const { [key]: _, ...known } = customer.known
  return { ...customer, known }
}

/** A run in which a call that opens something got its answer. */
export function withoutDoubt(state: PlanState, opened: string): PlanState {
  const { [opened]: _, ...unanswered } = state.customer.unanswered
  return { ...state, customer: { ...state.customer, unanswered } }
}

/** A copy that remembers a call. */
export function withCall(state: PlanState, call: SiteCall): PlanState {
  return { ...state, calls: [...state.calls, JSON.stringify(call)] }
}

/** True when the mark was set. */
export function hasMark(state: PlanState, mark: string): boolean {
  return state.marks.includes(mark)
}

/** A bundle call that is queued, or closed nothing because there was nobody in it, says nothing of the courses. */
function isApplied(known: KnownAccess): boolean {
  return known.queuedAt === undefined && known.end !== 0
}
