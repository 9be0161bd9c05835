/** One item of one event as the ledger keeps it, with what rules asked for. Everything else is worked out from these. */
import type { EventType } from '../../../model/event-type'
import type { Note } from '../../../model/job'
import type { PurchaseFacts } from '../../../model/purchase'
import type { EndAccess } from '../../../model/rule'
import { ENDING_TRIGGERS, type Trigger } from '../../../model/trigger'
import { isCreateAction, type Target, toTarget } from '../actions'
import type { Job } from '../job'
import type { Customer } from './customer'

export interface LedgerEvent {
  event: string
  marketplace: string
  product: string
  productName: string | null
  type: EventType
  /** When it happened, epoch ms; never later than its arrival. */
  at: number
  /** Ids of the purchase, as named by this event. */
  orders: string[]
  subscriptions: string[]
  payments: string[]
  /** End of the paid period it names, epoch ms. */
  periodEnd: number | null
  /** A failure that makes the subscription delinquent. */
  delinquent?: true
  test?: true
  /** The marketplace's zone when it was recorded; absent for UTC. */
  zone?: string
  /** The customer whose email it named, if not this one: key of their document. */
  from?: string
  /** Known only from a firing that a later event brought. */
  implied?: true
  /** Its ids fit purchases of several other customers. */
  ambiguous?: true
  acts: Act[]
}

/** What one firing asks for. */
export interface Act {
  firing: string
  trigger: Trigger
  does: 'create' | 'end' | 'remove'
  target: Target
  lasts: Span
  starts: Span
  end: EndAccess
  giveBack: boolean
  everyProduct: boolean
  by: 'rule' | 'replay' | 'person'
  /** What 0.1.0 worked out, epoch ms: the exact end of a grant or ending from before. */
  exact?: number | null
  /** Whether its entry says it is unclear; absent until it is settled. */
  isSaidUnclear?: boolean
  /** Courses of the bundle when it was opened. */
  opened?: string[]
}

/** A number of days, a date (`2026-12-24`), or neither. */
export type Span = { days: number } | { date: string } | null

const PAYMENTS: ReadonlySet<EventType> = new Set<EventType>([
  'subscription.charged',
  'subscription.recovered',
  'subscription.completed',
])

export function isPurchase({ type }: LedgerEvent): boolean {
  return type === 'product.purchased'
}

export function isPayment({ type }: LedgerEvent): boolean {
  return PAYMENTS.has(type)
}

export function isByPerson({ acts }: LedgerEvent): boolean {
  return acts.some(({ by }) => by === 'person')
}

/** The same event for the same purchase, however often it is recorded. */
export function isSameEvent(one: LedgerEvent, other: LedgerEvent): boolean {
  return (
    one.event === other.event &&
    one.marketplace === other.marketplace &&
    one.product === other.product &&
    one.test === other.test &&
    (one.subscriptions[0] ?? '') === (other.subscriptions[0] ?? '')
  )
}

/** A job's event without what its firing asks for. */
export function eventOfJob(job: Job): LedgerEvent {
  const { firing } = job
  // A trigger that a late event revealed belongs to the earlier event that implies it.
  const revealed = firing.impliedBy !== null
  return {
    ...toEvent(firing.impliedBy ?? firing.event, revealed ? firing.trigger : job.eventType, job.purchase),
    at: Math.min(firing.happenedAt, job.receivedAt),
    ...(revealed ? { periodEnd: null, payments: [], implied: true as const } : {}),
  }
}

/** The event that brought the job, where its firing belongs to an earlier one; else null. */
export function bringingEvent(job: Job): LedgerEvent | null {
  return job.firing.impliedBy === null
    ? null
    : { ...toEvent(job.firing.event, job.eventType, job.purchase), at: Math.min(job.happenedAt, job.receivedAt) }
}

export function eventOfNote({ event, eventType, happenedAt, purchase }: Note): LedgerEvent {
  return { ...toEvent(event, eventType, purchase), at: happenedAt }
}

/** With what the firing asks for: a customer who has the target already is no stranger to the event. */
export function eventForPlacing(job: Job): LedgerEvent {
  return { ...eventOfJob(job), acts: [actOfJob(job)] }
}

export function actOfJob({ firing, instruction, origin }: Job): Act {
  const { options } = instruction
  return {
    firing: firing.id,
    trigger: firing.trigger,
    does: isCreateAction(instruction.action)
      ? 'create'
      : isRemoval(firing.trigger, instruction, origin)
        ? 'remove'
        : 'end',
    target: toTarget(instruction.target),
    lasts: options.accessUntil ? { date: options.accessUntil } : toDays(options.accessDays),
    starts: options.startsOn ? { date: options.startsOn } : toDays(options.startsAfter ?? null),
    end: options.end,
    giveBack: options.giveBack ?? true,
    everyProduct: instruction.everyProduct ?? false,
    by: origin === 'person' ? 'person' : origin === 'event' ? 'rule' : 'replay',
  }
}

/** Adds an event; one already there only gains ids and acts. */
export function withEvent(customer: Customer, added: LedgerEvent): Customer {
  const known = customer.history.find((one) => isSameEvent(one, added))
  if (known === undefined) {
    return { ...customer, history: [...customer.history, added] }
  }
  const [{ implied: _, ...base }, other] = known.implied && !added.implied ? [added, known] : [known, added]
  const merged: LedgerEvent = {
    ...base,
    ...(known.implied && added.implied ? { implied: true as const } : {}),
    productName: added.productName ?? known.productName,
    orders: union(known.orders, added.orders),
    subscriptions: union(known.subscriptions, added.subscriptions),
    payments: union(known.payments, added.payments),
    periodEnd: base.periodEnd ?? other.periodEnd,
    acts: [...known.acts.filter(({ firing }) => !added.acts.some((act) => act.firing === firing)), ...added.acts],
  }
  return { ...customer, history: customer.history.map((one) => (one === known ? merged : one)) }
}

/** A removal ends access whatever granted it; an ending only what its purchase granted. */
function isRemoval(trigger: Trigger, { options }: Job['instruction'], origin: Job['origin']): boolean {
  return options.removeAlways || (origin !== 'person' && !ENDING_TRIGGERS.has(trigger))
}

function toEvent(event: string, type: EventType, purchase: PurchaseFacts): Omit<LedgerEvent, 'at'> {
  const { marketplace, productId, productName, orderId, subscription, payments = [], test, zone, delinquent } = purchase
  return {
    event,
    marketplace,
    product: productId,
    productName,
    type,
    orders: orderId === null ? [] : [orderId],
    subscriptions: subscription === null ? [] : [subscription.id],
    payments,
    periodEnd: subscription?.periodEnd ?? purchase.periodEnd ?? null,
    acts: [],
    ...(delinquent ? { delinquent } : {}),
    ...(test ? { test } : {}),
    ...(zone === undefined || zone === 'UTC' ? {} : { zone }),
  }
}

function toDays(days: number | null): Span {
  return days === null ? null : { days }
}

function union(one: string[], other: string[]): string[] {
  return [...new Set([...one, ...other])]
}
