/** What is reported of one purchase, and under which ids. */
import type { EventType } from '../../../src/model/event-type'
import type { Slot, Step } from './generate'
import type { Report } from './terms'

const DAY_MS = 86_400_000
export const EMAILS = ['ada@example.com', 'bob@example.com', 'carl@example.com']

export class Reporter {
  readonly #slot: Slot
  readonly #name: string
  readonly #subscription: string | null
  #payments: { id: string; order: string | null }[] = []
  #said = 0

  constructor(slot: Slot, index: number, previous: Slot | undefined) {
    this.#slot = slot
    this.#name = `${slot.who}${index}`
    this.#subscription = slot.recurring ? subscriptionOf(slot, index, previous) : null
  }

  report(step: Step, happened: number, id: string, facts: boolean): Report[] {
    const { product, recurring, test, who, unseen, namesPeriod, firstNames } = this.#slot
    const type = this.#said === 0 && !unseen ? 'product.purchased' : step.type
    if (!recurring && type.startsWith('subscription.')) {
      return []
    }
    this.#said += 1
    const { order, payment } = this.#money(type, step)
    const names = this.#said === 1 ? firstNames : step.names
    const mayDiffer = type !== 'product.purchased' && step.email !== null
    const email = EMAILS[mayDiffer ? (who + (step.email ?? 0)) % EMAILS.length : who] ?? ''
    const pays = ['product.purchased', 'subscription.charged', 'subscription.canceled'].includes(type)
    return [
      {
        id,
        dialect: facts ? 'facts' : 'triggers',
        marketplace: 'm1',
        type,
        happened,
        arrived: happened + 1_000,
        email,
        products: [product],
        test,
        order: names === 'all' || names === 'order' ? order : null,
        subscription: names === 'all' || names === 'subscription' ? this.#subscription : null,
        payment: names === 'all' || names === 'payment' ? payment : null,
        periodEnd: recurring && namesPeriod && pays ? happened + 30 * DAY_MS : null,
        failedAttempts: type === 'subscription.charge_failed' ? step.attempts : null,
      },
    ]
  }

  /** The payment made, or the one that is taken back. */
  #money(type: EventType, step: Step): { order: string | null; payment: string | null } {
    const { order: style, pays, ordersEach } = this.#slot
    const base = style === 'none' ? null : style === 'shared' ? 'order 1' : `order ${this.#name}`
    if (['product.purchased', 'subscription.charged', 'subscription.completed'].includes(type)) {
      const n = this.#payments.length
      const order = base !== null && ordersEach && n > 0 ? `${base}.${n}` : base
      this.#payments.push({ id: `pay ${this.#name}.${n}`, order })
      return { order, payment: pays ? `pay ${this.#name}.${n}` : null }
    }
    const named = step.payment === 'oldest' ? this.#payments[0] : this.#payments.at(-1)
    if (!type.startsWith('product.') || named === undefined || step.payment === 'none') {
      return { order: base, payment: null }
    }
    const payment = step.payment === 'unknown' ? `pay elsewhere ${this.#name}` : named.id
    return { order: named.order, payment: pays ? payment : null }
  }
}

function subscriptionOf(slot: Slot, index: number, previous: Slot | undefined): string | null {
  switch (slot.subscription) {
    case 'own':
      return `sub ${index}`
    case 'previous':
      return previous?.recurring && previous.who === slot.who
        ? (subscriptionOf(previous, index - 1, undefined) ?? null)
        : `sub ${index}`
    case 'shared':
      return 'plan_monthly'
    case 'placeholder':
      return '0'
    case 'none':
      return null
  }
}
