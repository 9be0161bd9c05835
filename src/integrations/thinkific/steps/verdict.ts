/** What came of a firing, and one sentence that says why she was, or wasn't, enrolled. */
import type { FinalOutcome } from '../../../model/outcome'
import { keyOf, type Purchase } from '../ledger/customer'
import { ENDLESS, endOfEnding } from '../ledger/ends'
import type { Access } from '../ledger/grants'
import { compareHappened } from '../ledger/occurrence'
import { day, happenedWords, keptBy, pastOf, purchaseWords } from '../ledger/words'
import { haveOf, type Run, wanted } from './plan-state'
import { isAdministrator } from './user-step'

export interface Verdict {
  outcome: FinalOutcome
  sentence: string
}

/** The verdict on a run that has nothing left to do. Times are epoch ms. */
export function outcomeOf(run: Run, now: number): Verdict {
  const verdict = run.recorded.fact.kind === 'create' ? ofCreate(run, now) : ofExpire(run, now)
  return { ...verdict, sentence: [verdict.sentence, ...run.remarks, ...administratorRemark(run)].join(' ') }
}

function ofCreate(run: Run, now: number): Verdict {
  const key = keyOf(run.target)
  const access = wanted(run, key)
  const change = run.changes[key]
  const until = access.end === ENDLESS ? '' : ` until ${day(access.end)}`
  if (access.end <= now) return notOpened(run)
  switch (change) {
    case 'created':
      return { outcome: 'enrolled', sentence: `Enrolled in ${name(run)}${until} because ${because(run)}.` }
    case 'opened':
      return { outcome: 'renewed', sentence: `Access to ${name(run)} is open again${until} because ${because(run)}.` }
    case 'dated':
    case 'closed':
      return {
        outcome: 'renewed',
        sentence: `Access to ${name(run)} now lasts${until || ' without end'} because ${because(run)}.`,
      }
    case 'found':
      return {
        outcome: 'already enrolled',
        sentence: `Was enrolled in ${name(run)} before ${event(run)}; the access stays open${until}.`,
      }
    default:
      return unchangedCreate(run, access, until)
  }
}

function unchangedCreate(run: Run, access: Access, until: string): Verdict {
  const { overruledBy } = run.recorded
  if (overruledBy !== null) return superseded(run)
  const own = access.by?.purchase?.id === run.recorded.purchase
  const reason =
    own || access.by === null ? '' : `, given ${keptBy(access.by, run.target, run.job.purchase.marketplace)}`
  return {
    outcome: 'already enrolled',
    sentence: `Already enrolled in ${name(run)}${until && own ? until : ''}${reason}; nothing had to change.`,
  }
}

function notOpened(run: Run): Verdict {
  if (run.changes[keyOf(run.target)] === 'closed') {
    return { outcome: 'expired', sentence: `Access to ${name(run)} ended: what ${event(run)} gives is over already.` }
  }
  if (run.recorded.overruledBy !== null) return superseded(run)
  const sentence = `The access to ${name(run)} that ${event(run)} gives was over before it could begin.`
  return { outcome: 'already expired', sentence }
}

function ofExpire(run: Run, now: number): Verdict {
  const key = keyOf(run.target)
  const access = wanted(run, key)
  const change = run.changes[key]
  const have = haveOf(run.customer, key, run.contents)
  const leftAlone = isAdministrator(run) && (have === null ? access.end <= now : have.end > Math.max(access.end, now))
  if (access.end > now && !leftAlone) return stillOpen(run, access, change !== undefined)
  if (change === 'closed')
    return { outcome: 'expired', sentence: `Access to ${name(run)} ended because ${because(run)}.` }
  if (run.recorded.overruledBy !== null) return superseded(run)
  if (leftAlone) {
    const sentence = `This is an administrator of the Thinkific site, whose access to ${name(run)} no rule ends.`
    return { outcome: 'administrator, left alone', sentence }
  }
  const was = have === null || run.before === null ? 'has no open access' : 'has no open access any more'
  return {
    outcome: 'already expired',
    sentence: `The customer ${was} to ${name(run)}; nothing had to end although ${because(run)}.`,
  }
}

/** Access goes on: until the date this very ending set, or because of someone else's grant. */
function stillOpen(run: Run, access: Access, changed: boolean): Verdict {
  const { fact, overruledBy } = run.recorded
  if (fact.kind === 'create' || fact.kind === 'none') return superseded(run)
  const { happened } = fact.kind === 'end' ? fact.end : fact.removal
  if (overruledBy !== null && !changed) return superseded(run)
  const purchase = ownPurchase(run)
  const own = endOfEnding(purchase, fact.kind === 'end' ? fact.end : fact.removal)
  if (own === ENDLESS) {
    const sentence = `Although ${because(run)}, access to ${name(run)} is kept: what was paid for has no end.`
    return { outcome: 'kept', sentence }
  }
  if (access.end === own || access.by?.purchase?.id === run.recorded.purchase) {
    const sentence = `Access to ${name(run)} ends on ${day(access.end)} because ${because(run)}.`
    if (keyOf(access.by?.through ?? run.target) === keyOf(run.target) && access.end !== ENDLESS) {
      return { outcome: changed ? 'expired' : 'already expired', sentence }
    }
  }
  const created = access.by?.purchase?.claims[keyOf(access.by.through)]?.create ?? null
  if (
    fact.kind === 'remove' &&
    access.by !== null &&
    created !== null &&
    compareHappened(created.happened, happened) > 0
  ) {
    const by = keptBy(access.by, run.target, run.job.purchase.marketplace)
    return { outcome: 'superseded', sentence: `Access to ${name(run)} was given again later, ${by}.` }
  }
  const keeper = access.by === null ? '' : ` ${keptBy(access.by, run.target, run.job.purchase.marketplace)}`
  return { outcome: 'kept', sentence: `Although ${because(run)}, access to ${name(run)} is kept${keeper}.` }
}

function superseded(run: Run): Verdict {
  const { overruledBy } = run.recorded
  const why = overruledBy === null ? 'something newer decides' : `it was ${happenedWords(overruledBy)}, which decides`
  return {
    outcome: 'superseded',
    sentence: `${capital(because(run))}, but ${why}; access to ${name(run)} stays as it is.`,
  }
}

/** `Club (order 1903) was canceled`, or what a person did by hand. */
function because(run: Run): string {
  const { job } = run
  if (job.origin === 'person')
    return `${job.person ?? 'someone'} ${run.recorded.fact.kind === 'create' ? 'enrolled the customer' : 'ended the access'} by hand`
  const purchase = ownPurchase(run)
  const what = purchase === undefined ? 'the purchase' : purchaseWords(purchase, job.purchase.marketplace)
  return `${what} was ${pastOf(job.firing.trigger)}`
}

function event({ job }: Run): string {
  return `the event of ${day(Math.min(job.firing.happenedAt, job.receivedAt))}`
}

function name({ target }: Run): string {
  return target.name || `${target.kind} ${target.id}`
}

function ownPurchase(run: Run): Purchase | undefined {
  return run.customer.purchases.find(({ id }) => id === run.recorded.purchase)
}

function administratorRemark(run: Run): string[] {
  const made = run.recorded.fact.kind === 'create' && isAdministrator(run)
  return made
    ? [
        'This is an administrator of the Thinkific site, to whom Thinkific shows every course anyway: use another email to test.',
      ]
    : []
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}
