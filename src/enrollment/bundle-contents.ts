/** Each bundle's courses, as Thinkific last told; read when a grant or a removal beside a bundle's needs them. */
import type { Customers } from './customers'
import type { Contents } from './ledger/grants'

/** A course added to a bundle reaches its members within a day; what is older is read again. */
const TOLD_FOR_MS = 24 * 3_600_000

export class BundleContents {
  readonly #customers: Customers
  readonly #told: Map<string, { courses: readonly string[]; at: number }>

  constructor(customers: Customers) {
    this.#customers = customers
    this.#told = new Map(customers.bundles().map(({ id, courses, at }) => [id, { courses, at }]))
  }

  /** What is known of these bundles; one that is missing must be read from Thinkific. */
  of(bundles: string[], now: number): Contents {
    return Object.fromEntries(
      bundles.flatMap((id) => {
        const told = this.#told.get(id)
        return told !== undefined && told.at > now - TOLD_FOR_MS ? [[id, told.courses] as const] : []
      }),
    )
  }

  /** Everything ever told, for pages that must not call. */
  get all(): Contents {
    return Object.fromEntries([...this.#told].map(([id, { courses }]) => [id, courses]))
  }

  /** Thinkific told a bundle's courses. */
  tell(bundle: string, courses: readonly string[], now: number): void {
    this.#told.set(bundle, { courses, at: now })
    this.#customers.saveBundle(bundle, courses, now)
  }

  /** After a Refresh nothing is trusted until read again. */
  doubt(): void {
    for (const [id, { courses }] of this.#told) this.#told.set(id, { courses, at: 0 })
  }
}
