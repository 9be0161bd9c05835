/** The histories an event needs: each is read once, and written once if it changed, however many items share it. */
import type { MarketEvent } from '../../model/event'
import type { JournalStore } from '../journal-store'
import { customerKey } from '../storage/keys'
import type { HistoryEntry, SubscriptionHistory, SubscriptionRecord } from './subscription-history'

export class SubscriptionRecords {
  readonly #store: JournalStore
  readonly #event: MarketEvent
  readonly #stored = new Map<string, SubscriptionRecord | null>()
  readonly #saved = new Map<string, SubscriptionRecord>()

  constructor(store: JournalStore, event: MarketEvent) {
    this.#store = store
    this.#event = event
  }

  load(key: string): SubscriptionRecord | null {
    if (!this.#stored.has(key)) {
      this.#stored.set(key, this.#read(key))
    }
    return this.#saved.get(key) ?? this.#stored.get(key) ?? null
  }

  /** Stored by write(). */
  save(key: string, record: SubscriptionRecord): void {
    this.#saved.set(key, record)
  }

  write(): void {
    for (const [key, record] of this.#saved) {
      if (JSON.stringify(record) !== JSON.stringify(this.#stored.get(key))) {
        this.#store.sql.exec(
          'INSERT INTO stories VALUES (?1, ?2) ON CONFLICT DO UPDATE SET state = ?2',
          ...[this.#hash(key), JSON.stringify(toStored(record))],
        )
      }
    }
  }

  /** 0.1.0 kept a row for each product of a subscription; those are read until they are next written. */
  #read(key: string): SubscriptionRecord | null {
    const known = this.#readRow(key)
    const record = known !== null && known.v === 2 ? known : null
    const products = { ...record?.products }
    for (const { productId, productName } of this.#event.items) {
      if (products[productId] !== undefined) {
        continue
      }
      const old = key.startsWith('subscription|') ? this.#readRow(`${key}|${productId}`) : known
      if (old !== null && old.v === 1) {
        products[productId] = { name: productName, bought: [], history: old }
      }
    }
    return Object.keys(products).length === 0 ? record : { ...record, v: 2, products }
  }

  #readRow(key: string): SubscriptionRecord | SubscriptionHistory | null {
    const [row] = this.#store.sql
      .exec<{ state: string }>('SELECT state FROM stories WHERE key = ?', this.#hash(key))
      .toArray()
    return row === undefined ? null : fromStored(JSON.parse(row.state))
  }

  /** Hashed because a history without subscription or order is keyed by the customer's email. */
  #hash(key: string): string {
    return customerKey(this.#store.secret, key)
  }
}

/** As 0.1.0 named the entries, and what their sender reports. */
interface StoredHistory extends Omit<SubscriptionHistory, 'entries'> {
  told: StoredEntry[]
}

type StoredEntry = Omit<HistoryEntry, 'reports'> & { tells: HistoryEntry['reports'] }

type StoredProduct = Omit<SubscriptionRecord['products'][string], 'history'> & { history: StoredHistory }

interface StoredRecord extends Pick<SubscriptionRecord, 'switchedUnder' | 'shared'> {
  v: 2
  products: Record<string, StoredProduct>
}

function fromStored(stored: StoredRecord | StoredHistory): SubscriptionRecord | SubscriptionHistory {
  if (stored.v === 1) {
    return toHistory(stored)
  }
  const products = Object.entries(stored.products).map(([id, { history, ...product }]) => [
    id,
    { ...product, history: toHistory(history) },
  ])
  return { ...stored, products: Object.fromEntries(products) }
}

function toHistory({ v, told, before }: StoredHistory): SubscriptionHistory {
  return { v, entries: told.map(({ tells: reports, ...entry }) => ({ ...entry, reports })), before }
}

function toStored(record: SubscriptionRecord): StoredRecord {
  const stored = Object.entries(record.products).map(([id, { history, ...product }]) => {
    const { entries, ...rest } = history
    const told = entries.map(({ reports: tells, ...entry }): StoredEntry => ({ ...entry, tells }))
    return [id, { ...product, history: { ...rest, told } }]
  })
  return { ...record, products: Object.fromEntries(stored) }
}
