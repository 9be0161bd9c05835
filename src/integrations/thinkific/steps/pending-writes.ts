/** What is written down before a call that changes something, so that whoever finds it unanswered looks first. */

import type { PurchaseFacts } from '../../../model/purchase'
import { type Customer, keyOf, type Unanswered } from '../ledger/customer'
import { storedEnd } from '../ledger/ends'
import { aliasesOf, knowsPurchase } from '../ledger/purchase'
import type { Customers } from '../storage/site-storage'
import { activation } from './dates'
import { type Run, wanted } from './plan-state'
import { type Call, leavesInDoubt } from './site-call'

/** By what would be opened. Making the user leads to enrolling them: both at once. Times are epoch ms. */
export function intents(run: Run, call: Call, opened: string, now: number): Record<string, Unanswered> {
  if (call.do !== 'create user') return { [opened]: intent(run, call, now) }
  const at = { at: now, activatedAt: activation(null, run), order: run.customer.learned + 1 }
  return {
    user: { ...at, end: null },
    [keyOf(run.target)]: { ...at, end: storedEnd(wanted(run, keyOf(run.target)).end) },
  }
}

/** True where somebody holds a purchase's ids and the ledger does not know it: `AccountBook.cover` and then silence. */
export function isUnheard(customers: Customers, key: string, customer: Customer, purchase: PurchaseFacts): boolean {
  return !knowsPurchase(customer, purchase) && customers.holders(aliasesOf(purchase)).includes(key)
}

/** A run that knows that a firing of its purchase was begun before, and never heard of again. */
export function begunUnheard(run: Run): Run {
  const { fact } = run.recorded
  const doubt = { at: run.job.receivedAt, activatedAt: activation(null, run), end: null }
  const opened = { ...doubt, end: fact.kind === 'create' ? fact.create.until : null }
  const unanswered = { user: doubt, [keyOf(run.target)]: opened, ...run.customer.unanswered }
  return { ...run, customer: { ...run.customer, unanswered } }
}

/** A run whose call may have taken effect, though no answer says so. `sentAt`: when it left, epoch ms. */
export function withIntent(run: Run, call: Call, sentAt: number): Run {
  const opened = leavesInDoubt(call)
  if (opened === null) return run
  const unanswered = { [opened]: intent(run, call, sentAt), ...run.customer.unanswered }
  return { ...run, customer: { ...run.customer, learned: run.customer.learned + 1, unanswered } }
}

function intent(run: Run, call: Call, at: number): Unanswered {
  const order = run.customer.learned + 1
  return 'activatedAt' in call
    ? { at, activatedAt: call.activatedAt, end: call.end, order }
    : { at, activatedAt: activation(null, run), end: null, order }
}
