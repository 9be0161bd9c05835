/** How the ledger speaks of purchases, moments and what happened. Sentences name no person: they outlive an erasure. */

import { TRIGGER_LABELS, type Trigger } from '../../../model/trigger'
import { ACTION_LABELS, type Target } from '../actions'
import { type Claim, type Purchase, targetKey } from './customer'
import { findDecidingEndings } from './ends'
import type { Grant } from './grants'
import type { Occurrence } from './occurrence'

const MONTHS = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
]

const PAST: Record<Trigger, string> = {
  'product.purchased': 'purchased',
  'product.refunded': 'refunded',
  'product.partially_refunded': 'partially refunded',
  'subscription.canceled': 'canceled',
  'subscription.charged': 'charged',
  'subscription.charge_failed': 'behind with a payment',
  'subscription.delinquent': 'delinquent',
  'subscription.recovered': 'recovered',
  'subscription.restarted': 'restarted',
  'subscription.completed': 'completed',
}

/** `May 3, 2026`, UTC. */
export function formatDay(at: number): string {
  const date = new Date(at)
  return `${MONTHS[date.getUTCMonth()]} ${date.getUTCDate()}, ${date.getUTCFullYear()}`
}

/** `was refunded`, `was canceled`. */
export function pastTense(trigger: Trigger): string {
  return PAST[trigger]
}

/** `Club (order 19026152)`; another marketplace's purchase is not named. */
export function describePurchase(purchase: Purchase, marketplace: string): string {
  if (purchase.marketplace !== marketplace) {
    return 'another purchase on this site'
  }
  const [order] = purchase.orders
  const [subscription] = purchase.subscriptions
  const id =
    order !== undefined ? ` (order ${order})` : subscription !== undefined ? ` (subscription ${subscription})` : ''
  return `${describeProduct(purchase)}${id}`
}

function describeProduct({ product, productName }: Purchase): string {
  return productName ?? `product ${product}`
}

/** What keeps access open, and the rule to add when an ending arrived without one. */
export function describeKeeper({ purchase, through, end }: Grant, target: Target, marketplace: string): string {
  const until = Number.isFinite(end) ? ` until ${formatDay(end)}` : ''
  if (purchase === null) {
    return `by access from before, given by hand or by another tool${until}`
  }
  const via =
    targetKey(through) === targetKey(target)
      ? ''
      : `, which includes it through ${through.name || `${through.kind} ${through.id}`}`
  const claim = purchase.claims[targetKey(through)]
  const own = purchase.marketplace === marketplace ? describeMissingRule(purchase, claim, through) : ''
  return `by ${describePurchase(purchase, marketplace)}${purchase.marketplace === marketplace ? via : ''}${until}${own}`
}

/** `, canceled May 3, 2026, but no rule ends its access. Add …` */
function describeMissingRule(purchase: Purchase, claim: Claim | undefined, target: Target): string {
  const { ending, resumedAt } = purchase
  if (
    ending === null ||
    claim?.create == null ||
    ending.at < claim.create.happened.at ||
    (resumedAt ?? 0) > ending.at
  ) {
    return ''
  }
  if (findDecidingEndings(purchase, claim).length > 0) {
    return ''
  }
  const action = ACTION_LABELS[target.kind === 'course' ? 'expire_course' : 'expire_bundle']
  const rule = `${TRIGGER_LABELS[ending.trigger]} → ${action} → ${target.name || target.id}`
  return `, ${pastTense(ending.trigger)} ${formatDay(ending.at)}, but no rule ends its access. The rule to add for ${describeProduct(purchase)}: ${rule}`
}

/** `refunded on May 3, 2026`. */
export function describeOccurrence({ trigger, at }: Occurrence): string {
  return `${pastTense(trigger)} on ${formatDay(at)}`
}
