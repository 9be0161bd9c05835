/** Turns a customer as 0.1.0 stored them into events; grants and endings keep the exact ends it computed. */
import type { EventType } from '../../../model/event-type'
import type { EndAccess } from '../../../model/rule'
import type { Trigger } from '../../../model/trigger'
import type { Target } from '../actions'
import type { Customer, TargetKey } from './customer'
import { derive } from './derive'
import { withEvent } from './history'
import type { Act, LedgerEvent } from './ledger-event'

const DAY_MS = 86_400_000
/** 0.1.0 stood for "no end" by dates from then on. */
const FAR_FUTURE = Date.UTC(2099, 11, 31)

interface OldOccurrence {
  at: number
  trigger: Trigger
  event: string
  firing: string
}

interface OldEnding {
  happened: OldOccurrence
  end: EndAccess
}

interface OldRemoval extends OldEnding {
  purchase: string
  target: Target
  until?: number
}

interface OldPurchase {
  id: string
  marketplace: string
  product: string
  productName: string | null
  orders: string[]
  subscriptions: string[]
  test: boolean
  paidAt: number | null
  paidUntil: { until: number; at: number } | null
  ending: { trigger: Trigger; at: number } | null
  claims: Record<
    TargetKey,
    {
      target: Target
      create: { happened: OldOccurrence; until: number | null; byPerson: boolean } | null
      ends: OldEnding[]
    }
  >
  elsewhere?: true
}

/** A document of version 1. */
export interface OldCustomer extends Omit<Customer, 'v' | 'history' | 'purchases' | 'removals'> {
  v: 1
  purchases: OldPurchase[]
  removals: Record<TargetKey, OldRemoval[]>
}

export function upgradeCustomer({ v: _, purchases, removals, ...rest }: OldCustomer): Customer {
  const empty: Customer = { ...rest, v: 2, history: [], purchases: [], removals: {} }
  const kept = purchases.filter(({ elsewhere }) => elsewhere !== true)
  const events = [
    ...kept.flatMap(listPurchaseEvents),
    ...Object.values(removals)
      .flat()
      .map((removal) => toRemovalEvent(removal, kept)),
  ]
  return derive(events.reduce(withEvent, empty)).customer
}

function listPurchaseEvents(purchase: OldPurchase): LedgerEvent[] {
  const events: LedgerEvent[] = []
  for (const { target, create, ends } of Object.values(purchase.claims)) {
    if (create !== null) {
      const act = toAct(create.happened, 'create', target, create.byPerson)
      events.push(toEvent(purchase, create.happened, [{ ...act, exact: create.until }]))
    }
    for (const { happened, end } of ends) {
      const act = toAct(happened, 'end', target, false)
      events.push(toEvent(purchase, happened, [{ ...act, end, exact: resolveEnd(purchase, happened.at, end) }]))
    }
  }
  const { paidAt, paidUntil, ending } = purchase
  if (paidAt !== null) {
    const at = { at: paidAt, trigger: 'subscription.charged' as const, event: `paid ${paidAt}`, firing: '' }
    const isKnown = events.some((one) => one.at === paidAt)
    events.push(...(isKnown ? [] : [toEvent(purchase, at, [])]))
  }
  if (ending !== null && !events.some(({ at }) => at === ending.at)) {
    events.push(toEvent(purchase, { ...ending, event: `ended ${ending.at}`, firing: '' }, []))
  }
  return events.map((event) => (event.at === paidAt ? { ...event, periodEnd: paidUntil?.until ?? null } : event))
}

/** One left behind by a purchase that moved away stands alone. */
function toRemovalEvent(removal: OldRemoval, purchases: OldPurchase[]): LedgerEvent {
  const { happened, end, target } = removal
  const cause = purchases.find(({ id }) => id === removal.purchase)
  const exact = removal.until ?? resolveEnd(cause, happened.at, end)
  const { marketplace = purchases[0]?.marketplace ?? '' } = cause ?? {}
  const stray = { marketplace, product: 'removal', productName: null, orders: [], subscriptions: [], test: false }
  return toEvent(cause ?? stray, happened, [{ ...toAct(happened, 'remove', target, false), end, exact }])
}

function toEvent(
  purchase: Pick<OldPurchase, 'marketplace' | 'product' | 'productName' | 'orders' | 'subscriptions' | 'test'>,
  { at, trigger, event }: OldOccurrence,
  acts: Act[],
): LedgerEvent {
  const { marketplace, product, productName, orders, subscriptions, test } = purchase
  const type: EventType = trigger
  return {
    event,
    marketplace,
    product,
    productName,
    type,
    at,
    orders,
    subscriptions,
    payments: [],
    periodEnd: null,
    acts,
    ...(test ? { test } : {}),
  }
}

function toAct({ trigger, firing }: OldOccurrence, does: Act['does'], target: Target, byPerson: boolean): Act {
  const options = { lasts: null, starts: null, end: { when: 'at_once' as const }, giveBack: true, everyProduct: false }
  return { firing, trigger, does, target, ...options, by: byPerson ? 'person' : 'rule' }
}

function resolveEnd(purchase: OldPurchase | undefined, at: number, end: EndAccess): number | null {
  const moment = toMoment(purchase, at, end)
  return moment >= FAR_FUTURE ? null : Math.floor(moment / 1_000) * 1_000
}

function toMoment(purchase: OldPurchase | undefined, at: number, end: EndAccess): number {
  if (end.when === 'at_once') {
    return at
  }
  if (end.when === 'later') {
    return at + end.days * DAY_MS
  }
  const { paidUntil = null, paidAt = null } = purchase ?? {}
  const counted = (paidAt ?? at) + end.days * DAY_MS
  const paid =
    paidUntil === null ? counted : (paidAt ?? 0) > paidUntil.at ? Math.max(paidUntil.until, counted) : paidUntil.until
  return Math.max(at, paid)
}
