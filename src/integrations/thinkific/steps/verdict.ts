/** The outcome, with one sentence on why the customer was, or wasn't, enrolled. */
import type { Target } from '../actions'
import { targetKey } from '../ledger/customer'
import { describePurchase, pastTense } from '../ledger/phrases'
import { isEnding } from '../ledger/undoing'
import { judgeCreate } from './create-verdict'
import { judgeExpire } from './expire-verdict'
import { type PlanState, wantedAccess } from './plan-state'
import type { Verdict } from './superseded-verdict'
import { isSameAccess } from './thinkific-access'
import {
  describeDay,
  describeReason,
  describeTarget,
  describeUntil,
  findOwnPurchase,
  listRemarks,
} from './verdict-phrases'

export const UNCLEAR = {
  outcome: 'unclear',
  sentence:
    'More than one purchase fits this event, and its ids do not say which one it is about, so nothing changed. Choose the purchase it belongs to.',
} as const satisfies Verdict

/** For a run with nothing left to do. Times are epoch ms. */
export function decideOutcome(state: PlanState, now: number): Verdict {
  const verdict = judge(state, now)
  return { ...verdict, sentence: [verdict.sentence, ...listRemarks(state, verdict.outcome)].join(' ') }
}

function judge(state: PlanState, now: number): Verdict {
  if (state.record.fate.kind === 'unclear') {
    return UNCLEAR
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
  const { end } = wantedAccess(about, targetKey(target))
  const change = state.changes[targetKey(target)]
  const isAlike = (one: Target) =>
    state.changes[targetKey(one)] === change && isSameAccess(wantedAccess(about, targetKey(one)).end, end, now)
  const where = describeAll(about, state.otherTargets.filter(isAlike))
  if (end <= now) {
    return { outcome: 'expired', sentence: `Access to ${where} ended because ${describeCause(about)}.` }
  }
  const until = describeUntil(state, end)
  return change === 'dated'
    ? {
        outcome: 'renewed',
        sentence: `Access to ${where} now lasts${until || ' without end'} because ${describeReason(state)}.`,
      }
    : {
        outcome: 'enrolled',
        sentence: `Access to ${where} is open again${until} because ${describeReason(state)}.`,
      }
}

/** `Piano 101 and Violin 102`. @param others with what is said of the run's own target */
function describeAll(state: PlanState, others: Target[]): string {
  const names = new Set([state.target, ...others].map((target) => describeTarget({ ...state, target })))
  return new Intl.ListFormat('en').format(names)
}
