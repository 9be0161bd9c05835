/** Single values of the journal: one to a name, each stored as JSON. */
import type { AlertState, ChannelRecord } from '../../model/alert'
import type { CustomerFilling } from '../customers/customer-pages'
import type { ImportRecord } from '../imports/import-record'
import type { JobRecord } from '../jobs/job'
import type { LostSalesState } from '../lost-sales/state'
import type { Backlog } from '../overview/backlog'
import type { RefusalSummary } from '../queries'
import type { ReconcileState } from '../reconcile/state'

interface JournalFacts {
  /** Its marketplace was deleted; nothing else is kept then. */
  cleared: true
  /** Key of the journal's hashes; generated once and stored nowhere else. */
  secret: string
  refused: RefusalSummary
  /** How often the queue refused a message, by its id in the outbox. */
  'refused messages': Record<string, number>
  backlog: Backlog
  /** Missing until the first page of customers is written or asked for. */
  'customer list': CustomerFilling
  /** The last sweep, epoch ms. */
  swept: number
  /** Sites that only deleted or moved integrations reached. */
  'sites left': string[]
  /** The last of each site, by site. Times are epoch ms. */
  'ended holds': Record<string, { since: number; until: number; waited: number }>
  /** Missing while the marketplace has no channel for alerts. */
  alerts: AlertState
  /** Missing while no store's books were compared. */
  'lost sales': LostSalesState
  [integration: `reconcile ${string}`]: ReconcileState
  [channel: `alerts ${string}`]: ChannelRecord
  [job: `job ${string}`]: JobRecord
  [page: `job-items ${string}`]: object[]
  [record: `import ${string}`]: ImportRecord
}

type FactName = keyof JournalFacts

/** Null when never written. */
export function readFact<Name extends FactName>(sql: SqlStorage, name: Name): JournalFacts[Name] | null {
  const [row] = sql.exec<{ value: string }>('SELECT value FROM facts WHERE name = ?', name).toArray()
  return row === undefined ? null : JSON.parse(row.value)
}

/** Those of one kind, such as `job <id>`. @param kind with its space */
export function readFactsOfKind<Kind extends 'job ' | 'import ' | 'reconcile '>(
  sql: SqlStorage,
  kind: Kind,
): JournalFacts[`${Kind}x`][] {
  return sql
    .exec<{ value: string }>('SELECT value FROM facts WHERE name >= ? AND name < ?', kind, `${kind}\uffff`)
    .toArray()
    .map(({ value }) => JSON.parse(value))
}

/** Null deletes it. */
export function writeFact<Name extends FactName>(sql: SqlStorage, name: Name, value: JournalFacts[Name] | null): void {
  if (value === null) {
    sql.exec('DELETE FROM facts WHERE name = ?', name)
  } else {
    const text = JSON.stringify(value)
    sql.exec('INSERT INTO facts VALUES (?1, ?2) ON CONFLICT DO UPDATE SET value = ?2', name, text)
  }
}

export function readSitesLeft(sql: SqlStorage): string[] {
  return readFact(sql, 'sites left') ?? []
}

export function rememberSiteLeft(sql: SqlStorage, site: string): void {
  writeFact(sql, 'sites left', [...new Set([...readSitesLeft(sql), site])])
}

export function loadSecret(sql: SqlStorage): string {
  const known = readFact(sql, 'secret')
  if (known !== null) {
    return known
  }
  const made = crypto.randomUUID() + crypto.randomUUID()
  writeFact(sql, 'secret', made)
  return made
}
