/** Holds of sites that ended: how long each was, what waited for it, and what of that still does. */
import type { JournalStore } from '../journal-store'
import type { HoldSummary } from '../queries'
import { readFact, writeFact } from '../storage/facts'

const SHOWN_MS = 24 * 3_600_000

/** Since and until when, epoch ms, as the site saw it. */
interface Hold {
  since: number
  until: number
}

/** Entries that were held, by site: some run before the site's release arrives. */
export class HeldEntries {
  readonly #bySite = new Map<string, Set<string>>()

  note(site: string, id: string): void {
    const known = this.#bySite.get(site) ?? new Set()
    this.#bySite.set(site, known.add(id))
  }

  take(site: string): Set<string> {
    const known = this.#bySite.get(site) ?? new Set()
    this.#bySite.delete(site)
    return known
  }
}

/** Reported again after a crash, a hold keeps its first count. */
export function noteEndedHold(store: JournalStore, site: string, { since, until }: Hold): void {
  const waited = store.held.take(site)
  for (const id of store.waiting.rows.listHeldIds(since)) {
    if (siteOf(store, id) === site) {
      waited.add(id)
    }
  }
  const holds = readFact(store.sql, 'ended holds') ?? {}
  if (waited.size > 0 && holds[site]?.since !== since) {
    writeFact(store.sql, 'ended holds', { ...holds, [site]: { since, until, waited: waited.size } })
  }
}

/** Of the last 24 hours, the newest first. */
export function listEndedHolds(store: JournalStore, now: number): HoldSummary[] {
  const recent = Object.entries(readFact(store.sql, 'ended holds') ?? {}).filter(
    ([, { until }]) => until > now - SHOWN_MS,
  )
  return recent
    .map(([site, hold]) => ({ site, ...hold, left: Math.min(countLeft(store, site, hold), hold.waited) }))
    .sort((a, b) => b.until - a.until)
}

function countLeft(store: JournalStore, site: string, { until }: Hold): number {
  const later = store.waiting.rows.listLaterIds()
  const left = store.waiting.listIds(({ id, receivedAt }) => receivedAt <= until && siteOf(store, id) === site)
  return left.filter((id) => !later.has(id)).length
}

function siteOf({ waiting }: JournalStore, id: string): string | null {
  return waiting.listOpen().get(id)?.rule?.integration.site ?? null
}
