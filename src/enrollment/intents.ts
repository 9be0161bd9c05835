/** What is written down before a call that changes something, so that whoever finds it unanswered looks first. */

import { type Call, leavesInDoubt } from './actions/call'
import { activation } from './actions/dates'
import { type Run, wanted } from './actions/run'
import { keyOf, type Unanswered } from './ledger/customer'
import { storedEnd } from './ledger/ends'

/** By what would be opened. Making the user leads to enrolling them: one row covers both. Times are epoch ms. */
export function intents(run: Run, call: Call, opened: string, now: number): Record<string, Unanswered> {
  const own = { [opened]: intent(run, call, now) }
  if (call.do !== 'create user') return own
  const end = storedEnd(wanted(run, keyOf(run.target)).end)
  return { ...own, [keyOf(run.target)]: { at: now, activatedAt: activation(null, run), end } }
}

/** A run whose call may have taken effect, though no answer says so. `sentAt`: when it left, epoch ms. */
export function withIntent(run: Run, call: Call, sentAt: number): Run {
  const opened = leavesInDoubt(call)
  if (opened === null) return run
  const unanswered = { [opened]: intent(run, call, sentAt), ...run.customer.unanswered }
  return { ...run, customer: { ...run.customer, unanswered } }
}

function intent(run: Run, call: Call, at: number): Unanswered {
  return 'activatedAt' in call
    ? { at, activatedAt: call.activatedAt, end: call.end }
    : { at, activatedAt: activation(null, run), end: null }
}
