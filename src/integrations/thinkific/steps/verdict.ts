/** What came of a firing, and one sentence that says why she was, or wasn't, enrolled. */
import type { FinalOutcome } from '../../../model/outcome'
import { type Purchase, targetKey } from '../ledger/customer'
import { ENDLESS, resolveEnding } from '../ledger/ends'
import type { Access } from '../ledger/grants'
import { compareOccurrences } from '../ledger/occurrence'
import { describeKeeper, describeOccurrence, describePurchase, formatDay, pastTense } from '../ledger/words'
import { findThinkificAccess, type PlanState, wantedAccess } from './plan-state'
import { isAdministrator } from './user-step'

export interface Verdict {
  outcome: FinalOutcome
  sentence: string
}

/** The verdict on a run that has nothing left to do. Times are epoch ms. */
export function decideOutcome(run: PlanState, now: number): Verdict {
  const verdict = run.record.fact.kind === 'create' ? judgeCreate(run, now) : judgeExpire(run, now)
  return { ...verdict, sentence: [verdict.sentence, ...run.remarks, ...listAdministratorRemarks(run)].join(' ') }
}

function judgeCreate(run: PlanState, now: number): Verdict {
  const key = targetKey(run.target)
  const access = wantedAccess(run, key)
  const change = run.changes[key]
  const until = access.end === ENDLESS ? '' : ` until ${formatDay(access.end)}`
  if (access.end <= now) return judgeNotOpened(run)
  switch (change) {
    case 'created':
      return {
        outcome: 'enrolled',
        sentence: `Enrolled in ${describeTarget(run)}${until} because ${describeReason(run)}.`,
      }
    case 'opened':
      return {
        outcome: 'renewed',
        sentence: `Access to ${describeTarget(run)} is open again${until} because ${describeReason(run)}.`,
      }
    case 'dated':
    case 'closed':
      return {
        outcome: 'renewed',
        sentence: `Access to ${describeTarget(run)} now lasts${until || ' without end'} because ${describeReason(run)}.`,
      }
    case 'found':
      return {
        outcome: 'already enrolled',
        sentence: `Was enrolled in ${describeTarget(run)} before ${describeEvent(run)}; the access stays open${until}.`,
      }
    default:
      return judgeUnchangedCreate(run, access, until)
  }
}

function judgeUnchangedCreate(run: PlanState, access: Access, until: string): Verdict {
  const { overruledBy } = run.record
  if (overruledBy !== null) return judgeSuperseded(run)
  const own = access.by?.purchase?.id === run.record.purchase
  const reason =
    own || access.by === null ? '' : `, given ${describeKeeper(access.by, run.target, run.job.purchase.marketplace)}`
  return {
    outcome: 'already enrolled',
    sentence: `Already enrolled in ${describeTarget(run)}${until && own ? until : ''}${reason}; nothing had to change.`,
  }
}

function judgeNotOpened(run: PlanState): Verdict {
  if (run.changes[targetKey(run.target)] === 'closed') {
    return {
      outcome: 'expired',
      sentence: `Access to ${describeTarget(run)} ended: what ${describeEvent(run)} gives is over already.`,
    }
  }
  if (run.record.overruledBy !== null) return judgeSuperseded(run)
  const sentence = `The access to ${describeTarget(run)} that ${describeEvent(run)} gives was over before it could begin.`
  return { outcome: 'already expired', sentence }
}

