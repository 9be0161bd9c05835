/**
 * What events' jobs, each after its notes, would do at the site, one after another as in a real run. Nothing is called or
 * stored.
 */
import type { ForeseeableEvent, ForeseenOutcome, Foresight } from '../../kind'
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

type Event = ForeseeableEvent<ThinkificJob>

/**
 * Where only Thinkific knows (does the user exist, was access given by hand?), assumes the plain case and says so. Events of
 * one customer that follow each other build on each other; what is tried for a customer is forgotten at the next.
 */
export async function foresee(site: Site, events: Event[]): Promise<Foresight[]> {
  const foreseen: Foresight[] = []
  for (let at = 0; at < events.length; ) {
    const email = emailOf(events[at])
    const other = events.findIndex((event, index) => index > at && emailOf(event) !== email)
    const own = events.slice(at, other === -1 ? events.length : other)
    const tried = await openForeseenSite(site, email, own)
    for (const event of own) {
      foreseen.push(await foreseeEvent(tried, event))
    }
    at += own.length
  }
  return foreseen
}

function emailOf(event: Event | undefined): string {
  return (event?.jobs[0]?.customer ?? event?.notes[0]?.customer)?.email ?? ''
}

async function openForeseenSite(site: Site, email: string, events: Event[]): Promise<ForeseenSite> {
  const jobs = events.flatMap((event) => event.jobs)
  const [purchase] = [...jobs, ...events.flatMap(({ notes }) => notes)].map((one) => one.purchase)
  const marketplace = purchase?.marketplace ?? ''
  await site.standing.renew(marketplace)
  const isAtFault =
    !site.standing.isGood(marketplace) ||
    jobs.some(({ integration }) => site.integrations.faults.find(integration.id) !== null)
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
  return tried
}

async function foreseeEvent(tried: ForeseenSite, { jobs, notes }: Event): Promise<Foresight> {
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
