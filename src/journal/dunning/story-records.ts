/** The histories an event needs: each is read once, and written once if it changed, however many items share it. */
import type { MarketEvent } from '../../model/event'
import type { JournalStore } from '../journal-store'
import { customerKey } from '../storage/keys'
import type { SubscriptionHistory, SubscriptionRecord } from './subscription-history'

export class StoryRecords {
  readonly #store: JournalStore
  readonly #event: MarketEvent
  readonly #stored = new Map<string, SubscriptionRecord | null>()
  readonly #saved = new Map<string, SubscriptionRecord>()

  constructor(store: JournalStore, event: MarketEvent) {
    this.#store = store
    this.#event = event
  }

  load(story: string): SubscriptionRecord | null {
    if (!this.#stored.has(story)) {
      this.#stored.set(story, this.#read(story))
    }
    return this.#saved.get(story) ?? this.#stored.get(story) ?? null
  }

  /** Stored by write(). */
  save(story: string, record: SubscriptionRecord): void {
    this.#saved.set(story, record)
  }

  write(): void {
    for (const [story, record] of this.#saved) {
      const state = JSON.stringify(record)
      if (state !== JSON.stringify(this.#stored.get(story))) {
        this.#store.sql.exec(
          'INSERT INTO stories VALUES (?1, ?2) ON CONFLICT DO UPDATE SET state = ?2',
          ...[this.#hash(story), state],
        )
      }
    }
  }

  /** 0.1.0 kept a row for each product of a subscription; those are read until they are next written. */
  #read(story: string): SubscriptionRecord | null {
    const known = this.#readRow(story)
    const record = known !== null && known.v === 2 ? known : null
    const products = { ...record?.products }
    for (const { productId, productName } of this.#event.items) {
      if (products[productId] !== undefined) {
        continue
      }
      const old = story.startsWith('subscription|') ? this.#readRow(`${story}|${productId}`) : known
      if (old !== null && old.v === 1) {
        products[productId] = { name: productName, bought: [], history: old }
      }
    }
    return Object.keys(products).length === 0 ? record : { v: 2, products }
  }

  #readRow(story: string): SubscriptionRecord | SubscriptionHistory | null {
    const [row] = this.#store.sql
      .exec<{ state: string }>('SELECT state FROM stories WHERE key = ?', this.#hash(story))
      .toArray()
    return row === undefined ? null : JSON.parse(row.state)
  }

  /** Hashed because a history without subscription or order is keyed by the customer's email. */
  #hash(story: string): string {
    return customerKey(this.#store.secret, story)
  }
}
