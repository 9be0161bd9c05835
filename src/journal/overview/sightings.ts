/** Products, triggers and custom fields seen in events, and when last. */
import type { EventItem, MarketEvent } from '../../model/event'
import { sourceOf } from '../../model/event'
import { isStoreEvent } from '../../model/event-type'
import type { Sightings as Answer, NewProduct, Sighting } from '../queries'

type Kind = keyof Answer

/** A row is rewritten only once it is this old; otherwise every event would write rows. */
export const STALE_MS = 6 * 3_600_000
/** Keeps a sender with generated field names from filling the object. */
const MOST_FIELDS = 500
const DAY_MS = 86_400_000
const MONTHS_DIFFER_DAYS = 3

/** The id of the mark that says when a secret last proved a post. */
export function markOfSecret(secret: string): string {
  return `secret ${secret}`
}

export class SightingTable {
  readonly #sql: SqlStorage
  readonly #sightings: Record<Kind, Map<string, Sighting>>
  readonly #written = new Map<Sighting, number>()

  constructor(sql: SqlStorage) {
    this.#sql = sql
    this.#sightings = {
      products: new Map(),
      subscribed: new Map(),
      triggers: new Map(),
      fields: new Map(),
      marks: new Map(),
    }
    for (const row of sql
      .exec<{ kind: Kind; id: string; name: string | null; last: number }>('SELECT kind, id, name, last FROM seen')
      .toArray()) {
      const thing = { id: row.id, name: row.name, last: row.last }
      this.#sightings[row.kind].set(row.id, thing)
      this.#written.set(thing, row.last)
    }
  }

  /** Returns the products seen for the first time; what a course reports sells none. */
  note(event: MarketEvent): NewProduct[] {
    const source = sourceOf(event)
    const at = event.receivedAt
    if (source.kind === 'endpoint' && source.secret !== undefined) {
      // A mark, since 0.1.0 cannot read other kinds of rows.
      this.#noteSighting('marks', markOfSecret(source.secret), null, at)
    }
    if (source.kind !== 'endpoint' || event.type === null) {
      return []
    }
    this.#noteSighting('triggers', event.type, null, at)
    for (const field of Object.keys(event.customFields)) {
      if (this.#sightings.fields.has(field) || this.#sightings.fields.size < MOST_FIELDS) {
        this.#noteSighting('fields', field, null, at)
      }
    }
    if (!isStoreEvent(event.type)) {
      return []
    }
    if (event.test !== null) {
      this.#noteSighting('marks', 'test', null, at)
    }
    if (event.items.some((item) => item.subscription?.periodEnd)) {
      this.#noteSighting('marks', 'period end', null, at)
    }
    for (const item of event.items) {
      if (item.subscription !== null || event.type?.startsWith('subscription.')) {
        this.#noteSighting('subscribed', item.productId, this.#intervalName(event, item), at)
      }
    }
    const products = new Map(event.items.map((item) => [item.productId, item.productName]))
    return [...products]
      .filter(([id, name]) => this.#noteSighting('products', id, name, at))
      .map(([id, name]) => ({ id, name }))
  }

  /** The next event that names the product sees it for the first time. */
  forgetProduct(id: string): void {
    for (const kind of ['products', 'subscribed'] as const) {
      this.#sightings[kind].delete(id)
      this.#sql.exec('DELETE FROM seen WHERE kind = ? AND id = ?', kind, id)
    }
  }

  list(): Answer {
    const sorted = (kind: Kind) => [...this.#sightings[kind].values()].sort((a, b) => b.last - a.last)
    return {
      products: sorted('products'),
      subscribed: sorted('subscribed'),
      triggers: sorted('triggers'),
      fields: sorted('fields'),
      marks: sorted('marks'),
    }
  }

  /**
   * A product's interval in days, kept as the name of its sighting, since 0.1.0 cannot read other kinds of rows. A trial's
   * interval is not the plan's, so only charges count; months differ in length, so the longest is kept.
   */
  #intervalName({ type, happenedAt }: MarketEvent, { productId, subscription }: EventItem): string | null {
    const periodEnd = subscription?.periodEnd ?? null
    const days = periodEnd === null ? 0 : Math.round((periodEnd - happenedAt) / DAY_MS)
    if (type !== 'subscription.charged' || days < 1) {
      return null
    }
    const known = Number(this.#sightings.subscribed.get(productId)?.name ?? 0)
    return Math.abs(days - known) <= MONTHS_DIFFER_DAYS ? String(Math.max(days, known)) : String(days)
  }

  /** True the first time. */
  #noteSighting(kind: Kind, id: string, name: string | null, at: number): boolean {
    const known = this.#sightings[kind].get(id)
    const thing = known ?? { id, name, last: at }
    thing.last = Math.max(thing.last, at)
    const renamed = name !== null && name !== thing.name
    if (renamed) {
      thing.name = name
    }
    this.#sightings[kind].set(id, thing)
    if (renamed || thing.last - (this.#written.get(thing) ?? 0) >= STALE_MS) {
      this.#written.set(thing, thing.last)
      this.#sql.exec(
        'INSERT INTO seen VALUES (?1, ?2, ?3, ?4) ON CONFLICT DO UPDATE SET name = ?3, last = ?4',
        ...[kind, id, thing.name, thing.last],
      )
    }
    return known === undefined
  }
}
