/** Builds what a site needs to settle a firing: the event's facts, its item's purchase, mapped fields, how to reach the other side. */

import { KINDS } from '../integrations'
import type { FiringToSettle } from '../journal/queries'
import type { Connection } from '../model/connection'
import { type EventItem, impliesDelinquency, type MarketEvent } from '../model/event'
import { type FiringJob, type PassedEvent, toInstruction } from '../model/firing-job'
import type { PurchaseFacts } from '../model/purchase'
import type { Rule } from '../model/rule'
import type { Settings } from './batch-settings'
import { findTurn } from './foreseen-access'

/** Null when the integration is gone or now points to another site, or the event names no customer. */
export function buildJob(
  { event, firing, origin, person, chosen, alsoActsOn }: FiringToSettle,
  settings: Settings,
): FiringJob | null {
  const integration = settings.integrations.find((one) => one.id === firing.rule.integration)
  const item = event.items[firing.item]
  const turn = findTurn(event, firing.rule.options) ?? event.happenedAt
  if (integration?.site !== firing.rule.site || !item || event.type === null || event.customer === null) {
    return null
  }
  return {
    v: 1,
    // With its rule: an object that still runs 0.1.0 reads the instruction from there.
    firing,
    instruction: toInstruction(firing.rule),
    ...(chosen === undefined ? {} : { chosen }),
    ...(alsoActsOn === undefined ? {} : { alsoActsOn }),
    eventType: event.type,
    happenedAt: Math.max(event.happenedAt, turn),
    receivedAt: event.receivedAt,
    origin,
    person,
    customer: event.customer,
    purchase: buildPurchase(event, item, settings.zones.get(event.marketplace)),
    ...(KINDS.find(integration.kind)?.passesEvents ? { event: passEvent(event, item, firing.rule) } : {}),
    fields: mapFields(event, integration, settings),
    ...(settings.listening.has(event.marketplace) ? { reportsAccess: true as const } : {}),
    integration,
  }
}

/** Ids are the sender's. */
export function buildPurchase(event: MarketEvent, item: EventItem, zone?: string): PurchaseFacts {
  return {
    marketplace: event.marketplace,
    productId: item.productId,
    productName: item.productName,
    // An earlier plan was bought in an order of its own.
    orderId: item.switchedTo === undefined ? event.orderId : null,
    subscription: item.subscription,
    periodEnd: item.unnamed?.periodEnd ?? null,
    payments: item.payments ?? [],
    delinquent:
      event.type === 'subscription.delinquent' ||
      impliesDelinquency(event, (item.subscription ?? item.unnamed)?.failedAttempts ?? null),
    ...(event.tells === 'facts' ? { derives: true as const } : {}),
    ...(zone === undefined ? {} : { zone }),
    ...(item.switchedTo === undefined ? {} : { switchedTo: item.switchedTo }),
    test: event.test === true,
  }
}

function passEvent({ test, customFields, access }: MarketEvent, { role }: EventItem, { id, name }: Rule): PassedEvent {
  return { rule: { id, name }, role, test, customFields, ...(access === undefined ? {} : { access }) }
}

/** Values by Thinkific's definition id; empty ones are never sent. */
function mapFields(event: MarketEvent, integration: Connection, settings: Settings): Record<string, string> {
  const pairs = settings.mappings
    .filter((mapping) => mapping.integration === integration.id)
    .map(({ definition, field }) => [definition, event.customFields[field]?.trim() ?? ''] as const)
  return Object.fromEntries(pairs.filter(([, value]) => value !== ''))
}
