/** When each site and integration was last released. Kept in memory: what an evicted object forgets, upkeep tries again. */
import type { FiringAnswer, ReleaseFilter } from '../queries'

export class LastReleases {
  readonly #times = new Map<string, number>()

  note({ integration, site, waits }: ReleaseFilter, now: number): void {
    const place = integration ?? site
    if (place !== undefined && waits === undefined) {
      this.#times.set(place, now)
    }
  }

  /** Whether an answer that parks a firing comes after the release it would have waited for. */
  isBehind({ askedAt = Number.POSITIVE_INFINITY }: FiringAnswer, { id, site }: { id: string; site: string }): boolean {
    return askedAt <= Math.max(this.#times.get(id) ?? 0, this.#times.get(site) ?? 0)
  }
}
