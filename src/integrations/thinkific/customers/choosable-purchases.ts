/** The purchases an unclear event may be about, for a person to choose from. */

import type { ChoosablePurchase, NamedEvent } from '../../customer-access'
import type { Customer, Purchase } from '../ledger/customer'
import { derive } from '../ledger/derive'
import { toNames } from '../ledger/job-event'
import { isSameEvent, type LedgerEvent } from '../ledger/ledger-event'
import { aliasesOfEvent, isNamed, toAliases } from '../ledger/purchase'
import { emailFor } from '../ledger/reported-emails'
import type { Site } from '../site/site'

/** None where the ledger does not know the event. */
export async function listChoosable(site: Site, asked: NamedEvent): Promise<ChoosablePurchase[]> {
  const own = await site.customerKey(asked.email)
  const places = [...new Set([own, ...site.storage.findOwners(toAliases(asked.purchase))])]
  const found = places
    .map((key) => ({ key, event: findEvent(site.storage.load(key).customer, asked) }))
    .find(({ event }) => event !== undefined)
  if (found?.event === undefined) {
    return []
  }
  const { key, event } = found
  const owners = event.ambiguous ? site.storage.findOwners(aliasesOfEvent(event)) : [key]
  const all = owners.flatMap((one) => listPurchases(site.storage.load(one).customer, event))
  const named = all.filter(({ purchase }) => isNamed(purchase, event))
  const open = all.filter(({ purchase }) => canBear(purchase, event))
  const fitting = named.length > 0 ? named : open.length > 1 ? open : all
  return fitting.map(({ purchase, email, first }) => ({
    choice: { event: first.event, subscription: first.subscriptions[0] ?? null },
    email,
    productName: purchase.productName,
    orders: purchase.orders,
    subscriptions: purchase.subscriptions,
    begun: purchase.bought ?? purchase.begun,
  }))
}

function findEvent({ history }: Customer, { event, purchase }: NamedEvent): LedgerEvent | undefined {
  const asked = { event, ...toNames(purchase) }
  return history.find((one) => isSameEvent(one, asked))
}

function listPurchases(customer: Customer, { marketplace, product, test }: LedgerEvent) {
  const { customer: derived, eventsOf } = derive(customer)
  return derived.purchases
    .filter((one) => one.marketplace === marketplace && one.product === product && one.test === (test === true))
    .flatMap((purchase) =>
      eventsOf(purchase.id)
        .slice(0, 1)
        .map((first) => ({ purchase, first, email: emailFor(customer, marketplace) })),
    )
}

/** It lacks each id the event names. */
function canBear({ orders, subscriptions }: Purchase, event: LedgerEvent): boolean {
  return (
    (event.orders.length === 0 || orders.length === 0) &&
    (event.subscriptions.length === 0 || subscriptions.length === 0)
  )
}
