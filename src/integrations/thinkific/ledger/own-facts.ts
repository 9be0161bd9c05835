/** A customer as one marketplace alone knows them. */

import type { Customer } from './customer'
import { newCustomer } from './customer'
import { emailFor } from './reported-emails'

/** Without what other marketplaces reported, and without what their calls may have shown of the user. */
export function withOwnFacts(customer: Customer, marketplace: string): Customer {
  const isOwn = (one: { marketplace: string }) => one.marketplace === marketplace
  if (customer.history.every(isOwn)) {
    return customer
  }
  const removals = Object.entries(customer.removals).map(([target, all]) => [target, all.filter(isOwn)])
  return {
    ...newCustomer(emailFor(customer, marketplace)),
    ...(customer.erasedBy === undefined ? {} : { erasedBy: customer.erasedBy }),
    history: customer.history.filter(isOwn),
    purchases: customer.purchases.filter(isOwn),
    removals: Object.fromEntries(removals),
  }
}
