/** Facts into the ledger. Each register keeps the fact that happened later; the answer says whether this one stands. */
import type { Job, Note } from '../../../model/job'
import { type Claim, type Customer, keyOf, type Purchase, type TargetKey, withPurchase } from './customer'
import { deciding, laterCreate, withEnding } from './ends'
import { type Fact, factOf, type NoFact, toldBy, toldByNote, withTold } from './fact'
import { compareEvents, compareHappened, type Happened } from './occurrence'
import { resolvePurchase } from './purchase'
import { absorbed } from './unknown-origin'

export interface Recorded {
  customer: Customer
  /** As much of it as holds whatever becomes of the firing: what its event says of the purchase, not what its rule asks. */
  told: Customer
  purchase: string
  fact: Fact | NoFact
  /** What overrules the fact: something that happened later; null when it stands. */
  overruledBy: Happened | null
  /** The ledger had this very ending (or removal) before: its firing was dealt with. */
  again: boolean
}

/** Takes in what a job says. Again, or in any order, it comes to the same. */
export function record(before: Customer, job: Job): Recorded {
  const resolved = resolvePurchase(before, job.purchase)
  const fact = factOf(job)
  const key = keyOf(fact.target)
  const bought = withTold(resolved.purchase, toldBy(job))
  const told = withPurchase(resolved.customer, bought)
  const own = ownOfSameEvent(bought.claims[key], fact, job)
  if (own !== null) return { customer: told, told, purchase: bought.id, fact, overruledBy: own, again: false }
  const claim = claimWith(bought.claims[key], fact)
  const purchase = claim === null ? bought : { ...bought, claims: { ...bought.claims, [key]: claim } }
  const known = withRemoval(withPurchase(told, purchase), purchase, fact)
  const customer = fact.kind === 'create' ? absorbed(known, purchase, key, fact.create, job.origin) : known
  const overruledBy = overruling(customer, purchase, key, fact)
  const again = isKnown(told, bought.claims[key], fact)
  return { customer, told, purchase: purchase.id, fact, overruledBy, again }
}

/** Takes in an event that no rule acts on: its ids, its payment, its ending. */
export function recordNote(before: Customer, note: Note): { customer: Customer; purchase: Purchase } {
  const resolved = resolvePurchase(before, note.purchase)
  const purchase = withTold(resolved.purchase, toldByNote(note))
  return { customer: withPurchase(resolved.customer, purchase), purchase }
}

/**
 * The rule on an event's own trigger decides for a target; what only comes with it does not, also where that is told
 * late (a failure that arrives after the charge it makes a recovery).
 */
function ownOfSameEvent(claim: Claim | undefined, fact: Fact, { firing }: Job): Happened | null {
  if (fact.kind !== 'create' || firing.impliedBy === null || firing.ownTrigger) return null
  return claim?.ends.find(({ happened }) => happened.event === firing.impliedBy)?.happened ?? null
}

function isKnown(customer: Customer, claim: Claim | undefined, fact: Fact): boolean {
  const same =
    (happened: Happened) =>
    ({ happened: other }: { happened: Happened }) =>
      compareHappened(happened, other) === 0
  if (fact.kind === 'create') return false
  if (fact.kind === 'end') return claim?.ends.some(same(fact.end.happened)) ?? false
  return customer.removals[keyOf(fact.target)]?.some(same(fact.removal.happened)) ?? false
}

function claimWith(known: Claim | undefined, fact: Fact): Claim | null {
  const claim = known ?? { target: fact.target, create: null, ends: [] }
  const target = fact.target.name === '' ? claim.target : fact.target
  if (fact.kind === 'create') return { ...claim, target, create: laterCreate(claim.create, fact.create) }
  if (fact.end !== null) return { ...claim, target, ends: withEnding(claim.ends, fact.end) }
  return known ?? null
}

function withRemoval(customer: Customer, purchase: Purchase, fact: Fact): Customer {
  if (fact.kind !== 'remove') return customer
  const key = keyOf(fact.target)
  const removals = withEnding(customer.removals[key] ?? [], { ...fact.removal, purchase: purchase.id })
  return { ...customer, removals: { ...customer.removals, [key]: removals } }
}

/** Whatever happened later about the same purchase and target, or removed the customer from it. */
function overruling(customer: Customer, purchase: Purchase, key: TargetKey, fact: Fact): Happened | null {
  const claim = purchase.claims[key] ?? { target: fact.target, create: null, ends: [] }
  const removal = customer.removals[key]?.at(-1)?.happened
  switch (fact.kind) {
    case 'create': {
      const { happened } = fact.create
      const ending = deciding(purchase, { ...claim, create: fact.create }).at(-1)?.happened
      return ending ?? laterThan(happened, removal) ?? laterThan(happened, claim.create?.happened)
    }
    case 'end': {
      const { happened } = fact.end
      const stands = deciding(purchase, claim).some((end) => compareHappened(end.happened, happened) >= 0)
      const created = stands ? undefined : claim.create?.happened
      return laterThan(happened, claim.ends.at(-1)?.happened) ?? laterThan(happened, created)
    }
    case 'remove':
      return laterThan(fact.removal.happened, removal)
  }
}

/** `other` when it happened later, and not merely as another rule's firing of the same event. */
function laterThan(happened: Happened, other: Happened | undefined): Happened | null {
  if (other === undefined || compareHappened(other, happened) <= 0) return null
  return compareEvents(other, happened) > 0 ? other : null
}
