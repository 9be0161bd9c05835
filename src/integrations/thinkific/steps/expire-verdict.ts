/** What became of an ending: a rule that expires, or an event that takes access back. */

import { capitalize } from '../../../model/letter-case'
import { targetKey } from '../ledger/customer'
import { ENDLESS, toMoment } from '../ledger/ends'
import type { Access } from '../ledger/grants'
import { occurrenceTime } from '../thinkific-job'
import { type PlanState, wantedAccess } from './plan-state'
import { isOverruled, judgeSuperseded, type Verdict } from './superseded-verdict'
import { findThinkificAccess } from './thinkific-access'
import { isAdministrator } from './user-step'
import {
  describeDay,
  describeKept,
  describeReason,
  describeTarget,
  findMissing,
  findOwnPurchase,
} from './verdict-phrases'

export function judgeExpire(state: PlanState, now: number): Verdict {
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
    const sentence = `This is an administrator of the Thinkific site; no rule ends their access to ${describeTarget(state)}.`
    return { outcome: 'administrator, left alone', sentence }
  }
  const starts = findOwnPurchase(state)?.claims[key]?.create?.starts ?? null
  if (starts !== null && starts > occurrenceTime(state.job)) {
    return {
      outcome: 'already expired',
      sentence: `${capitalize(describeReason(state))}, so access to ${describeTarget(state)}, which was to start on ${describeDay(state, starts)}, will not start.`,
    }
  }
  const had = have === null || state.before === null ? 'had no' : 'no longer had'
  return {
    outcome: 'already expired',
    sentence: `${capitalize(describeReason(state))}, but the customer ${had} access to ${describeTarget(state)}, so nothing changed.`,
  }
}

/** Set by this ending, and by nothing else: a run that died may have carried it out. */
function isOwnEnd(state: PlanState, end: number): boolean {
  const claim = findOwnPurchase(state)?.claims[targetKey(state.target)]
  const ending = claim?.ends.find(({ happened }) => happened.firing === state.job.firing.id)
  return toMoment(ending?.until ?? null) === end && toMoment(claim?.create?.until ?? null) !== end
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
    const day = describeDay(state, access.end)
    if (!changed && !isOwnEnd(state, access.end)) {
      const sentence = `Although ${describeReason(state)}, access to ${describeTarget(state)} lasts until ${day}, as before.`
      return { outcome: 'kept', sentence }
    }
    const sentence = `Access to ${describeTarget(state)} ends on ${day} because ${describeReason(state)}.`
    return { outcome: 'expired', sentence }
  }
  const created = access.by?.purchase?.claims[targetKey(access.by.through)]?.create ?? null
  if (
    state.record.fact.kind === 'remove' &&
    access.by !== null &&
    (created?.happened.at ?? 0) > occurrenceTime(state.job)
  ) {
    const by = describeKept(state, access.by)
    return { outcome: 'superseded', sentence: `Access to ${describeTarget(state)} was given again later, ${by}.` }
  }
  return access.by === null
    ? kept('')
    : { ...kept(` ${describeKept(state, access.by)}`), missing: findMissing(state, access.by) }
}
