/** What an event's jobs, after its notes, would do at the site, one after another as in a real run. Nothing is called or stored. */
import type { Note } from '../../../model/firing-job'
import type { ForeseenOutcome, Foresight } from '../../kind'
import { recordNotes } from '../firing/notes'
import { runInOrder } from '../firing/settle-jobs'
import { newCustomer } from '../ledger/customer'
import { withOwnFacts } from '../ledger/own-facts'
import { isReportedBy } from '../ledger/reported-emails'
import type { Site } from '../site/site'
import type { Account } from '../storage/account'
import type { ThinkificJob } from '../thinkific-job'
import { ForeseenSite } from './foreseen-site'

const ASSUMED = ' (as far as is known without asking Thinkific)'

/** Where only Thinkific knows (does the user exist, was access given by hand?), assumes the plain case and says so. */
export async function foresee(site: Site, jobs: ThinkificJob[], notes: Note[]): Promise<Foresight> {
  const marketplace = jobs[0]?.purchase.marketplace ?? notes[0]?.purchase.marketplace ?? ''
  await site.standing.renew(marketplace)
  const isAtFault =
    !site.standing.isGood(marketplace) ||
    jobs.some(({ integration }) => site.integrations.faults.find(integration.id) !== null)
  const { email } = jobs[0]?.customer ?? notes[0]?.customer ?? { email: '' }
  const own = await site.customerKey(email)
  const see = (key: string, { customer }: Account): Account => {
    const isUnreported = isAtFault && key === own && !isReportedBy(customer, marketplace, email)
    const seen = isUnreported ? newCustomer(null) : isAtFault ? withOwnFacts(customer, marketplace) : customer
    return { customer: { ...seen, unanswered: {} }, settled: [], waiting: {} }
  }
  const tried = new ForeseenSite(site, see)
  for (const { integration } of jobs) {
    tried.integrations.remember(integration)
  }
  const effects = await recordNotes(tried, notes)
  const outcomes: ForeseenOutcome[] = []
  for (const job of jobs) {
    outcomes.push(await foreseeJob(tried, job))
  }
  return { effects, outcomes }
}

async function foreseeJob(site: ForeseenSite, job: ThinkificJob): Promise<ForeseenOutcome> {
  const settling = await runInOrder(site, job)
  return settling.final
    ? { outcome: settling.outcome, sentence: `${settling.sentence}${site.isAssumed ? ASSUMED : ''}` }
    : { outcome: 'waiting', sentence: settling.sentence }
}
