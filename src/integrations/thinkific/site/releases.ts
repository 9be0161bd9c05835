/** Which parked or waiting firings may run again, until the object's alarm has let them. */
import type { Release } from '../storage/site-facts'
import type { SiteStorage } from '../storage/site-storage'

export class Releases {
  readonly #storage: SiteStorage

  constructor(storage: SiteStorage) {
    this.#storage = storage
  }

  /** Oldest first. */
  get all(): Release[] {
    return this.#storage.readFact('releases') ?? []
  }

  /** One running and one queued suffice; more would only repeat the work. */
  request(release: Release): void {
    if (this.all.filter((one) => isSameRelease(one, release)).length > 1) {
      return
    }
    this.#storage.saveFact('releases', [...this.all, release])
  }

  /** Removes the oldest of its kind; one requested meanwhile stays. */
  complete(done: Release): void {
    const { all } = this
    const at = all.findIndex((one) => isSameRelease(one, done))
    const others = all.filter((_, index) => index !== at)
    this.#storage.saveFact('releases', others.length === 0 ? null : others)
  }
}

function isSameRelease(one: Release, other: Release): boolean {
  return one.integration === other.integration && one.waits === other.waits
}