function judgeExpire(run: PlanState, now: number): Verdict {
  const key = targetKey(run.target)
  const access = wantedAccess(run, key)
  const change = run.changes[key]
  const have = findThinkificAccess(run.customer, key, run.contents)
  const leftAlone = isAdministrator(run) && (have === null ? access.end <= now : have.end > Math.max(access.end, now))
  if (access.end > now && !leftAlone) return judgeStillOpen(run, access, change !== undefined)
  if (change === 'closed')
    return { outcome: 'expired', sentence: `Access to ${describeTarget(run)} ended because ${describeReason(run)}.` }
  if (run.record.overruledBy !== null) return judgeSuperseded(run)
  if (leftAlone) {
    const sentence = `This is an administrator of the Thinkific site, whose access to ${describeTarget(run)} no rule ends.`
    return { outcome: 'administrator, left alone', sentence }
  }
  const was = have === null || run.before === null ? 'has no open access' : 'has no open access any more'
  return {
    outcome: 'already expired',
    sentence: `The customer ${was} to ${describeTarget(run)}; nothing had to end although ${describeReason(run)}.`,
  }
}

/** Access goes on: until the date this very ending set, or because of someone else's grant. */
function judgeStillOpen(run: PlanState, access: Access, changed: boolean): Verdict {
  const { fact, overruledBy } = run.record
  if (fact.kind === 'create' || fact.kind === 'none') return judgeSuperseded(run)
  const { happened } = fact.kind === 'end' ? fact.end : fact.removal
  if (overruledBy !== null && !changed) return judgeSuperseded(run)
  const purchase = findOwnPurchase(run)
  const own = resolveEnding(purchase, fact.kind === 'end' ? fact.end : fact.removal)
  if (own === ENDLESS) {
    const sentence = `Although ${describeReason(run)}, access to ${describeTarget(run)} is kept: what was paid for has no end.`
    return { outcome: 'kept', sentence }
  }
  if (access.end === own || access.by?.purchase?.id === run.record.purchase) {
    const sentence = `Access to ${describeTarget(run)} ends on ${formatDay(access.end)} because ${describeReason(run)}.`
    if (targetKey(access.by?.through ?? run.target) === targetKey(run.target) && access.end !== ENDLESS) {
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
    const by = describeKeeper(access.by, run.target, run.job.purchase.marketplace)
    return { outcome: 'superseded', sentence: `Access to ${describeTarget(run)} was given again later, ${by}.` }
  }
  const keeper = access.by === null ? '' : ` ${describeKeeper(access.by, run.target, run.job.purchase.marketplace)}`
  return {
    outcome: 'kept',
    sentence: `Although ${describeReason(run)}, access to ${describeTarget(run)} is kept${keeper}.`,
  }
}

function judgeSuperseded(run: PlanState): Verdict {
  const { overruledBy } = run.record
  const why =
    overruledBy === null ? 'something newer decides' : `it was ${describeOccurrence(overruledBy)}, which decides`
  return {
    outcome: 'superseded',
    sentence: `${capitalize(describeReason(run))}, but ${why}; access to ${describeTarget(run)} stays as it is.`,
  }
}

/** `Club (order 1903) was canceled`, or what a person did by hand. */
function describeReason(run: PlanState): string {
  const { job } = run
  if (job.origin === 'person')
    return `${job.person ?? 'someone'} ${run.record.fact.kind === 'create' ? 'enrolled the customer' : 'ended the access'} by hand`
  const purchase = findOwnPurchase(run)
  const what = purchase === undefined ? 'the purchase' : describePurchase(purchase, job.purchase.marketplace)
  return `${what} was ${pastTense(job.firing.trigger)}`
}

function describeEvent({ job }: PlanState): string {
  return `the event of ${formatDay(Math.min(job.firing.happenedAt, job.receivedAt))}`
}

function describeTarget({ target }: PlanState): string {
  return target.name || `${target.kind} ${target.id}`
}

function findOwnPurchase(run: PlanState): Purchase | undefined {
  return run.customer.purchases.find(({ id }) => id === run.record.purchase)
}

function listAdministratorRemarks(run: PlanState): string[] {
  const made = run.record.fact.kind === 'create' && isAdministrator(run)
  return made
    ? [
        'This is an administrator of the Thinkific site, to whom Thinkific shows every course anyway: use another email to test.',
      ]
    : []
}

function capitalize(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}
