/** A plan that another took the place of under the same subscription, and that still gives access. */
import { targetKey } from '../ledger/customer'
import { toStoredEnd } from '../ledger/ends'
import { ownGrantEnd, resolveAccess } from '../ledger/grants'
import { isByPerson, isPurchase, type LedgerEvent } from '../ledger/ledger-event'
import { withoutGrants } from './access-without-payment'
import type { Finding, KnownPurchase, Situation } from './concerns'

export function findPlansLeftBehind(own: KnownPurchase, { customer, contents, purchases, now }: Situation): Finding[] {
  const { purchase, takenBack, isStopped } = own
  const isRunning = purchase.subscriptions.length > 0 && !isStopped && takenBack === null && !isPaidInFull(own)
  const moved = isRunning ? findMove(own, purchases) : undefined
  if (moved === undefined || moved.quiet) {
    return []
  }
  const others = withoutGrants(customer, new Set([purchase.id]))
  return Object.values(purchase.claims).flatMap((claim): Finding[] => {
    const key = targetKey(claim.target)
    const end = ownGrantEnd(customer, purchase, claim, contents)
    const isGivenElsewhere = resolveAccess(others, key, contents, now).end > now
    if (end <= now || isGivenElsewhere || moved.awaited?.includes(key)) {
      return []
    }
    return [{ target: claim.target, event: moved, since: moved.at, until: toStoredEnd(end) }]
  })
}

/** The newest purchase of another product under its subscription, in an order of its own. */
function findMove({ purchase, facts }: KnownPurchase, purchases: KnownPurchase[]): LedgerEvent | undefined {
  const bought = lastBought(facts.events)
  const moves = purchases.flatMap((other) => {
    const { marketplace, product, subscriptions, test } = other.purchase
    const isSwitch =
      marketplace === purchase.marketplace &&
      product !== purchase.product &&
      !test &&
      !other.isStopped &&
      subscriptions.some((id) => purchase.subscriptions.includes(id))
    return isSwitch ? (lastBought(other.facts.events) ?? []) : []
  })
  return moves
    .filter(
      (move) =>
        bought !== undefined &&
        move.at > bought.at &&
        move.orders.length > 0 &&
        bought.orders.length > 0 &&
        !move.orders.some((id) => bought.orders.includes(id)),
    )
    .sort((one, other) => other.at - one.at)[0]
}

/** What is paid off is hers to keep. */
function isPaidInFull({ facts }: KnownPurchase): boolean {
  return facts.completedAt !== null
}

function lastBought(events: LedgerEvent[]): LedgerEvent | undefined {
  return events.findLast((event) => isPurchase(event) && !isByPerson(event))
}
