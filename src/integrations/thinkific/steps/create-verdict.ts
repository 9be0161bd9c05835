/** What became of a rule that enrolls. */
import { targetKey } from '../ledger/customer'
import type { Access } from '../ledger/grants'
import { type PlanState, wantedAccess } from './plan-state'
import { isOverruled, judgeSuperseded, type Verdict } from './superseded-verdict'
import {
  describeEvent,
  describeGiven,
  describeReason,
  describeTarget,
  describeUntil,
  findMissing,
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
  const sentence = `The access to ${describeTarget(state)} that ${describeEvent(state)} gives has already ended, so nothing changed.`
  return { outcome: 'no change', sentence }
}
