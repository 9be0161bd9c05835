/** Counts calls, and makes none beyond those that are left. */
import type * as z from 'zod'
import type { SamCartClient, SamCartFailure, SamCartPage } from '../samcart-api/client'

/** `spent`: no call is left. */
export type Trouble = Exclude<SamCartFailure, { why: 'not found' }> | { ok: false; why: 'spent' }

type Counted<T> = { ok: true; value: T } | SamCartFailure | { ok: false; why: 'spent' }

export class CountedClient {
  calls = 0
  readonly #client: SamCartClient
  readonly #most: number

  constructor(client: SamCartClient, most: number) {
    this.#client = client
    this.#most = most
  }

  list<T>(path: string, query: string, record: z.ZodType<T>): Promise<Counted<SamCartPage<T>>> {
    return this.#count(() => this.#client.list(path, query, record))
  }

  find<T>(path: string, record: z.ZodType<T>): Promise<Counted<T>> {
    return this.#count(() => this.#client.find(path, record))
  }

  async #count<T>(call: () => Promise<Counted<T>>): Promise<Counted<T>> {
    if (this.calls >= this.#most) {
      return { ok: false, why: 'spent' }
    }
    this.calls += 1
    return call()
  }
}
