/** Recorded before a call that changes something, so that a run that finds it unanswered looks first. */

import type { PurchaseFacts } from '../../../model/purchase'
import { type Customer, type PendingWrite, type TargetKey, targetKey } from '../ledger/customer'
import { toStoredEnd } from '../ledger/ends'
import { eventOfJob } from '../ledger/job-event'
import { hasPurchase, toAliases } from '../ledger/purchase'
import type { SiteStorage } from '../storage/site-storage'
import { activationDate } from './dates'
import { type PlanState, wantedAccess } from './plan-state'
import { findDoubt, type SiteCall } from './site-call'

/** By what would be opened. Creating the user leads to enrolling, so both are recorded. Times are epoch ms. */
export function pendingWrites(
  state: PlanState,
  call: SiteCall,
  opened: string,
  now: number,
): Record<string, PendingWrite> {
  if (call.do !== 'create user') {
    return { [opened]: pendingWrite(state, call, now) }
  }
  const at = { at: now, activatedAt: activationDate(null, state), order: state.customer.learned + 1 }
  return { user: { ...at, end: null }, ...pendingOpening(state, targetKey(state.target), at) }
}

/** True if a customer owns a purchase's ids but the ledger lacks it: a run stopped after `FiringRecord.coverCall`. */
export function isInterrupted(storage: SiteStorage, key: string, customer: Customer, purchase: PurchaseFacts): boolean {
  return !hasPurchase(customer, purchase) && storage.findOwners(toAliases(purchase)).includes(key)
}

/** Assumes that an earlier run, of any firing of the event, was interrupted during its calls. */
export function resumeInterrupted(state: PlanState): PlanState {
  const doubt = { at: state.job.receivedAt, activatedAt: activationDate(null, state) }
  const openings = (eventOfJob(state.job).awaited ?? []).map((key) => pendingOpening(state, key, doubt))
  const unanswered = Object.assign({ user: { ...doubt, end: null } }, ...openings, state.customer.unanswered)
  return { ...state, customer: { ...state.customer, unanswered } }
}

/** `sentAt`: when the call left, epoch ms. */
export function withPendingWrite(state: PlanState, call: SiteCall, sentAt: number): PlanState {
  const opened = findDoubt(call)
  if (opened === null) {
    return state
  }
  const unanswered = { [opened]: pendingWrite(state, call, sentAt), ...state.customer.unanswered }
  return { ...state, customer: { ...state.customer, learned: state.customer.learned + 1, unanswered } }
}

/** Of an event that has come to grant nothing since, it is not known until when it was to open the target. */
function pendingOpening(state: PlanState, key: TargetKey, at: Omit<PendingWrite, 'end'>): Record<string, PendingWrite> {
  const { end } = wantedAccess(state, key)
  const mayBeQueued = key.startsWith('bundle:') ? { mayBeQueued: true as const } : {}
  return { [key]: { ...at, end: end > at.at ? toStoredEnd(end) : null, ...mayBeQueued } }
}

function pendingWrite(state: PlanState, call: SiteCall, at: number): PendingWrite {
  const order = state.customer.learned + 1
  return 'activatedAt' in call
    ? {
        at,
        activatedAt: call.activatedAt,
        end: call.end,
        order,
        ...(call.do === 'enroll in bundle' ? { mayBeQueued: true as const } : {}),
      }
    : { at, activatedAt: activationDate(null, state), end: null, order }
}
