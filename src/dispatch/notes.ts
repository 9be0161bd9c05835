/** Notes: what sites must know of an event though no firing brings it to them. */

import { KINDS } from '../integrations'
import { ERASED } from '../journal/customers/erasure'
import type { ReceiveResult } from '../journal/queries'
import type { Connection } from '../model/connection'
import { type EventItem, type MarketEvent, sourceOf } from '../model/event'
import { isStoreEvent, STOPS } from '../model/event-type'
import type { Firing } from '../model/firing'
import type { Note } from '../model/firing-job'
import type { Trigger } from '../model/trigger'
import type { BatchSettings } from './batch-settings'
import { buildPurchase } from './build-job'
import type { SiteRef } from './ports'

/** What one site must know. */
export interface SiteNotes {
  site: Connection
  notes: Note[]
}

/**
 * What sites must learn that no firing brings them, by site. Endings are recorded even when no rule acts on them; a
 * payment or restart moves the paid period; seeing both ids of a purchase together joins them.
 */
export function buildNotes(
  received: ReceiveResult,
  { integrations, zones, listening }: Pick<BatchSettings, 'integrations' | 'zones' | 'listening'>,
): SiteNotes[] {
  const { event, triggers, firings, replayed, entry, chosen } = received
  if (event.type === null || event.customer === null || received.status === 'repeat') {
    return []
  }
  const { id, type: eventType, happenedAt, customer } = event
  // The customer was erased while the message was queued; the mark must not enter the ledger as an email.
  if (customer.email.startsWith(ERASED)) {
    return []
  }
  const quiet = replayed || sourceOf(event).kind === 'import' ? { quiet: true as const } : {}
  const own = integrations.filter((one) => one.marketplace === event.marketplace && one.settings !== null)
  const notes = event.items.map((item, index): Note | null => {
    const fired = triggers[index] ?? []
    return isRelevant(event, item, fired)
      ? {
          v: 1,
          event: id,
          eventType,
          triggers: fired,
          happenedAt,
          customer,
          ...quiet,
          ...(entry === undefined ? {} : { entry }),
          ...(chosen === undefined ? {} : { chosen }),
          ...(listening.has(event.marketplace) ? { reportsAccess: true as const } : {}),
          purchase: buildPurchase(event, item, zones.get(event.marketplace)),
        }
      : null
  })
  const sites = new Map(own.map((one) => [siteRefKey(one), one]))
  return [...sites.values()].flatMap((site) => {
    const unfired = notes.filter(
      (note, index): note is Note => note !== null && !firings.some(({ firing }) => isFiredAt(site, firing, index)),
    )
    return unfired.length === 0 ? [] : [{ site, notes: unfired }]
  })
}

/** The same for integrations whose firings are settled in the same place. */
export function siteRefKey({ kind, site }: SiteRef): string {
  return `${kind} ${site}`
}

function isFiredAt({ kind, site }: SiteRef, { item, rule }: Firing, index: number): boolean {
  return item === index && rule.on && rule.site === site && KINDS.findByAction(rule.action)?.id === kind
}

/** What a course reports is about no purchase, and good news of a later plan not about the earlier one. A sale that is only reported again adds nothing, unless it names ids or a period. */
function isRelevant(
  { orderId, type }: MarketEvent,
  { subscription, switchedTo }: EventItem,
  fired: Trigger[],
): boolean {
  if (type === null || !isStoreEvent(type)) {
    return false
  }
  if (switchedTo !== undefined) {
    return STOPS.has(type) || type === 'subscription.charge_failed'
  }
  return (
    type !== 'product.purchased' ||
    fired.length > 0 ||
    (subscription !== null && (orderId !== null || subscription.periodEnd !== null))
  )
}
