/** Reads an import's rows as they were mapped, a slice at a time; a slice read twice adds nothing. */
import type { FoundProduct, ImportMapping, ImportRecord, ImportRow } from '../../journal/imports/import-record'
import type { JobContext, Slice } from '../../journal/jobs/job'
import type { JournalStore } from '../../journal/journal-store'
import type { ImportJob } from '../kinds'
import { type PastOrder, pastEventId } from '../orders/past-order'
import { readRow } from '../rows/read-row'
import { SUPERSEDED } from './superseded'

/** More are no products. */
const MOST_PRODUCTS = 300
const NOT_PRODUCTS = `The column chosen for the product has more than ${MOST_PRODUCTS} different values, so it can hardly be the product. Choose another.`
/** A customer's orders are read together. */
const MOST_OF_CUSTOMER = 1_000
const TOO_MANY = `More than ${MOST_OF_CUSTOMER.toLocaleString('en-US')} rows have this email: it can hardly be a customer’s.`
const NO_CUSTOMER = ''

export function readNextSlice(input: ImportJob, { transact }: JobContext): Slice<object> {
  return transact((store, now) => {
    const record = store.imports.find(input.import)
    if (record?.stage !== 'reading' || record.readings !== input.turn || record.mapping === null) {
      return SUPERSEDED
    }
    if (record.read === 0 && !store.imports.deleteOrders(record.id)) {
      return goOn(record)
    }
    const rows = store.imports.readSlice(record.id, record.read)
    const next = addRows(store, record, record.mapping, rows)
    if (next.products.length > MOST_PRODUCTS) {
      store.imports.save({ ...record, stage: 'uploaded', changedAt: now, problem: NOT_PRODUCTS })
      return { ended: true, done: next.read, result: NOT_PRODUCTS }
    }
    if (next.read < record.slices) {
      store.imports.save(next)
      return goOn(next)
    }
    store.imports.save({ ...next, stage: 'read', changedAt: now })
    return { ended: true, done: record.slices, result: `${record.rows.toLocaleString('en-US')} rows read.` }
  })
}

function goOn({ read, slices }: ImportRecord): Slice<object> {
  return { ended: false, progress: {}, done: read, total: slices, waitMs: 0 }
}

function addRows(store: JournalStore, record: ImportRecord, mapping: ImportMapping, rows: ImportRow[]): ImportRecord {
  const products = new Map(record.products.map((product) => [product.key, { ...product }]))
  let { orders, wrong } = record
  for (const [line, cells] of rows) {
    const read = readRow(cells, { mapping, now: record.uploadedAt })
    if ('problem' in read) {
      wrong += Number(addProblem(store, record.id, line, cells, read.problem))
    } else {
      const added = read.orders.map((order) => ({ order, first: addOrder(store, record.id, line, order) }))
      for (const { order } of added.filter(({ first }) => first === line)) {
        orders += 1
        countProduct(products, order)
      }
      const problem = explainNotAdded(
        added.map(({ first }) => first),
        line,
      )
      wrong += problem === null ? 0 : Number(addProblem(store, record.id, line, cells, problem))
    }
  }
  return { ...record, read: record.read + 1, orders, wrong, products: [...products.values()] }
}

/** The line of the same order that was there first; its own where there was none. */
function addOrder(store: JournalStore, id: string, line: number, order: PastOrder): number | 'too many' {
  const place = { customer: store.customerKey(order.customer.email), late: -order.happenedAt, id: pastEventId(order) }
  if (store.imports.countOf(id, place.customer, MOST_OF_CUSTOMER) === MOST_OF_CUSTOMER) {
    return store.imports.findLine(id, place) ?? 'too many'
  }
  const isNew = store.imports.addOrder(id, { ...place, line, doc: order, problem: null })
  return isNew ? line : (store.imports.findLine(id, place) ?? line)
}

/** Null for a row that says something new: a refund's sale may be in a row before. */
function explainNotAdded(firsts: (number | 'too many')[], line: number): string | null {
  if (firsts.includes('too many')) {
    return TOO_MANY
  }
  return firsts.includes(line) ? null : `It is the same as row ${firsts[0]}.`
}

function addProblem(store: JournalStore, id: string, line: number, cells: string[], problem: string): boolean {
  return store.imports.addOrder(id, { customer: NO_CUSTOMER, late: line, id: '', line, doc: cells, problem })
}

function countProduct(products: Map<string, FoundProduct>, { product }: PastOrder): void {
  const known = products.get(product.id) ?? { key: product.id, name: product.name, orders: 0 }
  products.set(product.id, { ...known, name: known.name ?? product.name, orders: known.orders + 1 })
}
