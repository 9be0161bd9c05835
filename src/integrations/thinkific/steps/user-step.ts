/** Who is it at Thinkific? */

import { hasAdministratorRole as isAdministratorAtSite } from '../client/records'
import { fieldsSentAt, findField } from '../ledger/sent-fields'
import { hasUserMark } from './marks'
import type { PlanState } from './plan-state'
import type { SiteCall } from './site-call'
import { callStep, type Step } from './step'
import type { ThinkificAccess } from './thinkific-access'

/** Thinkific refuses a blank last name; a visible placeholder can be corrected later. */
const NO_LAST_NAME = '-'
/** First wait for a user Thinkific should have; later waits double the time so far. */
const SEARCH_LAG_MS = 5_000
/** Thinkific's search lag is undocumented; after this a person is asked to look. */
const SEARCH_LIMIT_MS = 90 * 60_000

/** Finds or creates the user. Null when the id is known. */
export function createUserStep(state: PlanState, now: number): Step | null {
  const { customer } = state
  if (customer.user !== null) {
    return null
  }
  const email = knownEmail(state)
  if (email === null) {
    return stepWithoutEmail(state, now)
  }
  if (hasUserMark(state, 'taken')) {
    if (!hasUserMark(state, 'looked')) {
      return callStep({ do: 'find user', email })
    }
    return canSearchAgain(state, now) ? waitForUser(state, now) : settleEmailTaken()
  }
  const mayExist = customer.unanswered.user !== undefined || hasUserMark(state, 'gone')
  if (mayExist && !hasUserMark(state, 'looked')) {
    return callStep({ do: 'find user', email })
  }
  return callStep(createUserCall(state, email))
}

/** Never creates one, but waits for one our own call may have created. Null when the id is known. */
export function findUserStep(state: PlanState, now: number): Step | null {
  if (state.customer.user !== null) {
    return null
  }
  const email = knownEmail(state)
  if (email === null) {
    return stepWithoutEmail(state, now)
  }
  if (!hasUserMark(state, 'looked')) {
    return callStep({ do: 'find user', email })
  }
  if (canSearchAgain(state, now)) {
    return waitForUser(state, now)
  }
  const sentence = 'Thinkific has no user with this email, so there is nothing to end.'
  return { kind: 'settled', outcome: 'no such customer', sentence }
}

/** Null when no mapped field differs from what was last sent or seen. */
export function updateFieldsStep(state: PlanState): Step | null {
  const { customer, job } = state
  const { marketplace } = job.purchase
  if (customer.user === null || hasUserMark(state, 'fields') || job.happenedAt < fieldsSentAt(customer, marketplace)) {
    return null
  }
  const changed = Object.entries(job.fields).filter(
    ([id, text]) => text.trim() !== '' && findField(customer, marketplace, id) !== text,
  )
  if (changed.length === 0) {
    return null
  }
  return callStep({ do: 'update fields', user: customer.user.id, fields: Object.fromEntries(changed) })
}

/** Administrators see every course, and Thinkific's rules never end their access; neither do we. */
export function isAdministrator({ customer: { user } }: PlanState): boolean {
  return user !== null && isAdministratorAtSite(user)
}

/** An administrator's access is never ended or shortened. */
export function isProtected(state: PlanState, have: ThinkificAccess | null, want: number): boolean {
  return have !== null && have.end > want && isAdministrator(state)
}

/** Counts from the start of the search, so that an earlier outage does not shorten it. */
function canSearchAgain({ customer }: PlanState, now: number): boolean {
  const { user } = customer.unanswered
  return user !== undefined && now - (user.takenAt ?? user.at) < SEARCH_LIMIT_MS
}

function waitForUser({ customer: { unanswered } }: PlanState, now: number): Step {
  const sentence = 'Thinkific’s search does not find this user yet; we’ll look again.'
  const since = unanswered.user?.takenAt ?? unanswered.user?.at ?? now
  return { kind: 'wait', reason: 'unconfirmed', sentence, ms: Math.max(SEARCH_LAG_MS, now - since) }
}

function settleEmailTaken(): Step {
  const sentence = 'Thinkific says the email is taken, but shows no user with it. Look for the user in Thinkific.'
  return { kind: 'settled', outcome: 'rejected by Thinkific', sentence }
}

function createUserCall(state: PlanState, email: string): SiteCall {
  const { customer, integration, fields } = state.job
  return {
    do: 'create user',
    email,
    firstName: customer.firstName?.trim() || email.slice(0, email.indexOf('@')) || email,
    lastName: customer.lastName?.trim() || NO_LAST_NAME,
    fields: hasUserMark(state, 'no fields') ? {} : fields,
    welcome: integration.siteWelcome,
  }
}

/** The purchase's owner; for an erased customer, the event's own email. */
function knownEmail({ customer, job }: PlanState): string | null {
  return customer.email ?? (job.customer.email || null)
}

function stepWithoutEmail(state: PlanState, now: number): Step {
  // Reported under another email, while the firing with the right one is still to come back.
  if (canSearchAgain(state, now)) {
    return waitForUser(state, now)
  }
  const sentence = 'This customer was erased, and the event names no email to find them by.'
  return { kind: 'settled', outcome: 'no such customer', sentence }
}
