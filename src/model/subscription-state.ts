/**
 * State of a subscription's triggers, advanced event by event. Pure.
 *
 * Each trigger has its own machine, and an additional event, wherever it falls in time, never makes a trigger fire less
 * often. Hence any order of arrival fires the same set in the end. It is also why only a success ends a cycle of
 * failures: a charge that arrives before the restart that ended it has fired a recovery, which the ledger leaves out.
 */
import { type ReportKind, SAME_DELINQUENCY_MS } from './event'

import { type EventType, mainTrigger, STOPS, SUBSCRIPTION_PAYMENTS } from './event-type'
import type { Trigger } from './trigger'

/** A charge and the recovery or completion reported with it lie within this time. */
const SAME_PAYMENT_MS = 3_600_000

/** What a subscription's event says; `at` in epoch ms. */
interface StateReport {
  reports: ReportKind
  type: EventType
  at: number
  /** A delinquency, or a failure that counts as one. */
  isDelinquent: boolean
}

export interface SubscriptionState {
  /** Triggers that cannot fire until armed again. */
  spent: Trigger[]
  /** `recovered`: fired at that time; `said` once the sender reported the recovery itself. */
  payments: { are: 'fine' } | { are: 'failing' } | { are: 'recovered'; at: number; said: boolean }
  /** Stops still in force, and when; absent from data written by 0.1.0. */
  stops?: { type: EventType; at: number }[]
  /** Last payment, to match a recovery or completion with its charge. */
  last: { at: number; charge: boolean } | null
}

export const INITIAL_STATE: SubscriptionState = { spent: [], payments: { are: 'fine' }, last: null }

interface Transition {
  state: SubscriptionState
  fires: Trigger[]
}

const BEGINS: readonly Trigger[] = ['product.purchased', 'subscription.restarted']
const FALLS: readonly Trigger[] = ['subscription.charge_failed', 'subscription.delinquent', 'subscription.canceled']

/** Fires once, until one of `armedBy` arms it again. */
interface Once {
  trigger: Trigger
  firedBy: readonly Trigger[]
  armedBy: readonly Trigger[]
}

const ONCE: readonly Once[] = [
  {
    trigger: 'subscription.charge_failed',
    firedBy: ['subscription.charge_failed'],
    armedBy: [...SUBSCRIPTION_PAYMENTS, ...BEGINS],
  },
  {
    trigger: 'subscription.delinquent',
    firedBy: ['subscription.delinquent'],
    armedBy: [...SUBSCRIPTION_PAYMENTS, ...BEGINS],
  },
  { trigger: 'subscription.restarted', firedBy: ['subscription.restarted'], armedBy: FALLS },
  { trigger: 'subscription.completed', firedBy: ['subscription.completed'], armedBy: BEGINS },
]

export function advance(standing: SubscriptionState, entry: StateReport): Transition {
  const facts = listImplied(entry)
  const spent = new Set(standing.spent)
  const fires: Trigger[] = []
  for (const { trigger, firedBy, armedBy } of ONCE) {
    if (facts.some((fact) => armedBy.includes(fact))) {
      spent.delete(trigger)
    }
    if (!facts.some((fact) => firedBy.includes(fact)) || spent.has(trigger)) {
      continue
    }
    spent.add(trigger)
    fires.push(trigger)
  }
  const stop = advanceStops(standing.stops ?? [], entry, facts)
  if (stop.fires) {
    fires.push('subscription.canceled')
  }
  const trigger = mainTrigger(entry.type)
  if (trigger?.startsWith('product.')) {
    fires.push(trigger)
  }
  const recovery = advanceRecovery(standing.payments, entry, facts)
  if (recovery.fires) {
    fires.push('subscription.recovered')
  }
  const charge = advanceCharge(standing.last, entry, isPayment(standing, entry, fires))
  if (charge.fires) {
    fires.push('subscription.charged')
  }
  return { state: { spent: [...spent], payments: recovery.payments, last: charge.last, stops: stop.stops }, fires }
}

