/** The parts of a verdict's sentence. */
import { mainTrigger } from '../../../model/event-type'
import type { Outcome } from '../../../model/outcome'
import type { Trigger } from '../../../model/trigger'
import { type Purchase, targetKey } from '../ledger/customer'
import { ENDLESS } from '../ledger/ends'
import type { Grant } from '../ledger/grants'
import type { LedgerEvent } from '../ledger/ledger-event'
import type { Occurrence } from '../ledger/occurrence'
import { describeGiver, describeKeeper, describePurchase, formatDay, pastTense } from '../ledger/phrases'
import { findMissingRule, type MissingRule } from '../ledger/unruled-ending'
import { occurrenceTime } from '../thinkific-job'
import type { PlanState } from './plan-state'
import { isAdministrator } from './user-step'

const PERSON_DID: Record<PlanState['record']['fact']['kind'], string> = {
  create: 'enrolled the customer',
  restore: 'restored the purchase’s access',
  end: 'ended the access',
  remove: 'ended the access',
  none: 'ended the access',
}

/** What took the customer out of the target, whatever had granted it. */
export function findRemoval(state: PlanState) {
  const { marketplace } = state.job.purchase
  const removals = state.customer.removals[targetKey(state.target)] ?? []
  return removals.filter((one) => one.marketplace === marketplace).at(-1)
}

export function describeRemoval(state: PlanState): string | null {
  const removal = state.record.fate.kind === 'stands' ? findRemoval(state) : undefined
  const cause = state.customer.purchases.find(({ id }) => id === removal?.purchase)
  if (removal === undefined || cause === undefined) {
    return null
  }
  const { marketplace } = state.job.purchase
  return (
    describeClick(state, removal.happened) ??
    `${describePurchase(cause, marketplace)} took it away on ${describeDay(state, removal.happened.at)}`
  )
}

/** `it was refunded on May 3, 2026`; a pause or dispute is called that, and a person's click too. */
export function describeOverruling(state: PlanState, by: Occurrence): string {
  const click = describeClick(state, by)
  if (click !== null) {
    return click
  }
  const type = findEvent(state, by)?.type ?? by.trigger
  // A pause or dispute is called that, not the trigger it fires.
  const what = mainTrigger(type) === by.trigger ? type : nameImplied(by.trigger)
  return `it ${pastTense(what)} on ${describeDay(state, by.at)}`
}

/** A Canceled that an event implies is a delinquency's. */
function nameImplied(trigger: Trigger): Trigger {
  return trigger === 'subscription.canceled' ? 'subscription.delinquent' : trigger
}

function describeClick(state: PlanState, by: Occurrence): string | null {
  const act = findEvent(state, by)?.acts.find(({ firing }) => firing === by.firing)
  const did = act?.does === 'create' ? 'enrolled the customer' : 'ended the access'
  return act?.by === 'person' ? `a person ${did} by hand on ${describeDay(state, by.at)}` : null
}

function findEvent({ customer, job }: PlanState, { event, firing }: Occurrence): LedgerEvent | undefined {
  const own = customer.history.filter((one) => one.event === event && one.marketplace === job.purchase.marketplace)
  return own.find(({ acts }) => acts.some((act) => act.firing === firing)) ?? own[0]
}

/** `Club (order 1903) was canceled`, or what a person did. */
export function describeReason(state: PlanState): string {
  const { job } = state
  if (job.origin === 'person') {
    return `${job.person ?? 'someone'} ${PERSON_DID[state.record.fact.kind]} by hand`
  }
  const purchase = findOwnPurchase(state)
  const { marketplace, orderId } = job.purchase
  const what = purchase === undefined ? 'the purchase' : describePurchase(purchase, marketplace, orderId)
  const { ownTrigger, trigger } = job.firing
  return `${what} ${pastTense(state.record.fact.kind === 'none' || ownTrigger ? job.eventType : nameImplied(trigger))}`
}

export function describeEvent({ job }: PlanState): string {
  return `the event of ${formatDay(occurrenceTime(job), job.purchase.zone)}`
}

export function describeTarget({ target }: PlanState): string {
  return target.name || `${target.kind} ${target.id}`
}

export function findOwnPurchase(state: PlanState): Purchase | undefined {
  return state.customer.purchases.find(({ id }) => id === state.record.purchase)
}

/** ` until May 3, 2026`; empty for no end. */
export function describeUntil(state: PlanState, end: number): string {
  return end === ENDLESS ? '' : ` until ${describeDay(state, end)}`
}

/** `May 3, 2026`, as the marketplace's calendar has it. @param at epoch ms */
export function describeDay({ job }: PlanState, at: number): string {
  return formatDay(at, job.purchase.zone)
}

/** What keeps access open: `by Club (order 1)`. */
export function describeKept(state: PlanState, grant: Grant): string {
  return describeKeeper(grant, ...contextOf(state))
}

/** The rule that would have ended what keeps access open; null where none is missing, or it is another marketplace's. */
export function findMissing({ job }: PlanState, grant: Grant): MissingRule | null {
  return grant.purchase?.marketplace === job.purchase.marketplace ? findMissingRule(grant) : null
}

/** What gave access: `given by Club (order 1)`. */
export function describeGiven(state: PlanState, grant: Grant): string {
  return describeGiver(grant, ...contextOf(state))
}

function contextOf(state: PlanState) {
  const { marketplace, zone } = state.job.purchase
  return [state.target, marketplace, zone, findOwnPurchase(state)] as const
}

/** What is said after the verdict itself. */
export function listRemarks(state: PlanState, outcome: Outcome): string[] {
  return [
    ...listSwitchRemarks(state, outcome),
    ...listOwnerRemarks(state),
    ...state.remarks,
    ...listAdministratorRemarks(state),
  ]
}

/** Why an event of one plan is about the access of another. */
function listSwitchRemarks({ job }: PlanState, outcome: Outcome): string[] {
  const { switchedTo, productName, productId } = job.purchase
  const why = outcome === 'kept' ? '' : ': what ends the new plan ends the old one, too'
  return switchedTo === undefined
    ? []
    : [
        `The event named ${switchedTo}, to which the subscription had moved from ${productName ?? `product ${productId}`}${why}.`,
      ]
}

function listOwnerRemarks({ ownerEmail }: PlanState): string[] {
  return ownerEmail === null ? [] : [describeOwner(ownerEmail)]
}

/** Of an event that named another email. */
export function describeOwner(email: string): string {
  return `The purchase belongs to ${email}.`
}

function listAdministratorRemarks(state: PlanState): string[] {
  const made = state.record.fact.kind === 'create' && isAdministrator(state)
  return made
    ? ['This is an administrator of the Thinkific site, who sees every course anyway: use another email to test.']
    : []
}
