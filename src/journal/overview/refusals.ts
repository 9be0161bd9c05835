/** Posts refused at an existing endpoint: how many, and the last ten. A mistyped key otherwise looks like silence. */
import type { Refusal, RefusedPosts } from '../queries'
import { fact, setFact } from '../storage/facts'

const KEPT = 10

export function refuse(sql: SqlStorage, refusal: Refusal): void {
  const { count, last } = refusals(sql)
  setFact(sql, 'refused', { count: count + 1, last: [refusal, ...last].slice(0, KEPT) })
}

/** Newest first. */
export function refusals(sql: SqlStorage): RefusedPosts {
  return fact<RefusedPosts>(sql, 'refused') ?? { count: 0, last: [] }
}
