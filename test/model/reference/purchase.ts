/** One product of one order or subscription of one customer, with the facts known of it. */
import type { Fact, Ids, Instant } from './terms'

export interface Purchase {
  key: string
  marketplace: string
  test: boolean
  product: string
  email: string
  orders: Set<string>
  subscriptions: Set<string>
  payments: Set<string>
  /** Subscriptions that its own customer's events named together with an order. */
  plans: Set<string>
  /** In order of happening, without repeated order lines. */
  facts: Fact[]
  /** Order lines reported again. */
  repeats: Fact[]
  /** Ends of a later plan under its subscription, which reach it too. */
  carried: Fact[]
}

const PAYMENTS = new Set([
  ...['product.purchased', 'subscription.charged', 'subscription.recovered', 'subscription.completed'],
])

/** A success that brought money: days count from it. */
export function isPayment({ type }: Fact): boolean {
  return PAYMENTS.has(type)
}

export function boughtAt({ facts }: Purchase): Instant {
  return (facts.find(({ type }) => type === 'product.purchased') ?? facts[0])?.at ?? Number.POSITIVE_INFINITY
}

export function isSubscription({ subscriptions, facts }: Purchase): boolean {
  return subscriptions.size > 0 || facts.some(({ type }) => type.startsWith('subscription.'))
}

export function addIds(purchase: Purchase, { order, subscription, payment }: Ids): void {
  for (const [id, known] of [
    [order, purchase.orders],
    [subscription, purchase.subscriptions],
    [payment, purchase.payments],
  ] as const) {
    if (id !== null) {
      known.add(id)
    }
  }
}

export function addPlan({ plans }: Purchase, { ids: { order, subscription } }: Fact): void {
  if (order !== null && subscription !== null) {
    plans.add(subscription)
  }
}

/** Two subscriptions of one product in one order are two purchases: an order names neither against its subscription. */
export function isNamedBy({ orders, subscriptions, payments }: Purchase, { order, subscription, payment }: Ids) {
  if (subscription !== null && subscriptions.size > 0) {
    return subscriptions.has(subscription)
  }
  return (order !== null && orders.has(order)) || (payment !== null && payments.has(payment))
}

/** Of the subscriptions that an order names, its payment may show which. */
export function pickNamed<T extends Purchase>(all: T[], ids: Ids): T[] {
  const named = all.filter((one) => isNamedBy(one, ids))
  const paid = named.filter(({ payments }) => ids.payment !== null && payments.has(ids.payment))
  return named.length > 1 && paid.length === 1 ? paid : named
}

/** An order line's payments are those that any report of it names. */
export function isPaidBy({ ids, type }: Fact, payment: string, { repeats }: Purchase): boolean {
  const again = repeats.filter((one) => one.type === type && one.ids.order !== null && one.ids.order === ids.order)
  return [ids.payment, ...again.map((one) => one.ids.payment)].includes(payment)
}

/** An order line, or a payment without an order, happens once per customer. */
export function isRepeatedLine({ facts }: Purchase, { type, ids }: Fact): boolean {
  return (
    type === 'product.purchased' &&
    facts.some(
      (known) =>
        known.type === type &&
        (ids.order === null
          ? ids.payment !== null && known.ids.order === null && known.ids.payment === ids.payment
          : known.ids.order === ids.order),
    )
  )
}
