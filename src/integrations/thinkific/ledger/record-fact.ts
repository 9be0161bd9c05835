/** Facts into the ledger. Each register keeps the fact that happened later; the answer says whether this one stands. */
import type { Note } from '../../../model/job'
import type { Job } from '../job'
import { type Claim, type Customer, type Purchase, type TargetKey, targetKey, withPurchase } from './customer'
import { findDecidingEndings, pickLaterCreate, withEnding } from './ends'
import { type Fact, type NoFact, newsFromJob, newsFromNote, toFact, withNews } from './fact'
import { compareEvents, compareOccurrences, type Occurrence } from './occurrence'
import { resolvePurchase } from './purchase'
import { absorbFoundAccess } from './unknown-origin'

export interface LedgerRecord {
  customer: Customer
  /** What the event says about the purchase, without what the rule wants; holds whatever happens to the firing. */
  withoutFiring: Customer
  purchase: string
  fact: Fact | NoFact
  /** A later fact that overrules this one; null when it stands. */
  overruledBy: Occurrence | null
  /** The ledger already had this ending or removal, so its firing was settled before. */
  repeated: boolean
}

/** Idempotent, and independent of the order of jobs. */
export function recordFact(before: Customer, job: Job): LedgerRecord {
  const resolved = resolvePurchase(before, job.purchase)
  const fact = toFact(job)
  const key = targetKey(fact.target)
  const bought = withNews(resolved.purchase, newsFromJob(job))
  const withoutFiring = withPurchase(resolved.customer, bought)
  const own = findOwnEnding(bought.claims[key], fact, job)
  if (own !== null) {
    return {
      customer: withoutFiring,
      withoutFiring: withoutFiring,
      purchase: bought.id,
      fact,
      overruledBy: own,
      repeated: false,
    }
  }
  const claim = withFact(bought.claims[key], fact)
  const purchase = claim === null ? bought : { ...bought, claims: { ...bought.claims, [key]: claim } }
  const known = withRemoval(withPurchase(withoutFiring, purchase), purchase, fact)
  const customer = fact.kind === 'create' ? absorbFoundAccess(known, purchase, key, fact.create, job.origin) : known
  const overruledBy = findOverruling(customer, purchase, key, fact)
  const again = isRepeated(withoutFiring, bought.claims[key], fact)
  return { customer, withoutFiring: withoutFiring, purchase: purchase.id, fact, overruledBy, repeated: again }
}

/** Adds the ids, payment and ending of an event without a rule. */
export function recordNote(before: Customer, note: Note): { customer: Customer; purchase: Purchase } {
  const resolved = resolvePurchase(before, note.purchase)
  const purchase = withNews(resolved.purchase, newsFromNote(note))
  return { customer: withPurchase(resolved.customer, purchase), purchase }
}

/**
 * A rule on an event's own trigger beats rules on triggers it implies, even when the implied one is recognized late (a
 * failure that arrives after the charge it turns into a recovery).
 */
function findOwnEnding(claim: Claim | undefined, fact: Fact, { firing }: Job): Occurrence | null {
  if (fact.kind !== 'create' || firing.impliedBy === null || firing.ownTrigger) {
    return null
  }
  return claim?.ends.find(({ happened }) => happened.event === firing.impliedBy)?.happened ?? null
}

function isRepeated(customer: Customer, claim: Claim | undefined, fact: Fact): boolean {
  const same =
    (happened: Occurrence) =>
    ({ happened: other }: { happened: Occurrence }) =>
      compareOccurrences(happened, other) === 0
  if (fact.kind === 'create') {
    return false
  }
  if (fact.kind === 'end') {
    return claim?.ends.some(same(fact.end.happened)) ?? false
  }
  return customer.removals[targetKey(fact.target)]?.some(same(fact.removal.happened)) ?? false
}

function withFact(known: Claim | undefined, fact: Fact): Claim | null {
  const claim = known ?? { target: fact.target, create: null, ends: [] }
  const target = fact.target.name === '' ? claim.target : fact.target
  if (fact.kind === 'create') {
    return { ...claim, target, create: pickLaterCreate(claim.create, fact.create) }
  }
  if (fact.end !== null) {
    return { ...claim, target, ends: withEnding(claim.ends, fact.end) }
  }
  return known ?? null
}

function withRemoval(customer: Customer, purchase: Purchase, fact: Fact): Customer {
  if (fact.kind !== 'remove') {
    return customer
  }
  const key = targetKey(fact.target)
  const removals = withEnding(customer.removals[key] ?? [], { ...fact.removal, purchase: purchase.id })
  return { ...customer, removals: { ...customer.removals, [key]: removals } }
}

/** A later fact about the same purchase and target, or a removal of the customer from it. */
function findOverruling(customer: Customer, purchase: Purchase, key: TargetKey, fact: Fact): Occurrence | null {
  const claim = purchase.claims[key] ?? { target: fact.target, create: null, ends: [] }
  const removal = customer.removals[key]?.at(-1)?.happened
  switch (fact.kind) {
    case 'create': {
      const { happened } = fact.create
      const ending = findDecidingEndings(purchase, { ...claim, create: fact.create }).at(-1)?.happened
      return ending ?? ifLater(happened, removal) ?? ifLater(happened, claim.create?.happened)
    }
    case 'end': {
      const { happened } = fact.end
      const stands = findDecidingEndings(purchase, claim).some((end) => compareOccurrences(end.happened, happened) >= 0)
      const created = stands ? undefined : claim.create?.happened
      return ifLater(happened, claim.ends.at(-1)?.happened) ?? ifLater(happened, created)
    }
    case 'remove':
      return ifLater(fact.removal.happened, removal)
  }
}

/** `other` if it is later and not just another rule's firing of the same event. */
function ifLater(happened: Occurrence, other: Occurrence | undefined): Occurrence | null {
  if (other === undefined || compareOccurrences(other, happened) <= 0) {
    return null
  }
  return compareEvents(other, happened) > 0 ? other : null
}
