/**
 * Everyone the journal ever knew, in pages of a few hundred lines: a row of their own for each would cost a dollar a million
 * events (docs/bench.md), a page costs one for all of its lines. A search looks at all pages: 42 MB and 60 ms at a million
 * customers, since SQLite searches text faster than it reads rows.
 *
 * customer_pages   one line a customer, written when their first event is final, and again where a later one brings
 *                  another name or comes after their receipts are gone
 * activity_pages   one line an entry that became final, for as long as receipts are kept; `page` is the log's last entry
 *                  in it. Pages of what was final before there were any count down from -1
 */
import { readFact, writeFact } from '../storage/facts'

/** Rollback runs on these tables, so they are no version of their own. */
const PAGE_TABLES = `
  CREATE TABLE IF NOT EXISTS customer_pages (page INTEGER PRIMARY KEY, text TEXT NOT NULL, names TEXT NOT NULL);
  CREATE TABLE IF NOT EXISTS activity_pages (
    page INTEGER PRIMARY KEY, last INTEGER NOT NULL, orders TEXT NOT NULL, products TEXT NOT NULL,
    customers TEXT NOT NULL, times TEXT NOT NULL
  );`

export interface ListedCustomer {
  email: string
  name: string | null
}

/** What an entry says of a customer. `at`: when its event happened, epoch ms. */
export interface Activity {
  /** See keys.ts. */
  customer: string
  at: number
  order: string | null
  product: string | null
}

/** A line's place; pages are read from the newest, lines from the first. */
export interface LinePlace {
  page: number
  line: number
}

/** Rows read at once while searching: what is found soon ends the search. */
const READ_PAGES = 20

type CustomerPage = { page: number; text: string; names: string }
type ActivityRow = { page: number; orders: string; products: string; customers: string; times: string }

export class CustomerPages {
  readonly #sql: SqlStorage

  constructor(sql: SqlStorage) {
    this.#sql = sql
    sql.exec(PAGE_TABLES)
  }

