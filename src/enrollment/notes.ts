/** Events no rule brings to this site: their ids join purchases, and their endings are remembered. */

import { inLaneOf } from './holder'
import type { Note } from './job'
import type { Customer } from './ledger/customer'
import { recordNote } from './ledger/record'
import type { Site } from './site'

/** Writes only what a note adds; about somebody the ledger never met, only what later events will need. */
export async function takeNotes(site: Site, notes: Note[]): Promise<void> {
  await Promise.all(
    notes.map((note) =>
      inLaneOf(site, note.customer.email, note.purchase, async (key) => {
        const account = site.customers.load(key)
        const customer = recordNote(account.customer, note)
        if (!matters(customer, note)) return
        if (JSON.stringify(customer) === JSON.stringify(account.customer)) return
        site.customers.save(key, { ...account, customer }, account)
      }),
    ),
  )
}

/** Two ids of one purchase together always matter; an ending only where something was granted. */
function matters(customer: Customer, { purchase }: Note): boolean {
  const joins = purchase.orderId !== null && purchase.subscription !== null
  return joins || customer.purchases.some((one) => one.product === purchase.productId)
}
