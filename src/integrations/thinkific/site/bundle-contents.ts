/** Each bundle's courses, read when a grant or removal needs them. */

import type { Contents } from '../ledger/grants'
import type { SiteStorage } from '../storage/site-storage'

/** A course added to a bundle reaches its members within a day. */
const FRESH_FOR_MS = 24 * 3_600_000

export class BundleContents {
  readonly #storage: SiteStorage
  readonly #known: Map<string, { courses: readonly string[]; at: number }>

  constructor(storage: SiteStorage) {
    this.#storage = storage
    this.#known = new Map(storage.bundles().map(({ id, courses, at }) => [id, { courses, at }]))
  }

  /** Missing bundles, and stale ones about to end access, are read from Thinkific. */
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

  /** For pages that must not call. */
  get all(): Contents {
    return Object.fromEntries([...this.#known].map(([id, { courses }]) => [id, courses]))
  }

  save(bundle: string, courses: readonly string[], now: number): void {
    this.#known.set(bundle, { courses, at: now })
    this.#storage.saveBundle(bundle, courses, now)
  }

  /** After a refresh of the catalog. */
  markStale(): void {
    for (const [id, { courses }] of this.#known) {
      this.#known.set(id, { courses, at: 0 })
    }
  }
}