  /** Lines are newest first. @param last when the newest was received, epoch ms */
  write(page: number, last: number, customers: ListedCustomer[], activity: Activity[]): void {
    if (customers.length > 0) {
      const text = joinLines(customers.map(({ email, name }) => `${email}\t${searchable(name ?? '')}`))
      const names = joinLines(customers.map(({ name }) => name ?? ''))
      this.#sql.exec('INSERT OR REPLACE INTO customer_pages VALUES (?, ?, ?)', page, text, names)
    }
    if (page > 0 || activity.length > 0) {
      this.#sql.exec(
        'INSERT OR REPLACE INTO activity_pages VALUES (?, ?, ?, ?, ?, ?)',
        page,
        last,
        joinLines(activity.map(({ order }) => searchable(order ?? ''))),
        joinLines(activity.map(({ product }) => product ?? '')),
        joinLines(activity.map(({ customer }) => customer)),
        joinLines(activity.map(({ at }) => at.toString(36))),
      )
    }
  }

  /** Newest first. @param search as `searchable` makes it; empty for all */
  *eachCustomer(search: string, after: LinePlace | null): Generator<ListedCustomer & { place: LinePlace }> {
    const pages = this.#pages<CustomerPage>('SELECT page, text, names FROM customer_pages', 'instr(text, ?) > 0', [
      search === '' ? '\n' : search,
      after?.page,
    ])
    for (const { page, text, names } of pages) {
      const lines = splitLines(text)
      const typed = splitLines(names)
      for (const [line, one] of lines.entries()) {
        const [email = '', name = ''] = one.split('\t')
        if (email !== '' && isAfter({ page, line }, after) && (email.includes(search) || name.includes(search))) {
          yield { email, name: typed[line] || null, place: { page, line } }
        }
      }
    }
  }

  /** Newest first. @param wanted an order that begins so, or a product; missing for all */
  *eachActivity(wanted: { order?: string; product?: string } = {}): Generator<Activity & { place: LinePlace }> {
    const { order = '', product } = wanted
    const [column, search] = product === undefined ? ['orders', `\n${order}`] : ['products', `\n${product}\n`]
    const select = 'SELECT page, orders, products, customers, times FROM activity_pages'
    for (const row of this.#pages<ActivityRow>(select, `instr(${column}, ?) > 0`, [search])) {
      const [orders, products] = [splitLines(row.orders), splitLines(row.products)]
      const [customers, times] = [splitLines(row.customers), splitLines(row.times)]
      for (const [line, customer] of customers.entries()) {
        const named = { order: orders[line] || null, product: products[line] || null }
        const isWanted = product === undefined ? (named.order ?? '').startsWith(order) : named.product === product
        if (customer !== '' && isWanted) {
          yield { customer, at: Number.parseInt(times[line] ?? '', 36), ...named, place: { page: row.page, line } }
        }
      }
    }
  }

  /** The log's last entry with a line; null before there is any. */
  lastEntry(): number | null {
    return this.#sql.exec<{ last: number | null }>('SELECT max(page) AS last FROM activity_pages WHERE page > 0').one()
      .last
  }

  /** Null where no page has them. @param email normalized */
  find(email: string): ListedCustomer | null {
    for (const { place, ...customer } of this.eachCustomer(email, null)) {
      if (customer.email === email) {
        return customer
      }
    }
    return null
  }

  /** An emptied line keeps the places of the others. @param email normalized */
  erase(email: string): void {
    for (const { page, text, names } of this.#sql
      .exec<CustomerPage>('SELECT page, text, names FROM customer_pages WHERE instr(text, ?) > 0', `\n${email}\t`)
      .toArray()) {
      const isTheirs = splitLines(text).map((line) => line.startsWith(`${email}\t`))
      const without = (all: string) => joinLines(splitLines(all).map((line, index) => (isTheirs[index] ? '' : line)))
      this.#sql.exec(
        'UPDATE customer_pages SET text = ?, names = ? WHERE page = ?',
        ...[without(text), without(names), page],
      )
    }
  }

  /** Orders and products are known as long as receipts are. @param before epoch ms */
  deleteActivity(before: number): void {
    this.#sql.exec('DELETE FROM activity_pages WHERE last < ? AND page <> ?', before, this.lastEntry() ?? 0)
  }

  clear(): void {
    this.#sql.exec('DELETE FROM customer_pages')
    this.#sql.exec('DELETE FROM activity_pages')
    writeFact(this.#sql, 'customer list', null)
  }

  get filling(): CustomerFilling | null {
    return readFact(this.#sql, 'customer list')
  }

  set filling(filling: CustomerFilling | null) {
    writeFact(this.#sql, 'customer list', filling)
  }

  /** A few pages at a time, newest first. */
  *#pages<Row extends { page: number }>(
    select: string,
    where: string,
    [search, from]: [search: string, from?: number | undefined],
  ): Generator<Row> {
    let below = (from ?? Number.MAX_SAFE_INTEGER - 1) + 1
    for (let more = true; more; ) {
      const rows = this.#sql
        .exec<Row & Record<string, SqlStorageValue>>(
          `${select} WHERE page < ? AND ${where} ORDER BY page DESC LIMIT ${READ_PAGES}`,
          ...[below, search],
        )
        .toArray()
      yield* rows
      below = rows.at(-1)?.page ?? below
      more = rows.length === READ_PAGES
    }
  }
}

/** What is final before `since` is not in the pages until they are filled with it. */
export interface CustomerFilling {
  /** Epoch ms; entries up to `entry` have no line of their own. */
  since: number
  entry: number
  done: boolean
}

/** As searches compare text; breaks would end a line. */
export function searchable(text: string): string {
  return text.replace(/\s+/g, ' ').trim().normalize('NFC').toLowerCase()
}

function joinLines(lines: string[]): string {
  return `\n${lines.map((line) => line.replace(/[\n\r]/g, ' ')).join('\n')}\n`
}

function splitLines(text: string): string[] {
  return text.slice(1, -1).split('\n')
}

/** @param after null before the first page */
export function isAfter(place: LinePlace, after: LinePlace | null): boolean {
  return after === null || place.page < after.page || (place.page === after.page && place.line > after.line)
}
