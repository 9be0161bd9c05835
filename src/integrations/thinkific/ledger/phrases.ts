/** How the ledger speaks of purchases, moments and what happened. Sentences name no person: they outlive an erasure. */

import { formatDayNumber } from '../../../model/calendar-date'
import type { EventType, StoreEventType } from '../../../model/event-type'
import { capitalize } from '../../../model/letter-case'
import { dayNumber, UTC } from '../../../model/time-zone'
import type { Target } from '../actions'
import { type Purchase, targetKey } from './customer'
import type { Grant } from './grants'
import { findMissingRule, findUnruledEnding } from './unruled-ending'

const PAST: Record<StoreEventType, string> = {
  'product.purchased': 'purchased',
  'product.refunded': 'refunded',
  'product.partially_refunded': 'partially refunded',
  'subscription.canceled': 'canceled',
  'subscription.charged': 'charged',
  'subscription.charge_failed': 'behind on a payment',
  'subscription.delinquent': 'delinquent after failed payments',
  'subscription.recovered': 'paid again after a failed payment',
  'subscription.restarted': 'restarted',
  'subscription.completed': 'completed',
  'product.disputed': 'disputed (a chargeback)',
  'product.dispute_won': 'paid after all: the dispute was won',
  'product.refund_reversed': 'paid after all: the refund was reversed',
  'subscription.paused': 'paused',
  'subscription.expired': 'expired',
  'subscription.resumed': 'resumed',
  'subscription.uncanceled': 'reinstated: the cancellation was undone',
}

/** `May 3, 2026`, as the zone's calendar has it; UTC unless given. */
export function formatDay(at: number, zone = UTC): string {
  return formatDayNumber(dayNumber(at, zone))
}

/** `was refunded`, `became delinquent`, `expired`. No ledger is given what a course reports. */
export function pastTense(type: EventType): string {
  const past = PAST[type as StoreEventType]
  if (type === 'subscription.expired') {
    return past
  }
  return `${type === 'subscription.delinquent' ? 'became' : 'was'} ${past}`
}

/** Without a verb before it: `refunded`, `payment failed`. */
export function describeEnding(type: EventType): string {
  return type === 'subscription.charge_failed' ? 'payment failed' : PAST[type as StoreEventType]
}

/** `Club (order 19026152)`; another marketplace's purchase is not named. @param named the order an event names */
export function describePurchase(purchase: Purchase, marketplace: string, named: string | null = null): string {
  if (purchase.marketplace !== marketplace) {
    return 'another purchase on this site'
  }
  const order = named !== null && purchase.orders.includes(named) ? named : purchase.orders[0]
  return describeNames(purchase, order, order === undefined ? purchase.subscriptions[0] : undefined)
}

/** `Club (order 1)`, `Club (order 1, subscription S)`, `Club (test order 1)`. */
function describeNames(purchase: Purchase, order: string | undefined, subscription: string | undefined): string {
  const ids = [
    ...(order === undefined ? [] : [`order ${order}`]),
    ...(subscription === undefined ? [] : [`subscription ${subscription}`]),
  ].join(', ')
  const what = purchase.test ? `test ${ids}`.trim() : ids
  return `${labelProduct(purchase)}${what === '' ? '' : ` (${what})`}`
}

/** Two subscriptions of one product in one order differ by their ids alone. @param other what the sentence is about */
function describeApart(purchase: Purchase, marketplace: string, other: Purchase | undefined): string {
  const name = describePurchase(purchase, marketplace)
  const isSame = other !== undefined && other.id !== purchase.id && describePurchase(other, marketplace) === name
  return isSame && purchase.marketplace === marketplace
    ? describeNames(purchase, purchase.orders[0], purchase.subscriptions[0])
    : name
}

export function labelProduct({ product, productName }: Pick<Purchase, 'product' | 'productName'>): string {
  return productName ?? `product ${product}`
}

/** What a sentence about a grant is about; `other`: the purchase. */
type PhraseContext = [target: Target, marketplace: string, zone?: string | undefined, other?: Purchase | undefined]

/** What keeps access open: `by Club (order 1)`. */
export function describeKeeper(grant: Grant, ...subject: PhraseContext): string {
  return `by ${grant.purchase === null ? 'access ' : ''}${describeSource(grant, ...subject)}`
}

/** The same of access that is open: `given by Club (order 1)`. */
export function describeGiver(grant: Grant, ...subject: PhraseContext): string {
  return `${grant.purchase === null ? '' : 'given by '}${describeSource(grant, ...subject)}`
}

/** The same as a sentence of its own: `From Club (order 1).` */
export function describeOrigin(grant: Grant, ...subject: PhraseContext): string {
  const source = describeSource(grant, ...subject)
  return `${grant.purchase === null ? capitalize(source) : `From ${source}`}.`
}

function describeSource(grant: Grant, ...[target, marketplace, zone, other]: PhraseContext): string {
  const { purchase, through, end } = grant
  const until = Number.isFinite(end) ? ` until ${formatDay(end, zone)}` : ''
  if (purchase === null) {
    return `given before, by hand or by another tool${until}`
  }
  const isOwn = purchase.marketplace === marketplace
  const via =
    !isOwn || targetKey(through) === targetKey(target)
      ? ''
      : `, as part of ${through.name || `${through.kind} ${through.id}`}${until && ','}`
  const ended = isOwn ? describeUnruled(grant, zone) : ''
  return `${describeApart(purchase, marketplace, other)}${via}${until}${ended}`
}

/** `, canceled May 3, 2026, but no rule ends its access`; a failed payment is only mentioned. */
function describeUnruled(grant: Grant, zone?: string): string {
  const ending = findUnruledEnding(grant)
  const misses = findMissingRule(grant) === null ? '' : ', but no rule ends its access'
  return ending === null ? '' : `, ${describeEnding(ending.type)} ${formatDay(ending.at, zone)}${misses}`
}
