/** State of one firing's run: what is known and what was done. Immutable plain data. */

import type { Target } from '../actions'
import type { Enrollment } from '../client/records'
import { type Customer, type KnownAccess, type TargetKey, targetKey } from '../ledger/customer'
import { type Access, resolveAccess } from '../ledger/grants'
import type { LedgerEvent } from '../ledger/ledger-event'
import { withOpeningsOf } from '../ledger/opened-courses'
import { type LedgerRecord, recordFact } from '../ledger/record-fact'
import { withMatchingFields } from '../ledger/sent-fields'
import type { ThinkificJob } from '../thinkific-job'
import { type Marks, NO_MARKS, withMark } from './marks'
import type { Doubt, SiteCall } from './site-call'
import type { SiteKnowledge } from './site-knowledge'
import { findThinkificAccess } from './thinkific-access'

/** How long a cached enrollment is trusted. */
const TRUST_MS = 86_400_000

export type Change = 'created' | 'found' | 'opened' | 'dated' | 'closed'

export interface PlanState extends SiteKnowledge {
  job: ThinkificJob
  target: Target
  customer: Customer
  record: Omit<LedgerRecord, 'customer'>
  /** End of access in Thinkific when the run began, a moment; null when unknown. */
  before: number | null
  /** Null when known before this run. `made` includes a call that went unanswered. */
  userOrigin: 'made' | 'found' | null
  marks: Marks
  /** Every enrollment of the user, gathered page by page; null until asked for. */
  rows: Enrollment[] | null
  /** What the marketplace granted besides, handled after the firing's own; an event may move those ends too. */
  otherTargets: Target[]
  /** Email of the customer who owns the purchase, where the event named another one. */
  ownerEmail: string | null
  changes: Partial<Record<TargetKey, Change>>
  /** Thinkific's words when it refused a call that may still turn out well. */
  refusal: string | null
  /** Shown besides the outcome. */
  remarks: string[]
  /** To notice a call that changes nothing however often it is made. */
  calls: string[]
  /** Earlier postponements of this firing. */
  tries: number
}

/** Records the job's facts and starts. @param now epoch ms */
export function startPlan(
  customer: Customer,
  job: ThinkificJob,
  site: SiteKnowledge,
  { now, tries, placed }: { now: number; tries: number; placed: Partial<LedgerEvent> },
): PlanState {
  const { purchase, fields, happenedAt } = job
  const known = withMatchingFields(customer, purchase.marketplace, fields, happenedAt)
  const state = planFrom(recordFact(known, job, now, placed), job, site, tries)
  if (job.origin === 'person' && state.record.fact.kind === 'remove') {
    return withDoubt(state)
  }
  if (job.instruction.settles !== undefined) {
    return withMark(state, targetKey(state.target), 'look')
  }
  return isOutdated(state) ? withMark(state, targetKey(state.target), 'old') : state
}

/** A person who ends access has seen it open, so forget the cached state and look again. */
function withDoubt(state: PlanState): PlanState {
  return { ...state, customer: withoutKnown(state.customer, targetKey(state.target)) }
}

/** A new grant on stale data: access may have changed by hand, and a buyer must not be reported as already enrolled. */
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

/** Starts from what the ledger already has. */
export function planFrom(
  { customer, ...recorded }: LedgerRecord,
  job: ThinkificJob,
  site: SiteKnowledge,
  tries = 0,
): PlanState {
  const { target } = recorded.fact
  return {
    ...site,
    job,
    target,
    customer,
    record: recorded,
    before: findThinkificAccess(customer, targetKey(target), site.contents)?.end ?? null,
    userOrigin: null,
    marks: NO_MARKS,
    rows: null,
    otherTargets: listOtherTargets(customer, job.purchase.marketplace, recorded.fact.kind === 'none' ? null : target),
    ownerEmail: null,
    changes: {},
    refusal: null,
    remarks: [],
    calls: [],
    tries,
  }
}

/**
 * The customer as a firing leaves them before it is settled: everything learned, nothing the firing wants. It may be
 * given up, switched off or erased before it comes back.
 */
export function customerWithoutFiring({ customer, record: { withoutFiring } }: PlanState): Customer {
  const seen = customer.found.map(({ target }) => targetKey(target))
  const others = withoutFiring.found.filter(({ target }) => !seen.includes(targetKey(target)))
  const { history, purchases, removals } = withoutFiring
  return withOpeningsOf({ ...customer, history, purchases, removals, found: [...others, ...customer.found] }, customer)
}

/** Includes targets of events that have become unclear: what those opened must be closed. */
function listOtherTargets(
  { history, purchases, removals }: Customer,
  marketplace: string,
  own: Target | null,
): Target[] {
  const asked = history.filter((one) => one.marketplace === marketplace).flatMap(({ acts }) => acts)
  const granted = purchases
    .filter((one) => one.marketplace === marketplace)
    .flatMap(({ claims }) => Object.values(claims))
  const removed = Object.values(removals).flat()
  const targets = new Map([...asked, ...granted, ...removed].map(({ target }) => [targetKey(target), target]))
  return [...targets.values()].filter((target) => own === null || targetKey(target) !== targetKey(own))
}

export function wantedAccess(state: PlanState, key: TargetKey): Access {
  return resolveAccess(state.customer, key, state.contents)
}

/** Thinkific may have known them before us: nothing that they have was ever seen or written. */
export function isUnknownUser({ userOrigin, customer }: PlanState): boolean {
  return userOrigin !== 'made' && Object.keys(customer.known).length === 0
}

/** `order`: when it took effect, if not now. */
export function withKnown(
  customer: Customer,
  key: TargetKey,
  known: Omit<KnownAccess, 'order'>,
  order?: number,
): Customer {
  const learned = customer.learned + 1
  return { ...customer, learned, known: { ...customer.known, [key]: { ...known, order: order ?? learned } } }
}

export function withoutKnown(customer: Customer, key: TargetKey): Customer {
  const { [key]: _, ...known } = customer.known
  return { ...customer, known }
}

/** A run in which a call that opens something got its answer. */
export function withoutDoubt(state: PlanState, opened: Doubt): PlanState {
  const { [opened]: _, ...unanswered } = state.customer.unanswered
  return { ...state, customer: { ...state.customer, unanswered } }
}

/** Once Thinkific has answered a call of this run as one it accepts. */
export function withProof(state: PlanState): PlanState {
  return state.credential === 'unasked' ? state : { ...state, credential: 'shown' }
}

export function withCall(state: PlanState, call: SiteCall): PlanState {
  return { ...state, calls: [...state.calls, JSON.stringify(call)] }
}
