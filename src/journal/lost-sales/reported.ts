/** Whether what a store's books say was reported. Pure. */
import type { EventItem, MarketEvent } from '../../model/event'
import { type EventType, PAYMENTS, REPAYMENTS, RESTARTS, STOPS } from '../../model/event-type'
import type { LostSaleKind, SaleClue } from './lost-sale'

const DAY_MS = 86_400_000
/** Between a store's date of a change and the arrival of its report, or two names of one change. */
const SAME_CHANGE_DAYS = 3

/** A payment, and more than one. */
const COMPLETION: EventType = 'subscription.completed'

type ReportedEvent = Pick<MarketEvent, 'type' | 'orderId' | 'items' | 'happenedAt'>

type FactGroup = 'bought' | 'paid back' | 'partly paid back' | 'stopped' | 'went on' | 'charged' | 'completed'

const CLUE_GROUP: Record<LostSaleKind, FactGroup> = {
  paid: 'bought',
  charged: 'charged',
  refunded: 'paid back',
  disputed: 'paid back',
  'partially refunded': 'partly paid back',
  canceled: 'stopped',
  delinquent: 'stopped',
  paused: 'stopped',
  completed: 'completed',
}

/** What an event reports, in keys that need no customer: enough to pass over most of a store's records at once. */
export function listFacts({ type, orderId, items, happenedAt }: ReportedEvent): string[] {
  const group = groupOf(type)
  if (group === null) {
    return []
  }
  const day = dayOf(happenedAt)
  return items.flatMap(({ productId, subscription, payments = [] }) => [
    // A store's own record of a later payment names no product.
    ...(orderId !== null && group === 'charged' ? [`${group} ${orderId} ${day}`] : []),
    ...(orderId === null ? [] : [`${group} ${orderId} ${productId}`, `${group} ${orderId} ${productId} ${day}`]),
    ...(subscription === null ? [] : [`${group} subscription ${subscription.id}`]),
    ...(subscription !== null && type === COMPLETION ? [`completed subscription ${subscription.id}`] : []),
    ...payments.map((payment) => `${group} payment ${payment}`),
  ])
}

/** True only where the facts alone prove it. */
export function isKnownByFacts(clue: SaleClue, facts: ReadonlySet<string>): boolean {
  const group = CLUE_GROUP[clue.kind]
  switch (group) {
    case 'bought':
      return facts.has(lineOf(group, clue)) || (hasSubscription(clue) && facts.has(subscriptionOf(group, clue)))
    case 'charged':
      return facts.has(paymentOf(group, clue)) || hasNear(`${group} ${clue.orderId}`, clue, facts)
    case 'paid back':
      return hasRepayment(group, clue, facts)
    case 'partly paid back':
      return hasRepayment(group, clue, facts) || hasRepayment('paid back', clue, facts)
    case 'completed':
      return facts.has(subscriptionOf(group, clue))
    default:
      // A subscription that went on may have stopped twice.
      return facts.has(subscriptionOf('stopped', clue)) && !facts.has(subscriptionOf('went on', clue))
  }
}

function hasRepayment(group: FactGroup, clue: SaleClue, facts: ReadonlySet<string>): boolean {
  if (clue.paymentId !== null && facts.has(paymentOf(group, clue))) {
    return true
  }
  // An order line of a subscription may be paid back once a period.
  return hasSubscription(clue) ? hasNear(lineOf(group, clue), clue, facts) : facts.has(lineOf(group, clue))
}

function hasNear(fact: string, { happenedAt }: SaleClue, facts: ReadonlySet<string>): boolean {
  const day = dayOf(happenedAt)
  for (let near = day - SAME_CHANGE_DAYS; near <= day + SAME_CHANGE_DAYS; near += 1) {
    if (facts.has(`${fact} ${near}`)) {
      return true
    }
  }
  return false
}

function lineOf(group: FactGroup, { orderId, productId }: SaleClue): string {
  return `${group} ${orderId} ${productId}`
}

function subscriptionOf(group: FactGroup, { subscriptionId }: SaleClue): string {
  return `${group} subscription ${subscriptionId}`
}

function paymentOf(group: FactGroup, { paymentId }: SaleClue): string {
  return `${group} payment ${paymentId}`
}

function hasSubscription({ subscriptionId }: SaleClue): boolean {
  return subscriptionId !== null
}

/** @param events the customer's own */
export function isReported(clue: SaleClue, events: readonly ReportedEvent[]): boolean {
  const group = CLUE_GROUP[clue.kind]
  const about = events.filter((event) => event.items.some((item) => isAbout(clue, event, item)))
  switch (group) {
    case 'bought':
      return about.some(({ type }) => groupOf(type) === 'bought')
    case 'charged':
      return about.some((event) => groupOf(event.type) === 'charged' && isSameChange(clue, event))
    case 'paid back':
      return about.some((event) => groupOf(event.type) === 'paid back' && isSameRepayment(clue, event))
    case 'partly paid back':
      return about.some(
        (event) =>
          ['paid back', 'partly paid back'].includes(groupOf(event.type) ?? '') && isSameRepayment(clue, event),
      )
    case 'completed':
      return about.some(({ type }) => type === COMPLETION)
    default:
      return isStopped(clue, about)
  }
}

/** It had stopped by then, or a stop was reported since. */
function isStopped(clue: SaleClue, about: ReportedEvent[]): boolean {
  const changes = about.filter(({ type }) => ['stopped', 'went on'].includes(groupOf(type) ?? ''))
  const from = clue.happenedAt - SAME_CHANGE_DAYS * DAY_MS
  const [before] = changes.filter(({ happenedAt }) => happenedAt < from).sort((a, b) => b.happenedAt - a.happenedAt)
  return (
    groupOf(before?.type ?? null) === 'stopped' ||
    changes.some(({ type, happenedAt }) => groupOf(type) === 'stopped' && happenedAt >= from)
  )
}

function isSameRepayment(clue: SaleClue, event: ReportedEvent): boolean {
  return !hasSubscription(clue) || namesPayment(clue, event) || isSameChange(clue, event)
}

function isSameChange(clue: SaleClue, event: ReportedEvent): boolean {
  return namesPayment(clue, event) || Math.abs(event.happenedAt - clue.happenedAt) <= SAME_CHANGE_DAYS * DAY_MS
}

function namesPayment({ paymentId }: SaleClue, { items }: ReportedEvent): boolean {
  return paymentId !== null && items.some(({ payments = [] }) => payments.includes(paymentId))
}

/** Ids that only one of both has say nothing. */
function isAbout(clue: SaleClue, { orderId }: ReportedEvent, { productId, subscription }: EventItem): boolean {
  if (productId !== clue.productId) {
    return false
  }
  if (subscription !== null && clue.subscriptionId !== null) {
    return subscription.id === clue.subscriptionId
  }
  return orderId === null || clue.orderId === null || orderId === clue.orderId
}

function groupOf(type: EventType | null): FactGroup | null {
  if (type === null) {
    return null
  }
  if (type === 'product.purchased') {
    return 'bought'
  }
  if (type === 'product.partially_refunded') {
    return 'partly paid back'
  }
  if (REPAYMENTS.has(type)) {
    return 'paid back'
  }
  if (STOPS.has(type)) {
    return 'stopped'
  }
  if (RESTARTS.has(type)) {
    return 'went on'
  }
  return PAYMENTS.has(type) ? 'charged' : null
}

function dayOf(at: number): number {
  return Math.floor(at / DAY_MS)
}
