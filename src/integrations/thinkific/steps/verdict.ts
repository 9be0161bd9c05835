/** The outcome, with one sentence on why the customer was, or wasn't, enrolled. */
import type { FinalOutcome } from '../../../model/outcome'
import { targetKey } from '../ledger/customer'
import { ENDLESS } from '../ledger/ends'
import type { Access } from '../ledger/grants'
import { describeOccurrence } from '../ledger/phrases'
import { occurrenceTime } from '../thinkific-job'
import { type PlanState, wantedAccess } from './plan-state'
import { findThinkificAccess } from './thinkific-access'
import { isAdministrator } from './user-step'
import {
  describeDay,
  describeEvent,
  describeGrant,
  describeReason,
  describeRemoval,
  describeTarget,
  describeUntil,
  findOwnPurchase,
  findRemoval,
  listRemarks,
} from './verdict-phrases'

export interface Verdict {
  outcome: FinalOutcome
  sentence: string
}

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
      return judgeCreate(state, now)
    case 'none':
      return judgeNews(state, now)
    default:
      return judgeExpire(state, now)
  }
}

function judgeCreate(state: PlanState, now: number): Verdict {
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
        sentence: `Was enrolled in ${describeTarget(state)} before ${describeEvent(state)}; the access stays open${until}.`,
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
  const reason = own || access.by === null ? '' : `, given ${describeGrant(state, access.by)}`
  return {
    outcome: 'already enrolled',
    sentence: `Already enrolled in ${describeTarget(state)}${until && own ? until : ''}${reason}; nothing had to change.`,
  }
}

function judgeNotOpened(state: PlanState): Verdict {
  if (state.changes[targetKey(state.target)] === 'closed') {
    return {
      outcome: 'expired',
      sentence: `Access to ${describeTarget(state)} ended: what ${describeEvent(state)} gives is over already.`,
    }
  }
  if (isOverruled(state) || findRemoval(state) !== undefined) {
    return judgeSuperseded(state)
  }
  const sentence = `The access to ${describeTarget(state)} that ${describeEvent(state)} gives was over before it could begin, so nothing changed.`
  return { outcome: 'no change', sentence }
}

/** An event without a rule: a payment that undoes an ending, or moves an end. */
function judgeNews(state: PlanState, now: number): Verdict {
  const changed = Object.entries(state.changes)
  const [key] = changed.find(([, change]) => change !== 'closed') ?? changed[0] ?? []
  const target = state.otherTargets.find((one) => targetKey(one) === key) ?? state.target
  const about = { ...state, target }
  const access = wantedAccess(about, targetKey(target))
  if (access.end <= now) {
    return {
      outcome: 'expired',
      sentence: `Access to ${describeTarget(about)} ended because ${describeReason(state)}.`,
    }
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

function judgeExpire(state: PlanState, now: number): Verdict {
  const key = targetKey(state.target)
  const access = wantedAccess(state, key)
  const change = state.changes[key]
  const have = findThinkificAccess(state.customer, key, state.contents)
  const leftAlone = isAdministrator(state) && (have === null ? access.end <= now : have.end > Math.max(access.end, now))
  if (access.end > now && !leftAlone) {
    return judgeStillOpen(state, access, change !== undefined)
  }
  if (change === 'closed') {
    return {
      outcome: 'expired',
      sentence: `Access to ${describeTarget(state)} ended because ${describeReason(state)}.`,
    }
  }
  if (isOverruled(state)) {
    return judgeSuperseded(state)
  }
  if (leftAlone) {
    const sentence = `This is an administrator of the Thinkific site, whose access to ${describeTarget(state)} no rule ends.`
    return { outcome: 'administrator, left alone', sentence }
  }
  const was = have === null || state.before === null ? 'has no open access' : 'has no open access any more'
  return {
    outcome: 'already expired',
    sentence: `The customer ${was} to ${describeTarget(state)}; nothing had to end although ${describeReason(state)}.`,
  }
}

/** Access goes on: until the date this ending set, or because of a payment or another grant. */
function judgeStillOpen(state: PlanState, access: Access, changed: boolean): Verdict {
  const { fate } = state.record
  const kept = (why: string): Verdict => ({
    outcome: 'kept',
    sentence: `Although ${describeReason(state)}, access to ${describeTarget(state)} is kept${why}.`,
  })
  if (fate.kind === 'paid in full') {
    return kept(`: paid in full on ${describeDay(state, fate.at)}`)
  }
  if (fate.kind === 'paid again') {
    return kept(`: paid again on ${describeDay(state, fate.at)}, and the refund is of an earlier payment`)
  }
  if (isOverruled(state) && !changed) {
    return judgeSuperseded(state)
  }
  const own = findOwnPurchase(state)
  if (
    access.by?.purchase?.id === own?.id &&
    targetKey(access.by?.through ?? state.target) === targetKey(state.target)
  ) {
    if (access.end === ENDLESS) {
      return kept(': what was paid for has no end')
    }
    const sentence = `Access to ${describeTarget(state)} ends on ${describeDay(state, access.end)} because ${describeReason(state)}.`
    return { outcome: changed ? 'expired' : 'already expired', sentence }
  }
  const created = access.by?.purchase?.claims[targetKey(access.by.through)]?.create ?? null
  if (
    state.record.fact.kind === 'remove' &&
    access.by !== null &&
    (created?.happened.at ?? 0) > occurrenceTime(state.job)
  ) {
    const by = describeGrant(state, access.by)
    return { outcome: 'superseded', sentence: `Access to ${describeTarget(state)} was given again later, ${by}.` }
  }
  return kept(access.by === null ? '' : ` ${describeGrant(state, access.by)}`)
}

function isOverruled({ record: { fate } }: PlanState): boolean {
  return fate.kind === 'overruled' || fate.kind === 'yields'
}

function judgeSuperseded(state: PlanState): Verdict {
  const { fate } = state.record
  const why =
    fate.kind === 'overruled'
      ? `it was ${describeOccurrence(fate.by, state.job.purchase.zone)}, which decides`
      : (describeRemoval(state) ?? 'another rule on the same event decides')
  return {
    outcome: 'superseded',
    sentence: `${capitalize(describeReason(state))}, but ${why}; access to ${describeTarget(state)} stays as it is.`,
  }
}

function capitalize(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}
