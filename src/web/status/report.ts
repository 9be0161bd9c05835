/** Times are ISO 8601, UTC. */
import { version } from '../../../package.json'
import { listMailProblems } from '../../accounts/mailer-settings'
import type { Env } from '../../env'
import { readStatusCopy, writeStatusCopy } from '../../http/status-copy'
import { KINDS } from '../../integrations'
import { RECEIPT_VERSION } from '../../journal/receipts/receipt'
import { readRetention } from '../../journal/retention'
import { JOURNAL_TABLES_VERSION } from '../../journal/storage/tables'
import { EVENT_VERSION } from '../../model/event'
import { MESSAGE_VERSION } from '../../model/message'
import { type Configuration, readConfiguration } from './configuration'
import { type JournalLine, loadJournalLines, loadSiteLines, type SiteLine } from './objects'
import { ALL_ASKED, type Said } from './rounds'

export interface Report {
  /** `broken`: a part did not answer. `attention`: all answered, and something needs a person. */
  status: 'ok' | 'attention' | 'broken'
  /** Sentences; empty when ok. */
  reasons: string[]
  at: string
  backlog: { waiting: number; parked: number; unqueued: number }
  oldestWaiting: { marketplace: string; since: string; seconds: number } | null
  failuresLastHour: number
  versions: {
    enrollwire: string
    /** What `npm run deploy` was run at, with a + where files differed from it; null where it was deployed otherwise. */
    commit: string | null
    migrations: string[]
    event: number
    message: number
    receipt: number
    /** Of objects' tables: `journal`, and one for each kind of integration that has objects. */
    tables: Record<string, number>
  }
  /** Sealed texts per key of SEALING_KEYS. */
  sealedUnder: Record<string, number>
  integrationsInTrouble: Configuration['troubled']
  marketplaces: JournalLine[]
  sites: SiteLine[]
}

interface AllSaid {
  journals: Record<string, Said<JournalLine>>
  sites: Record<string, Said<SiteLine>>
}

/** Longer waits are reported. */
const LONG_WAIT_MS = 15 * 60_000

/** Reports what does not answer instead of failing. `now` in epoch ms. */
export async function buildReport(env: Env, now: number): Promise<Report> {
  const known = await readConfiguration(env.DB).catch(() => null)
  const isLarge = [known?.marketplaces, known?.sites].some((all) => (all?.length ?? 0) > ALL_ASKED)
  const said = (isLarge ? await readStatusCopy<AllSaid>(env) : null) ?? { journals: {}, sites: {} }
  const troubled = known?.troubled ?? []
  const [marketplaces, sites] = await Promise.all([
    loadJournalLines(
      env,
      known?.marketplaces ?? [],
      said.journals,
      new Set(troubled.map(({ marketplace }) => marketplace)),
      now,
    ),
    loadSiteLines(
      env,
      known?.sites ?? [],
      said.sites,
      new Set(troubled.map(({ kind, site }) => `${kind} ${site}`)),
      now,
    ),
  ])
  if (isLarge) {
    await writeStatusCopy(env, said)
  }
  const answered = marketplaces.flatMap(({ health }) => (health === null ? [] : [health]))
  const sum = (of: (health: (typeof answered)[number]) => number) => answered.reduce((all, one) => all + of(one), 0)
  const broken = listBrokenParts(known, marketplaces, sites)
  const oldest = findOldest(marketplaces, now)
  const facts = {
    backlog: {
      waiting: sum((one) => one.waiting),
      parked: sum((one) => one.parked),
      unqueued: sum((one) => one.unqueued),
    },
    oldestWaiting: oldest,
    failuresLastHour: sum((one) => one.failuresLastHour),
  }
  const { problem } = readRetention(env.RETENTION_DAYS)
  const attention = [
    ...listWorries(facts, sites, marketplaces),
    ...listCauses(marketplaces),
    ...listMailProblems(env),
    ...(problem === null ? [] : [problem]),
  ]
  return {
    status: broken.length > 0 ? 'broken' : attention.length > 0 ? 'attention' : 'ok',
    reasons: [...broken, ...attention],
    at: new Date(now).toISOString(),
    ...facts,
    versions: {
      enrollwire: version,
      commit: env.COMMIT ?? null,
      migrations: known?.migrations ?? [],
      event: EVENT_VERSION,
      message: MESSAGE_VERSION,
      receipt: RECEIPT_VERSION,
      tables: listTableVersions(),
    },
    sealedUnder: formatCount([...(known?.sealedUnder ?? []), ...sites.flatMap(({ sealedUnder }) => sealedUnder ?? [])]),
    integrationsInTrouble: known?.troubled ?? [],
    marketplaces,
    sites,
  }
}

