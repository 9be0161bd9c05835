/** Which facts end a purchase, which of them end nothing after all, and what undoes them. */
import { isDelinquency, isImpliedCancel, isRestart } from './dunning'
import { compareFacts } from './event-order'
import { isPaidBy, isPayment, type Purchase } from './purchase'
import type { Fact } from './terms'

/** What an ending is, for the good news that matches it. A cancel that a delinquency implies is the delinquency's. */
export type EndingKind = 'failed' | 'canceled' | 'refunded' | 'disputed' | 'completed'

export function endingKind(fact: Fact, { facts }: Purchase, failures: number): EndingKind | null {
  switch (fact.type) {
    case 'subscription.charge_failed':
    case 'subscription.delinquent':
      return 'failed'
    case 'subscription.canceled':
      return isImpliedCancel(fact, facts, failures) ? 'failed' : 'canceled'
    case 'subscription.paused':
    case 'subscription.expired':
      return 'canceled'
    case 'product.refunded':
    case 'product.partially_refunded':
      return 'refunded'
    case 'product.disputed':
      return 'disputed'
    case 'subscription.completed':
      return 'completed'
    default:
      return null
  }
}

/** Whether good news of the same purchase, later than an ending, is the one that matches it. */
export function undoes(good: Fact, ending: Fact, kind: EndingKind, purchase: Purchase): boolean {
  switch (kind) {
    case 'failed':
      return isPayment(good) || isRestart(good)
    case 'canceled':
      return isRestart(good) || good.type === 'subscription.recovered'
    case 'refunded':
      return isPayment(good) || (good.type === 'product.refund_reversed' && isAboutSame(good, ending, purchase))
    case 'disputed':
      return isMoneyBack(good) && isAboutSame(good, ending, purchase)
    case 'completed':
      return false
  }
}

/** Paid in full: once completed, whenever dated, no bad news of the subscription ends anything. */
export function isPaidInFull({ facts }: Purchase): boolean {
  return facts.some(({ type }) => type === 'subscription.completed')
}

export function isBadNewsOfSubscription({ type }: Fact): boolean {
  return type.startsWith('subscription.') && endsSubscription(type)
}

function endsSubscription(type: string): boolean {
  return ['charge_failed', 'delinquent', 'canceled', 'paused', 'expired'].includes(type.split('.')[1] ?? '')
}

/** "Which payment": a refund of an older payment than the newest successful one ends nothing. */
export function isOfOlderPayment(refund: Fact, purchase: Purchase): boolean {
  const { facts } = purchase
  const before = facts.slice(0, facts.indexOf(refund)).filter(isPayment)
  const newest = before.at(-1)
  const { payment, order } = refund.ids
  if (newest === undefined) {
    return false
  }
  if (payment !== null && before.some((one) => isPaidBy(one, payment, purchase))) {
    return !isPaidBy(newest, payment, purchase)
  }
  const named = before.findLastIndex(({ ids }) => order !== null && ids.order === order)
  const later = before.slice(named + 1)
  return named >= 0 && later.some(({ ids }) => ids.order !== null && ids.order !== order)
}

/** Endings of the purchase itself, whatever rules say, that nothing has undone. */
export function standing(purchase: Purchase, failures: number): { fact: Fact; kind: EndingKind }[] {
  const inForce: { fact: Fact; kind: EndingKind }[] = []
  for (const fact of [...purchase.facts, ...purchase.carried].sort(compareFacts)) {
    const left = inForce.filter(
      ({ fact: ending, kind }) => !undoes(fact, ending, kind, purchase) && fact.type !== 'product.purchased',
    )
    inForce.splice(0, inForce.length, ...left)
    const kind = endingKind(fact, purchase, failures)
    if (kind !== null && kind !== 'completed' && !endsNothing(fact, kind, purchase, failures)) {
      inForce.push({ fact, kind })
    }
  }
  return inForce
}

export function endsNothing(fact: Fact, kind: EndingKind, purchase: Purchase, failures: number): boolean {
  const bad = isBadNewsOfSubscription(fact) || isDelinquency(fact, failures)
  return (bad && isPaidInFull(purchase)) || (kind === 'refunded' && isOfOlderPayment(fact, purchase))
}

function isMoneyBack({ type }: Fact): boolean {
  return type === 'product.dispute_won' || type === 'product.refund_reversed'
}

/** Good news that names another payment than some ending of the purchase names is not about this ending. */
function isAboutSame({ ids, type }: Fact, ending: Fact, { facts }: Purchase): boolean {
  const money = facts.filter(
    (fact) =>
      fact.type === 'product.disputed' ||
      (type === 'product.refund_reversed' &&
        (fact.type === 'product.refunded' || fact.type === 'product.partially_refunded')),
  )
  const names = money.some(({ ids: { payment } }) => payment !== null && payment === ids.payment)
  return !names || ending.ids.payment === null || ending.ids.payment === ids.payment
}
