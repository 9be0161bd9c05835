/** The purchases an unclear event may be about, for a person to choose from. */

import type { PurchaseChoice } from '../../../model/purchase'
import type { ChoosablePurchase, NamedEvent } from '../../customer-access'
import type { Customer, Purchase } from '../ledger/customer'
import { derive } from '../ledger/derive'
import { changesAccess } from '../ledger/event-effect'
import { withEvent } from '../ledger/history'
import { toNames } from '../ledger/job-event'
import { isSameEvent, type LedgerEvent } from '../ledger/ledger-event'
import { aliasesOfEvent, isNamed, toAliases } from '../ledger/purchase'
import { emailFor } from '../ledger/reported-emails'
import type { Site } from '../site/site'

interface Fitting {
  /** Its owner. */
  customer: Customer
  purchase: Purchase
  choice: PurchaseChoice
  email: string | null
}

/** None where the ledger does not know the event, or knows which purchase one without rules is about. */
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
  const isClear = event.acts.length === 0 && derive(site.storage.load(key).customer).purchaseOf(event) !== null
  return (isClear ? [] : listFitting(site, key, event)).map(({ purchase, email, choice }) => ({
    choice,
    email,
    productName: purchase.productName,
    orders: purchase.orders,
    subscriptions: purchase.subscriptions,
    begun: purchase.bought ?? purchase.begun,
  }))
}

/** Whether any choice would change what its customer has, or will have. What was only imported or replayed asks for none. */
export function needsChoice(site: Site, key: string, asked: LedgerEvent): boolean {
  const event = site.storage.load(key).customer.history.find((one) => isSameEvent(one, asked))
  if (event === undefined || event.quiet) {
    return false
  }
  return listFitting(site, key, event).some(({ customer, choice }) => {
    const settled = derive(withEvent(customer, { ...event, chosen: choice })).customer
    return changesAccess(settled, event, site.contents.all, Date.now())
  })
}

/** @param key of the customer who has it */
function listFitting({ storage }: Site, key: string, event: LedgerEvent): Fitting[] {
  const owners = event.ambiguous ? storage.findOwners(aliasesOfEvent(event)) : [key]
  const all = owners.flatMap((one) => listPurchases(storage.load(one).customer, event))
  const named = all.filter(({ purchase }) => isNamed(purchase, event))
  const open = all.filter(({ purchase }) => canBear(purchase, event))
  return named.length > 0 ? named : open.length > 1 ? open : all
}

function findEvent({ history }: Customer, { event, purchase }: NamedEvent): LedgerEvent | undefined {
  const asked = { event, ...toNames(purchase) }
  return history.find((one) => isSameEvent(one, asked))
}

function listPurchases(customer: Customer, { marketplace, product, test }: LedgerEvent): Fitting[] {
  const { customer: derived, eventsOf } = derive(customer)
  return derived.purchases
    .filter((one) => one.marketplace === marketplace && one.product === product && one.test === (test === true))
    .flatMap((purchase) =>
      eventsOf(purchase.id)
        .slice(0, 1)
        .map(({ event, subscriptions }) => ({
          customer,
          purchase,
          choice: { event, subscription: subscriptions[0] ?? null },
          email: emailFor(customer, marketplace),
        })),
    )
}

/** It lacks each id the event names. */
function canBear({ orders, subscriptions }: Purchase, event: LedgerEvent): boolean {
  return (
    (event.orders.length === 0 || orders.length === 0) &&
    (event.subscriptions.length === 0 || subscriptions.length === 0)
  )
}