/** Canceled, paused, expired and delinquent each stop a subscription once. */
function advanceStops(
  known: { type: EventType; at: number }[],
  { type, at }: StateReport,
  facts: Trigger[],
): { fires: boolean; stops: { type: EventType; at: number }[] } {
  const isFresh = facts.some((fact) => SUBSCRIPTION_PAYMENTS.includes(fact) || BEGINS.includes(fact))
  const stops = isFresh ? [] : known
  const own = facts.includes('subscription.delinquent') ? 'subscription.delinquent' : type
  if (!STOPS.has(own)) {
    return { fires: false, stops }
  }
  if (stops.some((stop) => stop.type === own)) {
    return { fires: false, stops }
  }
  const implied = own === 'subscription.delinquent' ? 'subscription.canceled' : 'subscription.delinquent'
  const isPair = own === 'subscription.delinquent' || own === 'subscription.canceled'
  const beside = isPair && stops.find((stop) => stop.type === implied && at - stop.at <= SAME_DELINQUENCY_MS)
  if (!beside) {
    return { fires: true, stops: [...stops, { type: own, at }] }
  }
  // The two are the delinquency alone: a later cancellation is one of its own.
  const delinquency = own === 'subscription.delinquent' ? { type: own, at } : beside
  return { fires: false, stops: [...stops.filter((stop) => stop !== beside), delinquency] }
}

function listImplied({ type, isDelinquent }: StateReport): Trigger[] {
  const trigger = mainTrigger(type)
  return [...(trigger === null ? [] : [trigger]), ...(isDelinquent ? (['subscription.delinquent'] as const) : [])]
}

/** Every charge fires. From a sender of facts, so does a recovery or completion without a charge of its own. */
function advanceCharge(last: SubscriptionState['last'], { type, reports, at }: StateReport, isPaid: boolean): Charge {
  const charge = type === 'subscription.charged'
  if (reports === 'triggers') {
    return { fires: charge, last }
  }
  if (!isPaid) {
    return { fires: false, last }
  }
  // A recovery and a completion are a payment each, unless a charge was reported.
  const samePayment = last !== null && at - last.at <= SAME_PAYMENT_MS && last.charge !== charge
  if (!samePayment) {
    return { fires: true, last: { at, charge } }
  }
  return { fires: false, last: { at: last.at, charge: last.charge || charge } }
}

/** A recovery reported twice is one payment, unless a charge was reported for the first. */
function isPayment({ payments, last }: SubscriptionState, { type }: StateReport, fires: Trigger[]): boolean {
  const isKnown = payments.are === 'recovered' && payments.said && last?.charge !== true
  return (
    type === 'subscription.charged' ||
    (type === 'subscription.recovered' && !isKnown) ||
    fires.some((trigger) => SUBSCRIPTION_PAYMENTS.includes(trigger))
  )
}

interface Charge {
  fires: boolean
  last: SubscriptionState['last']
}

/**
 * A success while payments fail. A reported recovery counts even without a known failure, but not when it repeats one
 * already fired, however late it follows its charge.
 */
function advanceRecovery(payments: SubscriptionState['payments'], entry: StateReport, facts: Trigger[]): Recovery {
  const { type, reports, at } = entry
  if (facts.some((fact) => fact === 'subscription.charge_failed' || fact === 'subscription.delinquent')) {
    return { fires: false, payments: { are: 'failing' } }
  }
  const trigger = mainTrigger(type)
  if (payments.are === 'recovered' && trigger === 'subscription.canceled') {
    return { fires: false, payments: { are: 'fine' } }
  }
  if (trigger === null || !SUBSCRIPTION_PAYMENTS.includes(trigger)) {
    return { fires: false, payments }
  }
  const said = type === 'subscription.recovered'
  switch (payments.are) {
    case 'failing': {
      const fires = reports === 'facts' || said
      return { fires, payments: fires ? { are: 'recovered', at, said } : payments }
    }
    case 'fine':
      return { fires: said, payments: said ? { are: 'recovered', at, said } : payments }
    case 'recovered': {
      const over = !said && payments.said && at - payments.at > SAME_PAYMENT_MS
      return { fires: false, payments: over ? { are: 'fine' } : { ...payments, said: payments.said || said } }
    }
  }
}

interface Recovery {
  fires: boolean
  payments: SubscriptionState['payments']
}
