/** Posts refused at an existing endpoint. Without them, a mistyped key would look like silence. */

import { NAME_CHARS, shorten } from '../../model/shorten'
import type { OverviewFacts, RefusalSummary, RefusedPost } from '../queries'
import { readFact, writeFact } from '../storage/facts'

/** The newest of each reason, so that a flood of one hides no other. */
const KEPT_PER_REASON = 10
/** Of these, so that a stranger pushes out no other's. */
const KEPT_PER_NETWORK = 3
const KEPT = 100

export function recordRefusal(sql: SqlStorage, refusal: RefusedPost): void {
  const { count, last } = readRefusals(sql)
  const kept = [fitToRow(refusal), ...last].filter((one, index, all) => {
    const newer = all.slice(0, index).filter((other) => isSameReason(other, one))
    return (
      newer.length < KEPT_PER_REASON && newer.filter((other) => isSameNetwork(other, one)).length < KEPT_PER_NETWORK
    )
  })
  writeFact(sql, 'refused', { count: count + 1, last: kept.slice(0, KEPT) })
}

function fitToRow(refusal: RefusedPost): RefusedPost {
  const { endpoint, reason, word = null, field = null } = refusal
  return {
    ...refusal,
    endpoint: shorten(endpoint, NAME_CHARS),
    reason: shorten(reason, NAME_CHARS),
    word: word && shorten(word, NAME_CHARS),
    field: field && shorten(field, NAME_CHARS),
  }
}

/** Newest first. */
export function readRefusals(sql: SqlStorage): RefusalSummary {
  return readFact(sql, 'refused') ?? { count: 0, last: [] }
}

/** As far as they are kept. */
export function findRefusedSince(sql: SqlStorage, since: number): OverviewFacts['refusedToday'] {
  const recent = readRefusals(sql).last.filter(({ at }) => at > since)
  const [newest] = recent
  if (newest === undefined) {
    return null
  }
  const { status, reason } = newest
  return { count: recent.length, since: Math.min(...recent.map(({ at }) => at)), newest: { status, reason } }
}

function isSameReason(one: RefusedPost, other: RefusedPost): boolean {
  return one.status === other.status && one.reason === other.reason
}

function isSameNetwork(one: RefusedPost, other: RefusedPost): boolean {
  return Boolean(one.from) && one.from === other.from
}
