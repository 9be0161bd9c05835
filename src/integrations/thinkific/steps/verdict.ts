/** The outcome, with one sentence on why the customer was, or wasn't, enrolled. */
import { targetKey } from '../ledger/customer'
import { describePurchase, pastTense } from '../ledger/phrases'
import { isEnding } from '../ledger/undoing'
import { judgeCreate } from './create-verdict'
import { judgeExpire } from './expire-verdict'
import { type PlanState, wantedAccess } from './plan-state'
import type { Verdict } from './superseded-verdict'
import {
  describeDay,
  describeReason,
  describeTarget,
  describeUntil,
  findOwnPurchase,
  listRemarks,
} from './verdict-phrases'

/** For a run with nothing left to do. Times are epoch ms. */
export function decideOutcome(state: PlanState, now: number): Verdict {
  const verdict = judge(state, now)
  return { ...verdict, sentence: [verdict.sentence, ...listRemarks(state)].join(' ') }
}

function judge(state: PlanState, now: number): Verdict {
  if (state.record.fate.kind === 'unclear') {
    return {
      outcome: 'unclear',
      sentence: `More than one purchase fits this event, and its ids do not say which one it is about, so nothing changed. Choose the purchase it belongs to.`,
    }
  }
  switch (state.record.fact.kind) {
    case 'create':
    case 'restore':
      return judgeCreate(state, now)
    case 'none':
      return judgeNews(state, now)
    default:
      return judgeExpire(state, now)
  }
}

/** A payment that is reported late may show that an earlier refund is of the newest payment. */
function describeCause(state: PlanState): string {
  const own = findOwnPurchase(state)
  const ends = own?.claims[targetKey(state.target)]?.ends ?? []
  const ending = ends.findLast(({ happened }) => happened.event !== state.job.firing.event)
  const isGood = !isEnding(state.job.eventType)
  return own === undefined || ending === undefined || !isGood
    ? describeReason(state)
    : `${describePurchase(own, state.job.purchase.marketplace)} ${pastTense(ending.type)} on ${describeDay(state, ending.happened.at)}: this event, reported late, showed that nothing has undone that`
}

/** An event without a rule: a payment that undoes an ending, or moves an end. */
function judgeNews(state: PlanState, now: number): Verdict {
  const changed = Object.entries(state.changes)
  const [key] = changed.find(([, change]) => change !== 'closed') ?? changed[0] ?? []
  const target = state.otherTargets.find((one) => targetKey(one) === key) ?? state.target
  const about = { ...state, target }
  const access = wantedAccess(about, targetKey(target))
  if (access.end <= now) {
    return { outcome: 'expired', sentence: `Access to ${describeTarget(about)} ended because ${describeCause(about)}.` }
  }
  const until = describeUntil(state, access.end)
  const again = state.changes[targetKey(target)] === 'dated'
  return again
    ? {
        outcome: 'renewed',
        sentence: `Access to ${describeTarget(about)} now lasts${until || ' without end'} because ${describeReason(state)}.`,
      }
    : {
        outcome: 'enrolled',
        sentence: `Access to ${describeTarget(about)} is open again${until} because ${describeReason(state)}.`,
      }
}
