/** What is written down before a call that must not be made twice, so that whoever finds it looks first. */

import type { Call } from './actions/call'
import { activation } from './actions/dates'
import { type Run, wanted } from './actions/run'
import { keyOf, type Unanswered } from './ledger/customer'
import { storedEnd } from './ledger/ends'

/** By what would be opened. Making the user leads to enrolling them: one row covers both. Times are epoch ms. */
export function intents(run: Run, call: Call, opened: string, now: number): Record<string, Unanswered> {
  const own = { [opened]: intent(run, call, now) }
  if (call.do !== 'create user') return own
  const end = storedEnd(wanted(run, keyOf(run.target), now).end)
  return { ...own, [keyOf(run.target)]: { at: now, activatedAt: activation(null, run), end } }
}

/** One call's: when it left, and the dates it asked for. */
export function intent(run: Run, call: Call, at: number): Unanswered {
  return 'activatedAt' in call
    ? { at, activatedAt: call.activatedAt, end: call.end }
    : { at, activatedAt: activation(null, run), end: null }
}
