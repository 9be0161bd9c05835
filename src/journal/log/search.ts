import type { LogQuery, LogRow } from '../queries'
import { expandOutcome, normalizeSearch } from './line'
import { IS_OPEN, openSince } from './log'

/** More, and a first load of Logs would weigh over 32 KB with names, addresses and ids as they are. */
const PAGE_ENTRIES = 25
const MOST_ENTRIES = 1000

interface SearchResult {
  rows: LogRow[]
  found: number
  next: number | null
}

/** Final entries, newest first. */
export function findEntries(sql: SqlStorage, query: LogQuery): SearchResult {
  const { where, values } = buildConditions(query)
  const limit = Math.min(query.limit ?? PAGE_ENTRIES, MOST_ENTRIES)
  const rows = sql
    .exec<{ seq: number; line: string }>(
      `SELECT seq, line FROM log WHERE ${where} AND seq < ? ORDER BY seq DESC LIMIT ?`,
      ...values,
      query.after ?? Number.MAX_SAFE_INTEGER,
      limit + 1,
    )
    .toArray()
  const shown = rows.slice(0, limit)
  const { found } = sql.exec<{ found: number }>(`SELECT count(*) AS found FROM log WHERE ${where}`, ...values).one()
  return {
    rows: shown.map((row) => JSON.parse(row.line) as LogRow),
    found,
    next: rows.length > limit ? (shown.at(-1)?.seq ?? null) : null,
  }
}

export function findEntryIds(sql: SqlStorage, query: LogQuery): string[] {
  const { where, values } = buildConditions(query)
  const rows = sql.exec<{ id: string }>(`SELECT id FROM log WHERE ${where} ORDER BY seq DESC`, ...values).toArray()
  return rows.map((row) => row.id)
}

/** Not LIKE: in a Durable Object's SQLite its patterns are limited to 50 bytes, and lower() covers ASCII only. */
function buildConditions(query: LogQuery): { where: string; values: (string | number)[] } {
  const outcomes = query.outcome === undefined ? null : expandOutcome(query.outcome)
  const search = normalizeSearch(query.search ?? '')
  const parts: [sql: string, value: string | number | undefined][] = [
    ['fired = ?', query.trigger],
    ['integration = ?', query.integration],
    ['product = ?', query.product],
    ["line ->> '$.rule.id' = ?", query.rule],
    [
      "json_array(line ->> '$.target.kind', line ->> '$.target.id') <> ?",
      query.otherThan && JSON.stringify([query.otherThan.kind, query.otherThan.id]),
    ],
    ['outcome IN (SELECT value FROM json_each(?))', outcomes === null ? undefined : JSON.stringify(outcomes)],
    ['at >= ?', query.from],
    ['at < ?', query.until],
    ['instr(words, ?) > 0', search === '' ? undefined : search],
  ]
  const given = parts.filter((part): part is [string, string | number] => part[1] !== undefined)
  const open = query.open ? { where: [IS_OPEN], values: openSince(Date.now()) } : { where: [], values: [] }
  return {
    where: ['true', ...given.map(([part]) => part), ...open.where].join(' AND '),
    values: [...given.map(([, value]) => value), ...open.values],
  }
}
