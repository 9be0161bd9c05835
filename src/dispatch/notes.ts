import { ERASED } from '../journal/customers/erasure'
import type { ReceiveResult } from '../journal/queries'
import type { EventItem, MarketEvent } from '../model/event'
import type { IntegrationAccess, Note } from '../model/job'
import type { Trigger } from '../model/trigger'
import { buildPurchase } from './build-job'

/**
 * What sites must learn that no firing brings them, by site. Endings are recorded even when no rule acts on them; a
 * payment or restart moves the paid period; seeing both ids of a purchase together joins them.
 */
export function buildNotes(received: ReceiveResult, integrations: IntegrationAccess[]): Map<string, Note[]> {
  const { event, triggers, firings } = received
  const notes = new Map<string, Note[]>()
  if (event.type === null || event.customer === null || received.status === 'repeat') {
    return notes
  }
  const { id, type: eventType, happenedAt, customer } = event
  // The customer was erased while the message was queued; the mark must not enter the ledger as an email.
  if (customer.email.startsWith(ERASED)) {
    return notes
  }
  const sites = new Set(
    integrations.filter((one) => one.marketplace === event.marketplace).map((integration) => integration.site),
  )
  for (const [index, item] of event.items.entries()) {
    const fired = triggers[index] ?? []
    if (!isRelevant(event, item, fired)) {
      continue
    }
    const note: Note = {
      ...{ v: 1, event: id, eventType, triggers: fired, happenedAt, customer },
      purchase: buildPurchase(event, item),
    }
    for (const site of sites) {
      const isFired = firings.some(({ firing }) => firing.item === index && firing.rule.on && firing.rule.site === site)
      if (!isFired) {
        notes.set(site, [...(notes.get(site) ?? []), note])
      }
    }
  }
  return notes
}

/** An order that no rule acts on does not matter unless it starts a subscription. */
function isRelevant({ orderId }: MarketEvent, { subscription }: EventItem, fired: Trigger[]): boolean {
  if (subscription === null) {
    return fired.some((trigger) => trigger !== 'product.purchased')
  }
  return fired.length > 0 || orderId !== null || subscription.periodEnd !== null
}
