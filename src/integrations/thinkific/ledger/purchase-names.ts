/**
 * Ids named together by any event, whenever dated, are one purchase's throughout: events of one customer and product by the
 * ids they name. Two subscriptions of one order are two purchases, and such an order alone names neither.
 */
import { isPurchase, type LedgerEvent } from './ledger-event'

export interface Names {
  orders: Set<string>
  subscriptions: Set<string>
  payments: Set<string>
}

/** Events that name one purchase, bought or only known from what came later. */
export interface NameGroup extends Names {
  isSold: boolean
}

export function hasIds({ orders, subscriptions, payments }: LedgerEvent): boolean {
  return orders.length + subscriptions.length + payments.length > 0
}

/** An order or a payment says nothing against another subscription. */
export function isNamedBy(names: Names, { orders, subscriptions, payments }: LedgerEvent): boolean {
  if (subscriptions.length > 0 && names.subscriptions.size > 0) {
    return subscriptions.some((id) => names.subscriptions.has(id))
  }
  return orders.some((id) => names.orders.has(id)) || payments.some((id) => names.payments.has(id))
}

/** Of those an event's order names, the payment may show which. */
export function pickNamed<T extends Names>(all: T[], event: LedgerEvent): T[] {
  const named = all.filter((one) => isNamedBy(one, event))
  const paid = named.length > 1 ? named.filter((one) => event.payments.some((id) => one.payments.has(id))) : []
  return paid.length === 1 ? paid : named
}

export function addNames(names: Names, added: { [Kind in keyof Names]: Iterable<string> }): void {
  for (const kind of ['orders', 'subscriptions', 'payments'] as const) {
    for (const id of added[kind]) {
      names[kind].add(id)
    }
  }
}

export function newNames(): Names {
  return { orders: new Set(), subscriptions: new Set(), payments: new Set() }
}

export function groupByNames(events: LedgerEvent[]): NameGroup[] {
  const groups: NameGroup[] = []
  const add = (known: NameGroup | undefined, event: LedgerEvent) => {
    const group = known ?? { ...newNames(), isSold: false }
    if (known === undefined) {
      groups.push(group)
    }
    addNames(group, event)
    group.isSold ||= isPurchase(event)
  }
  const ofSubscription = new Map<string, NameGroup>()
  for (const event of events) {
    for (const id of event.subscriptions.slice(0, 1)) {
      add(ofSubscription.get(id), event)
      ofSubscription.set(id, ofSubscription.get(id) ?? (groups.at(-1) as NameGroup))
    }
  }
  let rest = events.filter((event) => event.subscriptions.length === 0 && hasIds(event))
  for (let before = -1; before !== rest.length; ) {
    before = rest.length
    rest = rest.filter((event) => {
      const named = pickNamed(groups, event)
      if (named.length === 1) {
        add(named[0], event)
      }
      return named.length !== 1
    })
  }
  for (const event of rest) {
    const named = pickNamed(groups, event)
    if (named.every(({ subscriptions }) => subscriptions.size === 0)) {
      add(mergeInto(groups, named), event)
    }
  }
  return groups
}

function mergeInto(groups: NameGroup[], [first, ...others]: NameGroup[]): NameGroup | undefined {
  for (const other of others) {
    if (first !== undefined) {
      addNames(first, other)
      first.isSold ||= other.isSold
    }
    groups.splice(groups.indexOf(other), 1)
  }
  return first
}
