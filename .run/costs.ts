/**
 * What a month costs on Cloudflare: the plan, and for each meter what is used above what the plan includes.
 * Prices are those of developers.cloudflare.com in November 2026, US dollars; operations per event (one enrollment each) are
 * in operations.json, which both this and the bench read.
 */
import operations from './operations.json'

/** Workers Paid, a month. */
export const PLAN = 5

/** Receipts stay 90 days in their journals: gigabyte-months an event takes, as `npm run bench` weighs them on disk. */
const STORED_GB = (4_700 / 1e9) * 3
const STORAGE = { includedGb: 5, perGb: 0.2 }

interface Meter {
  what: string
  /** A month, in the plan. */
  included: number
  perMillion: number
}

export const METERS = {
  requests: { what: 'Worker requests and batches', included: 10e6, perMillion: 0.3 },
  cpuMs: { what: 'CPU milliseconds', included: 30e6, perMillion: 0.02 },
  queueOperations: { what: 'Queue operations', included: 1e6, perMillion: 0.4 },
  objectRequests: { what: 'Durable Object requests', included: 1e6, perMillion: 0.15 },
  objectGbSeconds: { what: 'Durable Object GB-seconds', included: 400e3, perMillion: 12.5 },
  rowsWritten: { what: 'Rows written', included: 50e6, perMillion: 1 },
  rowsRead: { what: 'Rows read', included: 25e9, perMillion: 0.001 },
  kvReads: { what: 'KV reads', included: 10e6, perMillion: 0.5 },
  kvWrites: { what: 'KV writes', included: 1e6, perMillion: 5 },
  logLines: { what: 'Log lines', included: 20e6, perMillion: 0.6 },
} as const satisfies Record<string, Meter>

export type Operations = Record<keyof typeof METERS, number>

/** What one event with one enrollment uses. */
export const PER_EVENT: Operations = operations.perEvent
/** The day `npm run bench` counted them; null: estimates. */
const MEASURED: string | null = operations.measured

/** Dollars a month for so many events, receipts of the last 90 days included. */
export function monthly(events: number, perEvent: Operations = PER_EVENT): number {
  const meters = Object.entries(METERS) as [keyof Operations, Meter][]
  const storage = Math.max(0, events * STORED_GB - STORAGE.includedGb) * STORAGE.perGb
  return meters.reduce(
    (sum, [name, { included, perMillion }]) =>
      sum + (Math.max(0, events * perEvent[name] - included) / 1e6) * perMillion,
    PLAN + storage,
  )
}

/** Dollars for the operations of one million events more, once everything included is used. */
export function perMillionMore(perEvent: Operations = PER_EVENT): number {
  const meters = Object.entries(METERS) as [keyof Operations, Meter][]
  return meters.reduce((sum, [name, { perMillion }]) => sum + perEvent[name] * perMillion, 0)
}

/** The formula as the operator's guide shows it. */
function costTable(): string {
  const rows = (Object.entries(METERS) as [keyof Operations, Meter][]).map(
    ([name, { what, included, perMillion }]) =>
      `| ${what} | ${PER_EVENT[name]} | ${included.toLocaleString('en-US')} | $${perMillion} |`,
  )
  return ['| what | an event uses | included a month | a million more |', '| --- | --- | --- | --- |', ...rows].join(
    '\n',
  )
}

/** The three figures, in a sentence. */
function costSentence(): string {
  const [small, middle, large] = [1e3, 100e3, 10e6].map((events) => `$${Math.round(monthly(events))}`)
  return `1,000 events a month cost ${small}, 100,000 cost ${middle}, 10 million cost ${large}`
}

const BLOCK = /(<!-- costs:[^\n]*-->\n)[\s\S]*?(<!-- \/costs -->)/

/** A document with its figures as they are now: the formula's table, the sentence, and whether they were measured. */
export function withCosts(document: string): string {
  const by =
    MEASURED === null ? 'estimated; `npm run bench` counts them' : `counted by \`npm run bench\` on ${MEASURED}`
  const figures = `${costSentence()} (what an event uses is ${by}).`
  return document.replace(BLOCK, (_, begin, end) => `${begin}\n${costTable()}\n\n${figures}\n\n${end}`)
}
