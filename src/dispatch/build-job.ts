/** Builds what a site needs to settle a firing: the event's facts, its item's purchase, mapped fields, how to reach the other side. */

import type { FiringToSettle } from '../journal/queries'
import type { EventItem, MarketEvent } from '../model/event'
import { type Connection, type Job, toInstruction } from '../model/job'
import type { PurchaseFacts } from '../model/purchase'
import type { Settings } from './settings'

/** Null when the integration is gone or now points to another site, or the event names no customer. */
export function buildJob({ event, firing, origin, person }: FiringToSettle, settings: Settings): Job | null {
  const integration = settings.integrations.find((one) => one.id === firing.rule.integration)
  const item = event.items[firing.item]
  if (integration?.site !== firing.rule.site || !item || event.type === null || event.customer === null) {
    return null
  }
  return {
    v: 1,
    // With its rule: an object that still runs 0.1.0 reads the instruction from there.
    firing,
    instruction: toInstruction(firing.rule),
    eventType: event.type,
    happenedAt: event.happenedAt,
    receivedAt: event.receivedAt,
    origin,
    person,
    customer: event.customer,
    purchase: buildPurchase(event, item),
    fields: mapFields(event, integration, settings),
    integration,
  }
}

/** Ids are the sender's. */
export function buildPurchase(event: MarketEvent, item: EventItem): PurchaseFacts {
  return {
    marketplace: event.marketplace,
    productId: item.productId,
    productName: item.productName,
    orderId: event.orderId,
    subscription: item.subscription,
    payments: item.payments ?? [],
    test: event.test === true,
  }
}

/** Values by Thinkific's definition id; empty ones are never sent. */
function mapFields(event: MarketEvent, integration: Connection, settings: Settings): Record<string, string> {
  const pairs = settings.mappings
    .filter((mapping) => mapping.integration === integration.id)
    .map(({ definition, field }) => [definition, event.customFields[field]?.trim() ?? ''] as const)
  return Object.fromEntries(pairs.filter(([, value]) => value !== ''))
}
