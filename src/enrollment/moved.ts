/** Purchases that change hands because an email was corrected. */
import type { Account } from './account'
import type { Customers } from './customers'
import type { Customer, Purchase } from './ledger/customer'

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
