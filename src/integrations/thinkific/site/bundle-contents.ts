/** Each bundle's courses, as Thinkific last told; read when a grant or a removal beside a bundle's needs them. */

import type { Contents } from '../ledger/grants'
import type { SiteStorage } from '../storage/site-storage'

/** A course added to a bundle reaches its members within a day; what is older is stale. */
const FRESH_FOR_MS = 24 * 3_600_000

export class BundleContents {
  readonly #storage: SiteStorage
  readonly #known: Map<string, { courses: readonly string[]; at: number }>

  constructor(storage: SiteStorage) {
    this.#storage = storage
    this.#known = new Map(storage.bundles().map(({ id, courses, at }) => [id, { courses, at }]))
  }

  /** What is known of these bundles; one that is missing, or stale and about to end access, is read from Thinkific. */
  read(bundles: string[], now: number): { contents: Contents; stale: string[] } {
    const fresh = bundles.flatMap((id) => {
      const known = this.#known.get(id)
      return known === undefined ? [] : [{ id, ...known }]
    })
    return {
      contents: Object.fromEntries(fresh.map(({ id, courses }) => [id, courses])),
      stale: fresh.filter(({ at }) => at <= now - FRESH_FOR_MS).map(({ id }) => id),
    }
  }

  /** Everything ever told, for pages that must not call. */
  get all(): Contents {
    return Object.fromEntries([...this.#known].map(([id, { courses }]) => [id, courses]))
  }

  /** Thinkific told a bundle's courses. */
  save(bundle: string, courses: readonly string[], now: number): void {
    this.#known.set(bundle, { courses, at: now })
    this.#storage.saveBundle(bundle, courses, now)
  }

  /** After a Refresh all of it is stale. */
  markStale(): void {
    for (const [id, { courses }] of this.#known) {
      this.#known.set(id, { courses, at: 0 })
    }
  }
}
