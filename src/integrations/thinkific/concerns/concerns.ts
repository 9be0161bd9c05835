/** What needs a person, by all that is known of a customer: paid but out, refunded but in, a plan left behind. */

import type { Concern, ConcernCause } from '../../../model/concern'
import { BY_HAND } from '../../../model/purchase'
import type { Target } from '../actions'
import { hasAdministratorRole } from '../client/records'
import { type Customer, type Purchase, targetKey } from '../ledger/customer'
import { derive } from '../ledger/derive'
import type { Contents } from '../ledger/grants'
import { isByPerson, type LedgerEvent } from '../ledger/ledger-event'
import { type LedgerFacts, readFacts } from '../ledger/purchase-facts'
import { mergeRepeats } from '../ledger/repeated-reports'
import { emailFor } from '../ledger/reported-emails'
import { findTakingBack, isStop, listStanding } from '../ledger/standing'
import { findUnpaidAccess } from './access-without-payment'
import { findMissingAccess } from './paid-without-access'
import { findPlansLeftBehind } from './plan-left-behind'

export interface FoundConcern {
  marketplace: string
  /** Events of the purchase so far: one more, and what a person dismissed counts again. */
  news: number
  concern: Concern
}

export interface KnownPurchase {
  purchase: Purchase
  facts: LedgerFacts
  takenBack: LedgerEvent | null
  /** Its subscription is canceled, paused, expired or delinquent. */
  isStopped: boolean
}

export interface Situation {
  customer: Customer
  contents: Contents
  purchases: KnownPurchase[]
  /** Epoch ms. */
  now: number
}

export interface Finding {
  target: Target
  event: LedgerEvent
  since: number
  until: number | null
}

/** Pure. Times are epoch ms. */
export function findConcerns(customer: Customer, contents: Contents, now: number): FoundConcern[] {
  const { user } = customer
  if (customer.email === null || (user !== null && hasAdministratorRole(user))) {
    return []
  }
  if (!customer.purchases.some((one) => isSuspect(customer, one, now))) {
    return []
  }
  const { customer: derived, eventsOf } = derive(customer)
  const purchases = derived.purchases.map((purchase): KnownPurchase => {
    const facts = readFacts(mergeRepeats(eventsOf(purchase.id)), null)
    const standing = listStanding(facts.events)
    return { purchase, facts, takenBack: findTakingBack(standing), isStopped: standing.some(isStop) }
  })
  const situation = { customer: derived, contents, purchases, now }
  return purchases.flatMap((one) => {
    const email = emailFor(customer, one.purchase.marketplace)
    if (email === null || !isReal(one.purchase)) {
      return []
    }
    return [
      ...findMissingAccess(one, situation).map((finding) => toConcern('paid without access', one, finding, email)),
      ...findUnpaidAccess(one, situation).map((finding) => toConcern('access without payment', one, finding, email)),
      ...findPlansLeftBehind(one, situation).map((finding) => toConcern('plan left behind', one, finding, email)),
    ]
  })
}

function isReal({ test, product }: Purchase): boolean {
  return !test && product !== BY_HAND
}

/** A cheap filter: only those who pass it have their whole history read. */
function isSuspect(customer: Customer, purchase: Purchase, now: number): boolean {
  const { claims, ending, subscriptions, product } = purchase
  const isCut = Object.values(claims).some(
    ({ create, ends, target }) =>
      create !== null &&
      (ends.length > 0 ||
        customer.removals[targetKey(target)] !== undefined ||
        (create.until ?? Number.POSITIVE_INFINITY) <= Math.max(now, create.starts ?? 0)),
  )
  const isShared =
    subscriptions.length > 0 &&
    customer.purchases.some(
      (other) => other.product !== product && other.subscriptions.some((id) => subscriptions.includes(id)),
    )
  return isReal(purchase) && (isCut || ending !== null || isShared)
}

function toConcern(
  cause: ConcernCause,
  { purchase, facts }: KnownPurchase,
  { target, event, since, until }: Finding,
  email: string,
): FoundConcern {
  const { marketplace, product, productName, orders, subscriptions } = purchase
  const ids = { orderId: orders[0] ?? null, subscriptionId: subscriptions[0] ?? null }
  const about = { type: event.type, at: event.at, productId: event.product, productName: event.productName }
  return {
    marketplace,
    news: facts.events.filter((one) => !isByPerson(one)).length,
    concern: {
      id: JSON.stringify([cause, product, ids.subscriptionId ?? ids.orderId ?? '', targetKey(target)]),
      cause,
      email,
      productId: product,
      productName,
      ...ids,
      target,
      event: about,
      since,
      until,
    },
  }
}
