/** What is held in memory of an entry that waits: 50,000 of them share an object of 128 MB with everything else. */
import type { Trigger } from '../../model/trigger'
import { expandOutcome, normalizeSearch, toLine, toSearchText } from '../log/line'
import type { LogQuery, LogRow } from '../queries'
import type { Receipt, Result } from '../receipts/receipt'
import { entryId, parseEntryId } from '../storage/keys'

export interface OpenEntry {
  id: string
  receivedAt: number
  trigger: Trigger | null
  product: string | null
  /** Shared by all entries of the same rule. */
  rule: OpenRule | null
  madeHere: boolean
  /** Its purchase counts already; only its access begins later. */
  granted: boolean
  /** What a search looks at. */
  text: string
}

interface OpenRule {
  rule: NonNullable<LogRow['rule']>
  integration: NonNullable<LogRow['integration']>
}

/** Of 50,000 entries, 30 MB at most; emails, names and ids take 200. */
const SEARCHED_CHARS = 600

/** Makes entries that share what is the same in them. */
export class OpenEntries {
  readonly #rules = new Map<string, OpenRule>()
  readonly #products = new Map<string, string>()

  toEntry(receipt: Receipt, result: Result): OpenEntry {
    const line = toLine(receipt, result, null)
    const { receivedAt, trigger, product, madeHere } = line
    return {
      id: entryId(receipt.key, result.n),
      receivedAt,
      trigger,
      madeHere,
      granted: line.granted === true,
      product: product && share(this.#products, product.id, product.id),
      rule: this.#shareRule(line),
      text: toSearchText(line).slice(0, SEARCHED_CHARS),
    }
  }

  #shareRule({ rule, integration }: LogRow): OpenRule | null {
    if (rule === null || integration === null) {
      return null
    }
    return share(this.#rules, JSON.stringify([rule, integration]), { rule, integration })
  }
}

/** The event it belongs to, which its id names. */
export function eventOf({ id }: OpenEntry): string {
  const receipt = parseEntryId(id)?.receipt ?? ''
  return receipt.slice(receipt.indexOf('.') + 1)
}

/** Must agree with the SQL conditions in log/search.ts. */
export function isEntryMatch(entry: OpenEntry, query: LogQuery): boolean {
  return (
    (query.trigger === undefined || entry.trigger === query.trigger) &&
    (query.integration === undefined || entry.rule?.integration.id === query.integration) &&
    (query.outcome === undefined || expandOutcome(query.outcome).includes('waiting')) &&
    (query.product === undefined || entry.product === query.product) &&
    (query.from === undefined || entry.receivedAt >= query.from) &&
    (query.until === undefined || entry.receivedAt < query.until) &&
    (query.search === undefined || entry.text.includes(normalizeSearch(query.search)))
  )
}

function share<T>(known: Map<string, T>, key: string, made: T): T {
  const before = known.get(key)
  if (before !== undefined) {
    return before
  }
  known.set(key, made)
  return made
}
