/** Purchases that change hands: an email corrected, or two customers' purchases that turn out to be one. */
import type { Account } from './account'
import type { Customers } from './customers'
import type { PurchaseFacts } from './job'
import type { Customer, Purchase } from './ledger/customer'
import { aliasesOf, gatheredAliases } from './ledger/purchase'

/**
 * Who holds the purchase; null when nobody does yet. Where an event names two ids that two customers hold, the order's
 * holder (the first) gets the other's purchase, to be joined when the event is recorded.
 */
export function movedTogether(customers: Customers, holders: string[], facts: PurchaseFacts): string | null {
  const [main, ...others] = holders
  if (main === undefined) return null
  const aliases = aliasesOf(facts)
  for (const other of others) {
    move(customers, other, main, (purchase) => gatheredAliases(purchase).some((alias) => aliases.includes(alias)))
  }
  return main
}

/** Moves the chosen purchases from one customer to another in one transaction. Answers how many. */
export function move(customers: Customers, from: string, to: string, chosen: (purchase: Purchase) => boolean): number {
  const [source, goal] = [customers.load(from), customers.load(to)]
  const moving = source.customer.purchases.filter(chosen)
  if (moving.length === 0 || from === to) return 0
  const left = { ...source, customer: without(source.customer, moving) }
  const gained: Account = { ...goal, customer: moving.reduce(taken, goal.customer) }
  customers.together(() => {
    customers.save(to, gained, goal)
    customers.save(from, left, left)
  })
  return moving.length
}

function without(customer: Customer, gone: Purchase[]): Customer {
  return { ...customer, purchases: customer.purchases.filter((purchase) => !gone.includes(purchase)) }
}

/** Under a number of its own there. */
function taken(customer: Customer, purchase: Purchase): Customer {
  const id = String(Math.max(0, ...customer.purchases.map((one) => Number(one.id))) + 1)
  return { ...customer, purchases: [...customer.purchases, { ...purchase, id }] }
}
