/** Builds what a site needs to settle a firing: the event's facts, its item's purchase, mapped fields, how to reach the other side. */

import { KINDS } from '../integrations'
import type { DueFiring } from '../journal/queries'
import type { Connection } from '../model/connection'
import { type EventItem, type EventSubscription, impliesDelinquency, type MarketEvent, reportsOf } from '../model/event'
import { type FiringJob, type PassedEvent, toJobInstruction } from '../model/firing-job'
import { instructionOf, nameSource } from '../model/instruction'
import type { PurchaseFacts } from '../model/purchase'
import { dayNumber, momentOf, UTC } from '../model/time-zone'
import type { BatchSettings } from './batch-settings'
import { findDueAt } from './foreseen-access'

/** Null when the integration is gone or now points to another site, or the event names no customer. */
export function buildJob(
  { event, firing, origin, person, chosen, alsoActsOn, yielding }: DueFiring,
  settings: BatchSettings,
): FiringJob | null {
  const instruction = instructionOf(firing)
  const integration = settings.integrations.find((one) => one.id === instruction.integration.id)
  const item = event.items[firing.item]
  const due = findDueAt(event, instruction.options) ?? event.happenedAt
  if (integration?.site !== instruction.integration.site || !item || event.type === null || event.customer === null) {
    return null
  }
  return {
    v: 1,
    // With its rule: an object that still runs 0.1.0 reads the instruction from there.
    firing,
    instruction: toJobInstruction(firing),
    ...(chosen === undefined ? {} : { chosen }),
    ...(alsoActsOn === undefined ? {} : { alsoActsOn }),
    ...(yielding === undefined ? {} : { yielding }),
    eventType: event.type,
    happenedAt: Math.max(event.happenedAt, due),
    receivedAt: event.receivedAt,
    origin,
    person,
    customer: event.customer,
    purchase: buildPurchase(event, item, settings.zones.get(event.marketplace)),
    ...(KINDS.find(integration.kind)?.passesEvents ? { event: passEvent(event, item, nameSource(instruction)) } : {}),
    fields: mapFields(event, integration, settings),
    ...(settings.listening.has(event.marketplace) ? { reportsAccess: true as const } : {}),
    integration,
  }
}

/** Ids are the sender's. */
export function buildPurchase(event: MarketEvent, item: EventItem, zone?: string): PurchaseFacts {
  const reports = reportsOf(event)
  return {
    marketplace: event.marketplace,
    productId: item.productId,
    productName: item.productName,
    // An earlier plan was bought in an order of its own.
    orderId: item.switchedTo === undefined ? event.orderId : null,
    subscription: item.subscription && withDayIn(zone, item.subscription),
    periodEnd: item.unnamed ? withDayIn(zone, item.unnamed).periodEnd : null,
    payments: item.payments ?? [],
    delinquent:
      event.type === 'subscription.delinquent' ||
      impliesDelinquency({ ...event, reports }, (item.subscription ?? item.unnamed)?.failedAttempts ?? null),
    ...(reports === 'facts' ? { derives: true as const } : {}),
    ...(zone === undefined ? {} : { zone }),
    ...(item.switchedTo === undefined ? {} : { switchedTo: item.switchedTo }),
    test: event.test === true,
  }
}

/** Of a date without a time, noon in the marketplace's zone. */
function withDayIn<Of extends Omit<EventSubscription, 'id'>>(zone: string | undefined, { isDay, ...said }: Of) {
  const { periodEnd } = said
  const end = periodEnd !== null && isDay && zone ? momentOf(dayNumber(periodEnd, UTC), 12, zone) : periodEnd
  return { ...said, periodEnd: end }
}

function passEvent(
  { test, customFields, access }: MarketEvent,
  { role }: EventItem,
  rule: PassedEvent['rule'],
): PassedEvent {
  return { rule, role, test, customFields, ...(access === undefined ? {} : { access }) }
}

/** Values by the id of the other side's custom field; empty ones are never sent. */
function mapFields(event: MarketEvent, integration: Connection, settings: BatchSettings): Record<string, string> {
  const pairs = settings.mappings
    .filter((mapping) => mapping.integration === integration.id)
    .map(({ definition, field }) => [definition, event.customFields[field]?.trim() ?? ''] as const)
  return Object.fromEntries(pairs.filter(([, value]) => value !== ''))
}
