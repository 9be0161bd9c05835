/** Takes events and firings into the ledger. What a customer holds is then derived again from everything known. */
import type { Note } from '../../../model/firing-job'
import { type Target, toTarget } from '../actions'
import type { ThinkificJob } from '../thinkific-job'
import { type Customer, targetKey } from './customer'
import { derive } from './derive'
import { spanEnd } from './ends'
import type { Fate } from './fate'
import { withEvent } from './history'
import { actOfJob, eventOfJob, eventOfNote } from './job-event'
import { type Act, isSameEvent, type LedgerEvent } from './ledger-event'
import { ownsChosen } from './placement'

/** What a job means for the ledger: a purchase creates, ends or removes access to a target. */
interface Fact {
  /** `none`: an event that no rule brings here; it may move what its purchase granted. `restore`: the ledger stays. */
  kind: Act['does'] | 'none' | 'restore'
  target: Target
}

export interface LedgerRecord {
  customer: Customer
  /** What the event says about the purchase, without what the rule wants; holds whatever happens to the firing. */
  withoutFiring: Customer
  /** Null where it is unclear which purchase the event is about. */
  purchase: string | null
  fact: Fact
  fate: Fate
  /** The ledger already had this firing, so it was settled before. */
  repeated: boolean
}

const STANDS: Fate = { kind: 'stands' }

/** Idempotent, and independent of the order of jobs. @param now epoch ms @param placed the event as assigned to this customer */
export function recordFact(
  before: Customer,
  job: ThinkificJob,
  now: number,
  placed: Partial<LedgerEvent> = {},
): LedgerRecord {
  const event = { ...eventOfJob(job), ...placed }
  if (job.instruction.settles?.how === 'as granted') {
    return recordNothing(before, event, { kind: 'restore', target: toTarget(job.instruction.target) })
  }
  const asked = actOfJob(job)
  const act = job.instruction.settles?.how === 'as sold' ? toSold(before, event, asked) : asked
  const { marketplace } = job.purchase
  const own = before.history.filter((one) => one.marketplace === marketplace)
  const known = own.flatMap(({ acts }) => acts).find(({ firing }) => firing === act.firing)
  // Courses a bundle was opened with outlive a repeat of the firing.
  const { opened, openings } = known ?? {}
  const replayedAt = act.by === 'replay' ? (known?.replayedAt ?? now) : undefined
  const kept = { ...(opened && { opened }), ...(openings && { openings }), ...(replayedAt && { replayedAt }) }
  const withoutFiring = derive(withEvent(before, event)).customer
  const full = derive(withEvent(before, { ...event, acts: [{ ...act, ...kept }] }))
  return {
    customer: full.customer,
    withoutFiring,
    purchase: full.purchaseOf(event),
    fact: { kind: act.does, target: toTarget(job.instruction.target) },
    fate: full.fateOf(marketplace, act.firing) ?? STANDS,
    repeated: known !== undefined,
  }
}

/**
 * Until the day its rule and its payments give; where that has passed, for as long as the rule says, and without end where
 * that has passed too.
 */
function toSold(before: Customer, event: LedgerEvent, asked: Act): Act {
  const { eventsOf, purchaseOf } = derive(withEvent(before, { ...event, acts: [asked] }))
  const key = targetKey(asked.target)
  const isGiving = ({ does, target }: Act) => does === 'create' && targetKey(target) === key
  const own = eventsOf(purchaseOf(event) ?? '').filter((one) => !isSameEvent(one, event))
  const mine = before.history.filter(({ marketplace }) => marketplace === event.marketplace)
  const given = mine.flatMap(({ acts }) => acts).find(({ firing }) => firing === asked.firing)
  const rule = own.flatMap(({ acts }) => acts.filter(isGiving)).findLast(({ by }) => by !== 'person')
  if (given !== undefined || rule === undefined) {
    return given ?? asked
  }
  const known = derive(before)
  const ids = own.map(known.purchaseOf)
  const until = known.customer.purchases.find(({ id }) => ids.includes(id))?.claims[key]?.create?.until ?? null
  const lasts = spanEnd(rule.lasts, event.at, event.zone) > event.at ? rule.lasts : null
  return { ...asked, lasts, ...(until !== null && until > event.at ? { exact: until } : {}) }
}

/** The ledger stays as it is. */
export function recordNothing(customer: Customer, event: LedgerEvent, fact: Fact): LedgerRecord {
  return {
    customer,
    withoutFiring: customer,
    purchase: derive(customer).purchaseOf(event),
    fact,
    fate: STANDS,
    repeated: false,
  }
}

/** Takes in an event without a rule here. */
export function recordNote(
  before: Customer,
  note: Note,
  placed: Partial<LedgerEvent>,
): Pick<LedgerRecord, 'customer' | 'purchase'> {
  const asked = { ...eventOfNote(note), ...placed }
  const { chosen: _, ...event } = asked
  // The choice may be for another of the event's products, or made by the purchases of another site.
  const { customer, purchaseOf } = derive(withEvent(before, ownsChosen(before, asked) ? asked : event))
  return { customer, purchase: purchaseOf(event) }
}
