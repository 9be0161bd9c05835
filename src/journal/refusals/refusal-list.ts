/** Posts refused at an existing endpoint. Without them, a mistyped key would look like silence. */

import { NAME_CHARS, shorten } from '../../model/shorten'
import type { OverviewFacts, RefusalSummary, RefusedPost } from '../queries'
import { readFact, writeFact } from '../storage/facts'

/** The newest of each reason, so that a flood of one hides no other. */
const KEPT_PER_REASON = 10
/** Of these, so that a stranger pushes out no other's. */
const KEPT_PER_NETWORK = 3
const KEPT = 100

export class RefusalList {
  readonly #sql: SqlStorage
  #summary: RefusalSummary | null = null

  constructor(sql: SqlStorage) {
    this.#sql = sql
  }

  /** Newest first. Kept in memory, since every event asks whether it was refused before. */
  get summary(): RefusalSummary {
    this.#summary ??= readFact(this.#sql, 'refused') ?? { count: 0, last: [] }
    return this.#summary
  }

  add(refusal: RefusedPost): void {
    const { count, last } = this.summary
    const kept = [fitToRow(refusal), ...last].filter((one, index, all) => {
      const newer = all.slice(0, index).filter((other) => isSameReason(other, one))
      return (
        newer.length < KEPT_PER_REASON && newer.filter((other) => isSameNetwork(other, one)).length < KEPT_PER_NETWORK
      )
    })
    this.#write({ count: count + 1, last: kept.slice(0, KEPT) })
  }

  /** Notes which accepted post each of these came to. */
  close(posts: readonly RefusedPost[], arrived: NonNullable<RefusedPost['arrived']>): void {
    const { count, last } = this.summary
    this.#write({ count, last: last.map((one) => (posts.includes(one) ? { ...one, arrived } : one)) })
  }

  /** As far as they are kept, without those that arrived after all. */
  findSince(since: number): OverviewFacts['refusedToday'] {
    const recent = this.summary.last.filter(({ at, arrived }) => at > since && arrived === undefined)
    const [newest] = recent
    if (newest === undefined) {
      return null
    }
    const { status, reason } = newest
    return { count: recent.length, since: Math.min(...recent.map(({ at }) => at)), newest: { status, reason } }
  }

  #write(summary: RefusalSummary): void {
    writeFact(this.#sql, 'refused', summary)
    this.#summary = summary
  }
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

function isSameReason(one: RefusedPost, other: RefusedPost): boolean {
  return one.status === other.status && one.reason === other.reason
}

function isSameNetwork(one: RefusedPost, other: RefusedPost): boolean {
  return Boolean(one.from) && one.from === other.from
}
