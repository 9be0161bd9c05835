/** What came of a firing, and one sentence that says why she was, or wasn't, enrolled. */
import type { FinalOutcome } from '../../../model/outcome'
import { type Purchase, targetKey } from '../ledger/customer'
import { ENDLESS, resolveEnding } from '../ledger/ends'
import type { Access } from '../ledger/grants'
import { compareOccurrences } from '../ledger/occurrence'
import { describeKeeper, describeOccurrence, describePurchase, formatDay, pastTense } from '../ledger/words'
import { type PlanState, wantedAccess } from './plan-state'
import { findThinkificAccess } from './thinkific-access'
import { isAdministrator } from './user-step'

export interface Verdict {
  outcome: FinalOutcome
  sentence: string
}

/** The verdict on a run that has nothing left to do. Times are epoch ms. */
export function decideOutcome(state: PlanState, now: number): Verdict {
  const verdict = state.record.fact.kind === 'create' ? judgeCreate(state, now) : judgeExpire(state, now)
  return { ...verdict, sentence: [verdict.sentence, ...state.remarks, ...listAdministratorRemarks(state)].join(' ') }
}

function judgeCreate(state: PlanState, now: number): Verdict {
  const key = targetKey(state.target)
  const access = wantedAccess(state, key)
  const change = state.changes[key]
  const until = access.end === ENDLESS ? '' : ` until ${formatDay(access.end)}`
  if (access.end <= now) {
    return judgeNotOpened(state)
  }
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
  const { overruledBy } = state.record
  if (overruledBy !== null) {
    return judgeSuperseded(state)
  }
  const own = access.by?.purchase?.id === state.record.purchase
  const reason =
    own || access.by === null
      ? ''
      : `, given ${describeKeeper(access.by, state.target, state.job.purchase.marketplace)}`
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
  if (state.record.overruledBy !== null) {
    return judgeSuperseded(state)
  }
  const sentence = `The access to ${describeTarget(state)} that ${describeEvent(state)} gives was over before it could begin.`
  return { outcome: 'already expired', sentence }
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
  if (state.record.overruledBy !== null) {
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

/** Access goes on: until the date this very ending set, or because of someone else's grant. */
function judgeStillOpen(state: PlanState, access: Access, changed: boolean): Verdict {
  const { fact, overruledBy } = state.record
  if (fact.kind === 'create' || fact.kind === 'none') {
    return judgeSuperseded(state)
  }
  const { happened } = fact.kind === 'end' ? fact.end : fact.removal
  if (overruledBy !== null && !changed) {
    return judgeSuperseded(state)
  }
  const purchase = findOwnPurchase(state)
  const own = resolveEnding(purchase, fact.kind === 'end' ? fact.end : fact.removal)
  if (own === ENDLESS) {
    const sentence = `Although ${describeReason(state)}, access to ${describeTarget(state)} is kept: what was paid for has no end.`
    return { outcome: 'kept', sentence }
  }
  if (access.end === own || access.by?.purchase?.id === state.record.purchase) {
    const sentence = `Access to ${describeTarget(state)} ends on ${formatDay(access.end)} because ${describeReason(state)}.`
    if (targetKey(access.by?.through ?? state.target) === targetKey(state.target) && access.end !== ENDLESS) {
      return { outcome: changed ? 'expired' : 'already expired', sentence }
    }
  }
  const created = access.by?.purchase?.claims[targetKey(access.by.through)]?.create ?? null
  if (
    fact.kind === 'remove' &&
    access.by !== null &&
    created !== null &&
    compareOccurrences(created.happened, happened) > 0
  ) {
    const by = describeKeeper(access.by, state.target, state.job.purchase.marketplace)
    return { outcome: 'superseded', sentence: `Access to ${describeTarget(state)} was given again later, ${by}.` }
  }
  const keeper = access.by === null ? '' : ` ${describeKeeper(access.by, state.target, state.job.purchase.marketplace)}`
  return {
    outcome: 'kept',
    sentence: `Although ${describeReason(state)}, access to ${describeTarget(state)} is kept${keeper}.`,
  }
}

function judgeSuperseded(state: PlanState): Verdict {
  const { overruledBy } = state.record
  const why =
    overruledBy === null ? 'something newer decides' : `it was ${describeOccurrence(overruledBy)}, which decides`
  return {
    outcome: 'superseded',
    sentence: `${capitalize(describeReason(state))}, but ${why}; access to ${describeTarget(state)} stays as it is.`,
  }
}

/** `Club (order 1903) was canceled`, or what a person did by hand. */
function describeReason(state: PlanState): string {
  const { job } = state
  if (job.origin === 'person') {
    return `${job.person ?? 'someone'} ${state.record.fact.kind === 'create' ? 'enrolled the customer' : 'ended the access'} by hand`
  }
  const purchase = findOwnPurchase(state)
  const what = purchase === undefined ? 'the purchase' : describePurchase(purchase, job.purchase.marketplace)
  return `${what} was ${pastTense(job.firing.trigger)}`
}

function describeEvent({ job }: PlanState): string {
  return `the event of ${formatDay(Math.min(job.firing.happenedAt, job.receivedAt))}`
}

function describeTarget({ target }: PlanState): string {
  return target.name || `${target.kind} ${target.id}`
}

function findOwnPurchase(state: PlanState): Purchase | undefined {
  return state.customer.purchases.find(({ id }) => id === state.record.purchase)
}

function listAdministratorRemarks(state: PlanState): string[] {
  const made = state.record.fact.kind === 'create' && isAdministrator(state)
  return made
    ? [
        'This is an administrator of the Thinkific site, to whom Thinkific shows every course anyway: use another email to test.',
      ]
    : []
}

function capitalize(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}
