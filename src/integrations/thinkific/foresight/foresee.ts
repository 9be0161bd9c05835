/** What each event's notes and then its jobs would do at the site, in order as in a real run. Nothing is called or stored. */
import type { ForeseeableEvent, ForeseenOutcome, Foresight } from '../../kind'
import { recordNotes } from '../firing/notes'
import { runInOrder } from '../firing/settle-jobs'
import { newCustomer } from '../ledger/customer'
import { withOwnFacts } from '../ledger/own-facts'
import { awayAlias, forwardAlias, toAliases } from '../ledger/purchase'
import { isReportedBy } from '../ledger/reported-emails'
import type { Site } from '../site/site'
import type { Account } from '../storage/account'
import { mergedAlias } from '../storage/site-storage'
import type { ThinkificJob } from '../thinkific-job'
import { ForeseenSite } from './foreseen-site'
import { openScratchStorage, type ScratchStorage } from './scratch-storage'

const ASSUMED = ' (Predicted without asking Thinkific.)'

type Event = ForeseeableEvent<ThinkificJob>

/**
 * Where only Thinkific knows (does the user exist, was access given by hand?), assumes the plain case and says so. Events
 * build on those before them.
 */
export async function foresee(site: Site, events: Event[]): Promise<Foresight[]> {
  const subjects = events.flatMap(({ jobs, notes }) => [...notes, ...jobs])
  const hashes = await hashEmails(site, subjects)
  const foreseen: Foresight[] = []
  let trial: Trial | null = null
  for (const event of events) {
    const asked = await describe(site, event)
    if (trial === null || trial.marketplace !== asked.marketplace || trial.isAtFault !== asked.isAtFault) {
      trial = openTrial(site, asked, hashes)
      const aliases = subjects.flatMap((one) => listAsked(one, hashes))
      trial.scratch.lookAhead(aliases, [...hashes.values()])
    } else if (trial.email !== asked.email) {
      trial.email = asked.email
      trial.site = new ForeseenSite(site, trial.scratch, hashes)
    }
    trial.emails.set(await trial.site.customerKey(asked.email), asked.email)
    foreseen.push(await foreseeEvent(trial.site, event))
  }
  return foreseen
}

type EmailHashes = ReadonlyMap<string, string>
/** Who and what a job or a note is about. */
type Subject = Pick<ThinkificJob, 'customer' | 'purchase'>

async function hashEmails(site: Site, subjects: Subject[]): Promise<EmailHashes> {
  const emails = [...new Set(subjects.map(({ customer }) => customer.email))]
  return new Map(await Promise.all(emails.map(async (email) => [email, await site.hashEmail(email)] as const)))
}

/** Aliases that the ledger asks for, most of which an import brings for the first time. */
function listAsked({ customer, purchase }: Subject, hashes: EmailHashes): string[] {
  const { marketplace, productId } = purchase
  const key = hashes.get(customer.email) ?? ''
  const own = [mergedAlias(key), awayAlias(marketplace, key), forwardAlias(marketplace, productId, key)]
  return [...own, ...toAliases(purchase)]
}

interface Standpoint {
  marketplace: string
  /** Its credential is refused, so that it sees its own facts alone. */
  isAtFault: boolean
  /** The customer's. */
  email: string
}

interface Trial extends Standpoint {
  scratch: ScratchStorage
  /** One for each customer: what was assumed of the last says nothing of the next. */
  site: ForeseenSite
  /** Of customers that events named, by their document's key. */
  emails: Map<string, string>
}

async function describe(site: Site, { jobs, notes }: Event): Promise<Standpoint> {
  const first = jobs[0] ?? notes[0]
  const marketplace = first?.purchase.marketplace ?? ''
  await site.standing.renew(marketplace)
  const isAtFault =
    !site.standing.isGood(marketplace) ||
    jobs.some(({ integration }) => site.integrations.faults.find(integration.id) !== null)
  return { marketplace, isAtFault, email: first?.customer.email ?? '' }
}

function openTrial(site: Site, asked: Standpoint, hashes: EmailHashes): Trial {
  const { marketplace, isAtFault } = asked
  const emails = new Map<string, string>()
  const see = (key: string, { customer }: Account): Account => {
    const email = emails.get(key)
    const isUnreported = isAtFault && email !== undefined && !isReportedBy(customer, marketplace, email)
    const seen = isUnreported ? newCustomer(null) : isAtFault ? withOwnFacts(customer, marketplace) : customer
    return { customer: { ...seen, unanswered: {} }, settled: [], waiting: {} }
  }
  const scratch = openScratchStorage(site.storage, see)
  return { ...asked, scratch, site: new ForeseenSite(site, scratch, hashes), emails }
}

async function foreseeEvent(tried: ForeseenSite, { jobs, notes }: Event): Promise<Foresight> {
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
