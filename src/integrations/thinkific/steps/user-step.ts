/** Who is it at Thinkific? */

import { type Have, marked, type Run } from './plan-state'
import type { Call } from './site-call'
import { calling, type Step } from './step'

/** Thinkific refuses a blank last name; what stands for it is visible, so that someone can mend it. */
const NO_LAST_NAME = '-'
/** A user that exists, or may, and is not found is looked for after so long, then each time after as long again. */
const SEARCH_LAG_MS = 5_000
/** Nobody knows how far behind Thinkific's search may be; by then a person is asked to look. */
const SEARCHED_FOR_MS = 90 * 60_000

/** Finds or makes the user, with the mapped fields. Null when the id is known. */
export function makeUser(run: Run, now: number): Step | null {
  const { customer } = run
  if (customer.user !== null) return null
  const email = emailOf(run)
  if (email === null) return withoutEmail(run, now)
  if (marked(run, 'taken')) {
    if (!marked(run, 'user')) return calling({ do: 'find user', email })
    return maySearch(run, now) ? notFoundYet(run, now) : takenByNobody()
  }
  const mayExist = customer.unanswered.user !== undefined || marked(run, 'gone')
  if (mayExist && !marked(run, 'user')) return calling({ do: 'find user', email })
  return calling(creation(run, email))
}

/** Finds the user and never makes one; one that our own call may have made is waited for. Null when the id is known. */
export function findUser(run: Run, now: number): Step | null {
  if (run.customer.user !== null) return null
  const email = emailOf(run)
  if (email === null) return withoutEmail(run, now)
  if (!marked(run, 'user')) return calling({ do: 'find user', email })
  if (maySearch(run, now)) return notFoundYet(run, now)
  const sentence = 'Thinkific has no user with this email, so there is nothing to end.'
  return { kind: 'settled', outcome: 'no such customer', sentence }
}

/** Sends mapped fields that differ from what was last sent or seen. Null when none does. */
export function updateFields(run: Run): Step | null {
  const { customer, job } = run
  if (customer.user === null || marked(run, 'fields') || job.happenedAt < customer.fieldsAt) return null
  const changed = Object.entries(job.fields).filter(([id, text]) => text.trim() !== '' && customer.fields[id] !== text)
  if (changed.length === 0) return null
  return calling({ do: 'update fields', user: customer.user.id, fields: Object.fromEntries(changed) })
}

/** Thinkific shows administrators every course and lets no rule end their access; we leave them alone too. */
export function isAdministrator(run: Run): boolean {
  return run.customer.user?.roles.some((role) => role === 'site_admin' || role === 'course_admin') ?? false
}

/** What an administrator has is never taken, nor cut short. */
export function isLeftAlone(run: Run, have: Have | null, want: number): boolean {
  return have !== null && have.end > want && isAdministrator(run)
}

/** Thinkific's search may lag behind; an outage before the search began does not shorten it. */
function maySearch({ customer }: Run, now: number): boolean {
  const { user } = customer.unanswered
  return user !== undefined && now - (user.takenAt ?? user.at) < SEARCHED_FOR_MS
}

function notFoundYet({ customer: { unanswered } }: Run, now: number): Step {
  const sentence = 'Thinkific has this user, or is about to, and does not find it yet.'
  const since = unanswered.user?.takenAt ?? unanswered.user?.at ?? now
  return { kind: 'wait', reason: 'unconfirmed', sentence, ms: Math.max(SEARCH_LAG_MS, now - since) }
}

function takenByNobody(): Step {
  const sentence = 'Thinkific says the email is taken, and shows no user with it. Look for the user in Thinkific.'
  return { kind: 'settled', outcome: 'rejected by Thinkific', sentence }
}

function creation(run: Run, email: string): Call {
  const { customer, integration, fields } = run.job
  return {
    do: 'create user',
    email,
    firstName: customer.firstName?.trim() || email.slice(0, email.indexOf('@')) || email,
    lastName: customer.lastName?.trim() || NO_LAST_NAME,
    fields: marked(run, 'without fields') ? {} : fields,
    welcome: integration.siteWelcome,
  }
}

/** Who holds the purchase; someone erased is known by the event's own email again. */
function emailOf({ customer, job }: Run): string | null {
  return customer.email ?? (job.customer.email || null)
}

function withoutEmail(run: Run, now: number): Step {
  // Told under another email, while the firing that knows theirs is still to come back.
  if (maySearch(run, now)) return notFoundYet(run, now)
  const sentence = 'This customer was erased, and the event names no email to find them by.'
  return { kind: 'settled', outcome: 'no such customer', sentence }
}