function listTableVersions(): Record<string, number> {
  const kinds = KINDS.all.flatMap(({ id, tablesVersion }) => (tablesVersion === undefined ? [] : [[id, tablesVersion]]))
  return { journal: JOURNAL_TABLES_VERSION, ...Object.fromEntries(kinds) }
}

function listBrokenParts(known: Configuration | null, marketplaces: JournalLine[], sites: SiteLine[]): string[] {
  return [
    ...(known === null ? ['D1 did not answer. Events are still received; they wait in the queue.'] : []),
    ...marketplaces
      .filter(({ health, askedAt }) => health === null && askedAt !== null)
      .map(({ name }) => `The journal of ${name} did not answer.`),
    ...sites
      .filter(({ answered, askedAt }) => !answered && askedAt !== null)
      .map(({ site }) => `The object of the site ${site} did not answer.`),
  ]
}

/** Of all, what keeps customers from being served; `marketplaces` has the others. */
function listCauses(marketplaces: JournalLine[]): string[] {
  return marketplaces.flatMap(({ name, attention }) =>
    (attention ?? []).filter(({ tone }) => tone === 'bad').map(({ title }) => `${name}: ${title}.`),
  )
}

function listWorries(
  { backlog, oldestWaiting, failuresLastHour }: Pick<Report, 'backlog' | 'oldestWaiting' | 'failuresLastHour'>,
  sites: SiteLine[],
  marketplaces: JournalLine[],
): string[] {
  const nameOf = (marketplace: string) => marketplaces.find(({ id }) => id === marketplace)?.name ?? marketplace
  const silent = sites
    .filter((one) => one.held !== null)
    .map((one) => `${KINDS.nameKinds([one])} does not answer for ${one.site}.`)
  return [
    ...silent,
    ...(backlog.parked > 0 ? [`${firings(backlog.parked, 'is', 'are')} parked.`] : []),
    ...(backlog.unqueued > 0 ? [`The queue refuses events; ${backlog.unqueued} are kept in journals.`] : []),
    ...(failuresLastHour > 0 ? [`${firings(failuresLastHour)} failed in the last hour.`] : []),
    ...(oldestWaiting !== null && oldestWaiting.seconds * 1000 > LONG_WAIT_MS
      ? [`A firing of ${nameOf(oldestWaiting.marketplace)} has been waiting since ${oldestWaiting.since}.`]
      : []),
  ]
}

function firings(count: number, one = '', more = ''): string {
  return `${count} ${count === 1 ? `firing ${one}` : `firings ${more}`}`.trim()
}

function findOldest(marketplaces: JournalLine[], now: number): Report['oldestWaiting'] {
  const waiting = marketplaces.flatMap(({ id, health }) =>
    health?.oldestWaiting == null ? [] : [{ marketplace: id, at: health.oldestWaiting }],
  )
  const [oldest] = waiting.sort((a, b) => a.at - b.at)
  if (oldest === undefined) {
    return null
  }
  const { marketplace, at } = oldest
  return { marketplace, since: new Date(at).toISOString(), seconds: Math.round((now - at) / 1000) }
}

function formatCount(keys: { key: string; count: number }[]): Record<string, number> {
  const all: Record<string, number> = {}
  for (const { key, count } of keys) {
    all[key] = (all[key] ?? 0) + count
  }
  return all
}
