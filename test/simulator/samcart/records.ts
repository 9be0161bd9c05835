/** Records as the API renders them: snake case, UTC times without a zone, money in cents. */
import type { Charge, Customer, Order, Product, Refund, Shop, Subscription } from './shop.ts'
import type { SamCartSwitches } from './switches.ts'

export class Renderer {
  readonly #shop: Shop
  readonly #switches: SamCartSwitches

  constructor(shop: Shop, switches: SamCartSwitches) {
    this.#shop = shop
    this.#switches = switches
  }

  product({ id, name, status }: Product) {
    return {
      id: this.#id(id),
      sku: this.#missing,
      internal_product_name: this.#missing,
      product_name: name,
      currency: 'USD',
      price: 9_700,
      pricing_type: 'one_time',
      status,
    }
  }

  customer({ id, email, firstName, lastName }: Customer) {
    return {
      id: this.#id(id),
      first_name: firstName ?? this.#missing,
      last_name: lastName ?? this.#missing,
      email,
      phone: this.#missing,
      lifetime_value: 9_700,
    }
  }

  order({ id, customerId, test, at, items }: Order) {
    return {
      id: this.#id(id),
      customer_id: this.#id(customerId),
      affiliate_id: this.#missing,
      test_mode: this.#flag(test),
      order_date: toWireTime(at),
      cart_items: items.map((item) => ({
        id: this.#id(item.id),
        product_id: this.#id(item.productId),
        subscription_id: item.subscriptionId === null ? this.#missing : this.#id(item.subscriptionId),
        sku: this.#missing,
        internal_product_name: this.#missing,
        product_name: this.#shop.products.find((one) => one.id === item.productId)?.name ?? this.#missing,
        charge_id: this.#id(item.chargeId),
        pricing_type: item.subscriptionId === null ? 'one_time' : 'recurring_subscription',
        processor_transaction_id: `ch_${item.chargeId}`,
        currency: 'USD',
        quantity: 1,
        status: item.status ?? this.#missing,
        initial_price: { subtotal: item.cents, taxes: 0, shipping: 0, total: item.cents },
      })),
      subtotal: items.reduce((sum, { cents }) => sum + cents, 0),
      total: items.reduce((sum, { cents }) => sum + cents, 0),
      processor_name: 'Stripe',
      custom_fields: {},
    }
  }

  charge({ id, orderId, customerId, rebillId, test, at, cents, refundStatus }: Charge) {
    return {
      id: this.#id(id),
      customer_id: this.#id(customerId),
      order_id: this.#id(orderId),
      subscription_rebill_id: rebillId === null ? this.#missing : this.#id(rebillId),
      test_mode: this.#flag(test),
      processor_name: 'Stripe',
      processor_transaction_id: `ch_${id}`,
      currency: 'USD',
      charge_refund_status: refundStatus ?? this.#missing,
      created_at: toWireTime(at),
      total: cents,
    }
  }

  refund({ id, chargeId, cartItemId, test, at, cents, status }: Refund) {
    return {
      id: this.#id(id),
      charge_id: this.#id(chargeId),
      cart_item_id: this.#id(cartItemId),
      created_at: toWireTime(at),
      test_mode: this.#flag(test),
      charge_refund_status: status,
      currency: 'USD',
      refund_amount: cents,
    }
  }

  subscription({ id, orderId, customerId, productId, test, at, nextAt, status }: Subscription) {
    return {
      id: this.#id(id),
      customer_id: this.#id(customerId),
      order_id: this.#id(orderId),
      product_id: this.#id(productId),
      status: this.#status(status),
      type: 'recurring_subscription',
      product_name: this.#shop.products.find((one) => one.id === productId)?.name ?? this.#missing,
      test_mode: this.#flag(test),
      created_at: toWireTime(at),
      start_date: toWireTime(at),
      end_date: this.#missing,
      next_rebilling_date: toWireTime(nextAt),
      total_failed_charges: 0,
    }
  }

  history({ id, history }: Subscription) {
    return history.map((change) => ({
      id: this.#id(change.id),
      subscription_id: this.#id(id),
      new_status: this.#status(change.status),
      source: 'SamCart',
      type: 'status',
      change_date: toWireTime(change.at),
    }))
  }

  #status(status: Subscription['status']): string {
    return status === 'canceled' ? this.#switches.spelling : status
  }

  #id(id: number): number | string {
    return this.#switches.ids === 'texts' ? String(id) : id
  }

  #flag(on: boolean): boolean | number | string {
    return this.#switches.flags === 'booleans' ? on : this.#switches.flags === 'numbers' ? Number(on) : String(on)
  }

  get #missing(): null | '' | 'null' {
    return { null: null, 'empty text': '' as const, 'the word null': 'null' as const }[this.#switches.missing]
  }
}

/** `2021-03-08 00:18:35` */
export function toWireTime(at: number): string {
  return new Date(at).toISOString().slice(0, 19).replace('T', ' ')
}

/** A filter's date or time, UTC; null for what is neither. */
export function readWireTime(text: string): number | null {
  const at = Date.parse(`${text.trim().replace(' ', 'T')}${text.includes(':') ? 'Z' : ''}`)
  return Number.isNaN(at) ? null : at
}
