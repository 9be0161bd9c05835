/** Posts refused at an existing endpoint. Without them, a mistyped key would look like silence. */
import type { Refusal, RefusalSummary } from '../queries'
import { readFact, writeFact } from '../storage/facts'

const KEPT = 10

export function recordRefusal(sql: SqlStorage, refusal: Refusal): void {
  const { count, last } = readRefusals(sql)
  writeFact(sql, 'refused', { count: count + 1, last: [refusal, ...last].slice(0, KEPT) })
}

/** Newest first. */
export function readRefusals(sql: SqlStorage): RefusalSummary {
  return readFact<RefusalSummary>(sql, 'refused') ?? { count: 0, last: [] }
}
