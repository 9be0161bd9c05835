/** Each bundle's courses, read when a grant or removal needs them. */

import type { Contents } from '../ledger/grants'
import type { SiteStorage } from '../storage/site-storage'

/** One reading serves all endings of a bundle's access within this time. */
const FRESH_FOR_MS = 60_000

export class BundleContents {
  readonly #storage: SiteStorage
  /** `reading`: its place among the readings made since the object woke. */
  readonly #known: Map<string, { courses: readonly string[]; at: number; reading: number }>
  /** By bundle; each ends, never rejecting, with the attempt to read it. */
  readonly #underway = new Map<string, Promise<void>>()
  #readings = 0

  constructor(storage: SiteStorage) {
    this.#storage = storage
    this.#known = new Map(storage.bundles().map(({ id, courses, at }) => [id, { courses, at, reading: 0 }]))
  }

  /** How many readings succeeded so far: a run that notes this at its start knows which came later. */
  get readings(): number {
    return this.#readings
  }

  /**
   * A bundle's courses where they were read after the first `since` readings, or are being read now: one call serves every
   * firing that waits for it. Otherwise what `read` returns. A failure is not shared: each then reads, one after another.
   */
  async readOnce<T>(
    bundle: string,
    since: number,
    read: () => Promise<T>,
  ): Promise<{ courses: readonly string[] } | T> {
    for (;;) {
      const known = this.#known.get(bundle)
      if (known !== undefined && known.reading > since) {
        return { courses: known.courses }
      }
      const underway = this.#underway.get(bundle)
      if (underway === undefined) {
        break
      }
      await underway
    }
    const reading = read()
    const end = () => {
      this.#underway.delete(bundle)
    }
    this.#underway.set(bundle, reading.then(end, end))
    return reading
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
    this.#readings += 1
    this.#known.set(bundle, { courses, at: now, reading: this.#readings })
    this.#storage.saveBundle(bundle, courses, now)
  }

  /** After a refresh of the catalog. */
  markStale(): void {
    for (const [id, known] of this.#known) {
      this.#known.set(id, { ...known, at: 0 })
    }
  }
}
