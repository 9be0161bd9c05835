/** One purchase's events walked through in order: what it grants, and what became of every rule's act. */
import type { Target } from '../actions'
import { type Claim, type Purchase, type TargetKey, targetKey } from './customer'
import type { Fate } from './fate'
import type { LedgerEvent } from './ledger-event'
import type { DaysLeft } from './live-grant'
import type { PurchaseEvents } from './purchase-events'
import { readFacts } from './purchase-facts'
import type { AnyRemoval } from './removal'
import { mergeRepeats } from './repeated-reports'
import { findTakingBack, listStanding } from './standing'
import { TargetWalk } from './target-walk'
import { isContinuing } from './unknown-origin'
import { findEnding } from './unruled-ending'

export interface Timeline {
  purchase: Omit<Purchase, 'id'>
  removals: AnyRemoval[]
  /** Refunded or disputed, and that was not undone. */
  isTakenBack: boolean
  fates: Map<string, Fate>
}

interface WalkOptions {
  /** Payments and purchases give something only if they happened before this event. */
  before?: LedgerEvent
  /** By any purchase: a bundle that is sold again after one opens as on its first day. */
  taken?: AnyRemoval[]
}

export function walkPurchase(
  own: PurchaseEvents,
  daysLeft: DaysLeft,
  { before, taken = [] }: WalkOptions = {},
): Timeline {
  const events = mergeRepeats(own.events)
  const facts = readFacts(events, before ?? null, own.events)
  const fates = new Map<string, Fate>()
  const removals: AnyRemoval[] = []
  const claims: Record<TargetKey, Claim> = {}
  for (const target of listTargets(events)) {
    const here = taken.filter((one) => targetKey(one.target) === targetKey(target))
    const walk = new TargetWalk(facts, { target, taken: here }, daysLeft, fates)
    const claim = walk.run()
    removals.push(...walk.removals)
    for (const [twin, decides] of walk.twins) {
      fates.set(twin, fates.get(decides) ?? { kind: 'stands' })
    }
    if (claim !== null) {
      claims[targetKey(target)] = claim
    }
  }
  const standing = listStanding(events)
  const last = facts.payments.at(-1)
  const named = events.findLast(({ productName }) => productName !== null)
  const [first] = events
  const purchase: Timeline['purchase'] = {
    marketplace: first?.marketplace ?? '',
    product: first?.product ?? '',
    productName: named?.productName ?? null,
    orders: [...own.orders],
    subscriptions: [...own.subscriptions],
    test: first?.test === true,
    bought: own.bought,
    begun: first?.at ?? 0,
    continues: events.some(isContinuing),
    paidAt: last?.at ?? null,
    ending: findEnding(standing),
    completedAt: facts.completedAt,
    claims,
  }
  return { purchase, removals, fates, isTakenBack: findTakingBack(standing) !== null }
}

function listTargets(events: LedgerEvent[]): Target[] {
  const all = events.flatMap(({ acts }) => acts.map(({ target }) => [targetKey(target), target] as const))
  return [...new Map(all).values()]
}
