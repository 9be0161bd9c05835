/** An event without ids acts on the latest purchase of its product that it would still change. */
import { type EndingKind, standing, undoes } from './endings'
import { compareFacts } from './event-order'
import { isSubscription, type Purchase } from './purchase'
import type { Fact } from './terms'

/** @param purchases the customer's, of that product, bought by then. Null where there are none. */
export function findWithoutIds(fact: Fact, purchases: Purchase[], failures: number): Purchase | null {
  const latestFirst = [...purchases].sort((one, other) => compareSales(other, one))
  const candidates = latestFirst.map((purchase) => ({ purchase, stands: standing(purchase, failures) }))
  const pool = isRefund(fact) ? candidates : subscriptions(fact, candidates)
  const found = isRefund(fact)
    ? candidates.find(({ stands }) => !stands.some(({ fact: ending }) => isMoneyGone(ending)))
    : (candidates.find(({ purchase, stands }) => stands.some((one) => isUndone(fact, one, purchase))) ??
      pool.find(({ stands }) => !stands.some(isOver)))
  return (found ?? pool[0])?.purchase ?? null
}

/** Of two bought at the same moment, the later by id. */
function compareSales(one: Purchase, other: Purchase): number {
  const sale = ({ facts }: Purchase) => facts.find(({ type }) => type === 'product.purchased') ?? facts[0]
  const [first, second] = [sale(one), sale(other)]
  return first === undefined || second === undefined ? 0 : compareFacts(first, second)
}

type Candidate = { purchase: Purchase; stands: { fact: Fact; kind: EndingKind }[] }

/** Those known as subscriptions, if any are and the event is about one. */
function subscriptions({ type }: Fact, candidates: Candidate[]): Candidate[] {
  const known = candidates.filter(({ purchase }) => isSubscription(purchase))
  return type.startsWith('subscription.') && known.length > 0 ? known : candidates
}

function isUndone(good: Fact, { fact, kind }: Candidate['stands'][number], purchase: Purchase): boolean {
  return undoes(good, fact, kind, purchase)
}

function isOver({ kind }: { kind: EndingKind }): boolean {
  return kind === 'canceled'
}

function isRefund({ type }: Fact): boolean {
  return type === 'product.refunded' || type === 'product.partially_refunded' || type === 'product.disputed'
}

function isMoneyGone({ type }: Fact): boolean {
  return type === 'product.refunded' || type === 'product.disputed'
}
