/** What became of a rule that enrolls. */
import { targetKey } from '../ledger/customer'
import type { Access } from '../ledger/grants'
import { type PlanState, wantedAccess } from './plan-state'
import { isOverruled, judgeSuperseded, type Verdict } from './superseded-verdict'
import {
  describeDay,
  describeEvent,
  describeGiven,
  describeReason,
  describeTarget,
  describeUntil,
  findMissing,
  findOwnPurchase,
  findRemoval,
} from './verdict-phrases'

export function judgeCreate(state: PlanState, now: number): Verdict {
  const key = targetKey(state.target)
  const access = wantedAccess(state, key)
  const change = state.changes[key]
  if (access.end <= now) {
    return judgeNotOpened(state)
  }
  const until = describeUntil(state, access.end)
  switch (change) {
    case 'created':
      return {
        outcome: 'enrolled',
        sentence: `Enrolled in ${describeTarget(state)}${until} because ${describeReason(state)}.`,
      }
    case 'opened':
      return {
        outcome: 'renewed',
        sentence: `Access to ${describeTarget(state)} is open again${until} because ${describeReason(state)}.`,
      }
    case 'dated':
    case 'closed':
      return {
        outcome: 'renewed',
        sentence: `Access to ${describeTarget(state)} now lasts${until || ' without end'} because ${describeReason(state)}.`,
      }
    case 'found':
      return {
        outcome: 'already enrolled',
        sentence: `The customer was enrolled in ${describeTarget(state)} before ${describeEvent(state)}; that access stays open${until}.`,
      }
    default:
      return judgeUnchangedCreate(state, access, until)
  }
}

function judgeUnchangedCreate(state: PlanState, access: Access, until: string): Verdict {
  if (isOverruled(state)) {
    return judgeSuperseded(state)
  }
  const own = access.by?.purchase?.id === state.record.purchase
  const where = describeTarget(state)
  if (own || access.by === null) {
    return {
      outcome: 'already enrolled',
      sentence: `Already enrolled in ${where}${own ? until : ''}; nothing had to change.`,
    }
  }
  return {
    outcome: 'already enrolled',
    sentence: `Nothing had to change: already enrolled in ${where}, ${describeGiven(state, access.by)}.`,
    missing: findMissing(state, access.by),
  }
}

function judgeNotOpened(state: PlanState): Verdict {
  if (state.changes[targetKey(state.target)] === 'closed') {
    return {
      outcome: 'expired',
      sentence: `Access to ${describeTarget(state)} ended: the time that ${describeEvent(state)} gives is over.`,
    }
  }
  if (isOverruled(state) || findRemoval(state) !== undefined) {
    return judgeSuperseded(state)
  }
  return { outcome: 'no change', sentence: describeNothingGiven(state) }
}

function describeNothingGiven(state: PlanState): string {
  const { starts = null, until = null } = findOwnPurchase(state)?.claims[targetKey(state.target)]?.create ?? {}
  const where = describeTarget(state)
  if (starts !== null && until !== null && starts > until) {
    return `Access to ${where} would start on ${describeDay(state, starts)}, after the rule’s last day, ${describeDay(state, until)}, so nothing changed.`
  }
  const ended = until === null ? 'has already ended' : `ended on ${describeDay(state, until)}`
  return `The access to ${where} that ${describeEvent(state)} gives ${ended}, so nothing changed.`
}
