/** What a simulated SamCart marketplace sold: records in the words and units of SamCart's API (samcart-events.md section 2). */

export interface Product {
  id: number
  name: string
  status: 'live' | 'test' | 'archived'
}

export interface Customer {
  id: number
  email: string
  firstName: string | null
  lastName: string | null
}

export interface CartItem {
  id: number
  productId: number
  chargeId: number
  subscriptionId: number | null
  cents: number
  status: 'pending' | 'charged' | 'declined' | 'refunded' | 'fulfilled' | 'reversed' | 'partially_refunded' | null
}

/** Times are epoch ms. */
export interface Order {
  id: number
  customerId: number
  test: boolean
  at: number
  items: CartItem[]
}

export interface Charge {
  id: number
  orderId: number
  customerId: number
  /** Null but for a subscription's later payments. */
  rebillId: number | null
  test: boolean
  at: number
  cents: number
  refundStatus: 'refunded' | 'partially_refunded' | null
}

export interface Refund {
  id: number
  chargeId: number
  cartItemId: number
  test: boolean
  at: number
  cents: number
  status: 'refunded' | 'partially_refunded'
}

export type SubscriptionStatus =
  | 'active'
  | 'canceled'
  | 'delinquent'
  | 'completed'
  | 'paused'
  | 'invalid_processor'
  | 'sca_required'
  | 'deleted'

export interface Subscription {
  id: number
  orderId: number
  customerId: number
  productId: number
  test: boolean
  at: number
  nextAt: number
  canceledAt: number | null
  status: SubscriptionStatus
  history: { id: number; status: SubscriptionStatus; at: number }[]
}

export interface Sale {
  email: string
  name?: [first: string | null, last: string | null]
  /** Several are one cart. */
  products: number[]
  /** Epoch ms. */
  at: number
  /** Made up where it is left out. */
  order?: number
  /** Of the first product, where that is a subscription. */
  subscription?: number
  cents?: number
  test?: boolean
  status?: CartItem['status']
}

const MONTH_MS = 30 * 86_400_000

export class Shop {
  readonly products: Product[] = []
  readonly customers: Customer[] = []
  readonly orders: Order[] = []
  readonly charges: Charge[] = []
  readonly refunds: Refund[] = []
  readonly subscriptions: Subscription[] = []
  #lastId = 700_000

  addProduct(id: number, name: string, status: Product['status'] = 'live'): void {
    this.products.push({ id, name, status })
  }

  sell({
    email,
    name,
    products,
    at,
    order,
    subscription,
    cents = 9_700,
    test = false,
    status = 'charged',
  }: Sale): Order {
    const customer = this.#customerOf(email, name)
    const id = order ?? this.#nextId()
    const items = products.map((productId, index): CartItem => {
      const charge = this.#charge({ orderId: id, customerId: customer.id, rebillId: null, test, at, cents })
      const subscriptionId = index === 0 ? (subscription ?? null) : null
      return { id: this.#nextId(), productId, chargeId: charge.id, subscriptionId, cents, status }
    })
    const sold: Order = { id, customerId: customer.id, test, at, items }
    this.orders.push(sold)
    if (subscription !== undefined) {
      const history = [{ id: this.#nextId(), status: 'active' as const, at }]
      const made = { id: subscription, orderId: id, customerId: customer.id, productId: products[0] ?? 0, test, at }
      this.subscriptions.push({ ...made, nextAt: at + MONTH_MS, canceledAt: null, status: 'active', history })
    }
    return sold
  }

  /** All of one item's payment, or `cents` of it. */
  refund(orderId: number, productId: number, at: number, cents?: number): Refund {
    const { order, item } = this.#line(orderId, productId)
    const status = cents === undefined || cents >= item.cents ? 'refunded' : 'partially_refunded'
    item.status = status
    const charge = this.charges.find(({ id }) => id === item.chargeId)
    if (charge !== undefined) {
      charge.refundStatus = status
    }
    const made = { chargeId: item.chargeId, cartItemId: item.id, test: order.test, at, cents: cents ?? item.cents }
    const refund: Refund = { id: this.#nextId(), ...made, status }
    this.refunds.push(refund)
    return refund
  }

  /** The bank takes the money back. */
  reverse(orderId: number, productId: number): void {
    this.#line(orderId, productId).item.status = 'reversed'
  }

  rebill(subscriptionId: number, at: number, cents = 2_900): Charge {
    const found = this.#subscription(subscriptionId)
    const { orderId, customerId, test } = found
    found.nextAt = at + MONTH_MS
    return this.#charge({ orderId, customerId, rebillId: this.#nextId(), test, at, cents })
  }

  turn(subscriptionId: number, status: SubscriptionStatus, at: number): void {
    const found = this.#subscription(subscriptionId)
    found.status = status
    found.canceledAt = status === 'canceled' ? at : null
    found.history.push({ id: this.#nextId(), status, at })
  }

  #line(orderId: number, productId: number): { order: Order; item: CartItem } {
    const order = this.orders.find(({ id }) => id === orderId)
    const item = order?.items.find((one) => one.productId === productId)
    if (order === undefined || item === undefined) {
      throw new RangeError(`Order ${orderId} has no product ${productId}`)
    }
    return { order, item }
  }

  #subscription(wanted: number): Subscription {
    const found = this.subscriptions.find(({ id }) => id === wanted)
    if (found === undefined) {
      throw new RangeError(`There is no subscription ${wanted}`)
    }
    return found
  }

  #customerOf(email: string, [firstName, lastName]: [string | null, string | null] = [null, null]): Customer {
    const known = this.customers.find((one) => one.email === email)
    if (known !== undefined) {
      return known
    }
    const made = { id: this.#nextId(), email, firstName, lastName }
    this.customers.push(made)
    return made
  }

  #charge(made: Omit<Charge, 'id' | 'refundStatus'>): Charge {
    const charge: Charge = { id: this.#nextId(), ...made, refundStatus: null }
    this.charges.push(charge)
    return charge
  }

  #nextId(): number {
    this.#lastId += 1
    return this.#lastId
  }
}
