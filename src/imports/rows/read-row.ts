/** A row of a file to the orders in it, as its columns were mapped, or why it has none. Pure. */
import { readEmail } from '../../intake/formats/email'
import { cleanId, cleanText, isOneNumber, MAX_ID_LENGTH, readProductId } from '../../intake/reading/text'
import type { ImportField, ImportMapping, RowMeaning } from '../../journal/imports/import-record'
import type { EventCustomer } from '../../model/event'
import { PAYMENTS, RESTARTS, REVERSALS, type StoreEventType } from '../../model/event-type'
import type { PastOrder } from '../orders/past-order'
import { parseDate, type ReadDate } from './dates'
import { interpretStatus, type StatusMeaning } from './status-words'

const SHOWN_CHARS = 60

const IDS = [
  ['productId', 'product ID'],
  ['orderId', 'order number'],
  ['subscriptionId', 'subscription number'],
  ['paymentId', 'payment number'],
] as const satisfies [ImportField, string][]

interface RowContext {
  mapping: ImportMapping
  /** When the file was read: the date of what has none, and no date is later. Epoch ms. */
  now: number
}

export type ReadRow = { orders: PastOrder[] } | { problem: string }

const MEANINGS: Record<RowMeaning, StatusMeaning> = {
  purchase: { sale: 'product.purchased', since: null },
  charge: { sale: 'subscription.charged', since: null },
  refund: { sale: null, since: 'product.refunded' },
  cancellation: { sale: null, since: 'subscription.canceled' },
}

/** The products are the file's: an id as it stands, or a name. */
export function readRow(cells: string[], context: RowContext): ReadRow {
  const cell = (field: ImportField) => cells[context.mapping.columns[field] ?? -1] ?? ''
  const customer = readCustomer(cell)
  if ('problem' in customer) {
    return customer
  }
  const meaning = readMeaning(cell, context.mapping)
  if ('problem' in meaning) {
    return meaning
  }
  const rounded = findRounded(cell, context.mapping.product)
  if (rounded !== null) {
    return rounded
  }
  const amount = cleanText(cell('amount'))
  if (meaning.sale !== null && meaning.since === null && isNegative(amount ?? '')) {
    return { problem: `Its amount “${show(amount ?? '')}” is negative, and nothing says that it was refunded.` }
  }
  const products = readProducts(cell, context.mapping.product)
  if (products.length === 0) {
    return { problem: 'It names no product.' }
  }
  const dates = readDates(cell, context)
  if ('problem' in dates) {
    return dates
  }
  const common = {
    customer,
    orderId: cleanId(cell('orderId')),
    subscriptionId: cleanId(cell('subscriptionId')),
    periodEnd: dates.periodEnd?.at ?? null,
    amount,
    test: null,
  }
  const paymentId = cleanId(cell('paymentId'))
  const happened = listHappened(meaning, dates, context.now)
  return {
    orders: products.flatMap((product) =>
      happened.map(({ pays, ...one }) => ({ ...common, ...one, product, paymentId: pays ? paymentId : null })),
    ),
  }
}

function readCustomer(cell: (field: ImportField) => string): EventCustomer | { problem: string } {
  const text = cell('email')
  const found = readEmail(text)
  if ('problem' in found) {
    return { problem: text === '' ? 'It has no email.' : `“${show(text)}” ${found.problem}.` }
  }
  const [firstName, lastName] = splitName(cell('name'))
  return {
    email: found.email,
    firstName: cleanText(cell('firstName')) ?? firstName,
    lastName: cleanText(cell('lastName')) ?? lastName,
    id: null,
  }
}

function readMeaning(
  cell: (field: ImportField) => string,
  { columns, meaning }: ImportMapping,
): StatusMeaning | { problem: string } {
  const word = cell('status')
  if (columns.status === undefined) {
    return MEANINGS[meaning]
  }
  if (word === '') {
    return MEANINGS.purchase
  }
  const isSubscription = cell('subscriptionId') !== '' || columns.periodEnd !== undefined
  const known = interpretStatus(word, isSubscription)
  if (known === 'unpaid') {
    return { problem: `It was not paid: its status is “${show(word)}”.` }
  }
  return known ?? { problem: `Its status “${show(word)}” is none that we know.` }
}

function readProducts(cell: (field: ImportField) => string, fixed: string | null): PastOrder['product'][] {
  const name = cleanText(cell('productName'))
  if (fixed !== null) {
    return [{ id: fixed, name: null }]
  }
  const ids = splitIds(cell('productId'))
  const [only] = ids
  if (only === undefined) {
    return name === null ? [] : [{ id: name.slice(0, MAX_ID_LENGTH), name }]
  }
  const names = name?.split(',').map((one) => one.trim()) ?? []
  return ids.length === 1
    ? [{ id: only, name }]
    : ids.map((id, at) => ({ id, name: names.length === ids.length ? (names[at] ?? null) : null }))
}

/** Without its last digits, an id could match another, and an order that was reported already would count twice. */
function findRounded(cell: (field: ImportField) => string, fixed: string | null): { problem: string } | null {
  for (const [field, label] of IDS) {
    const text = cell(field)
    if (isOneNumber(text) && readProductId(text).id === null && (field !== 'productId' || fixed === null)) {
      return {
        problem: `Its ${label} “${text}” was rounded by a spreadsheet: export the file again, and don’t save it there.`,
      }
    }
  }
  return null
}

/** -97.00, −$97, $-97.00, 97.00- or (97.00). */
function isNegative(amount: string): boolean {
  return /^[^\d(]*[-−–]|\d\s*[-−–]$|^\(.*\d.*\)$/.test(amount.trim()) && /[1-9]/.test(amount)
}

/** Carts join the ids of several products by commas. */
function splitIds(text: string): string[] {
  const parts = /^\d+(?:\s*,\s*\d+)+$/.test(text) ? text.split(',').map((part) => part.trim()) : [text]
  return [...new Set(parts.flatMap((part) => readProductId(part).id ?? []))]
}

interface RowDates {
  date: ReadDate | null
  endedAt: ReadDate | null
  chargedAt: ReadDate | null
  periodEnd: ReadDate | null
}

function readDates(cell: (field: ImportField) => string, context: RowContext): RowDates | { problem: string } {
  const dates: RowDates = { date: null, endedAt: null, chargedAt: null, periodEnd: null }
  for (const field of ['date', 'endedAt', 'chargedAt', 'periodEnd'] as const) {
    const text = cell(field)
    if (text !== '') {
      dates[field] = parseDate(text, context.mapping.dateStyle, context.mapping.zone)
      // What the period's end says is a help, and no reason to leave the order out.
      if (dates[field] === null && field !== 'periodEnd') {
        return { problem: `“${show(text)}” is no date${explainStyle(context.mapping)}.` }
      }
    }
  }
  if (dates.date === null && context.mapping.columns.date !== undefined) {
    return { problem: 'It has no date.' }
  }
  return dates
}

function explainStyle({ dateStyle }: ImportMapping): string {
  return dateStyle === null ? '' : ` with the ${dateStyle === 'day first' ? 'day' : 'month'} first`
}

interface Happened extends Pick<PastOrder, 'type' | 'happenedAt' | 'dated' | 'soldAt'> {
  /** The row's payment is its own. */
  pays: boolean
}

function listHappened({ sale, since }: StatusMeaning, dates: RowDates, now: number): Happened[] {
  const began = sale === null ? [] : [happen(sale, dates.date, now, true)]
  const ended =
    since === null ? [] : [happen(since, dates.endedAt ?? (sale === null ? dates.date : null), now, sale === null)]
  const [start] = began
  const isLater = start !== undefined && dates.chargedAt !== null && dates.chargedAt.at > start.happenedAt
  const charged = isLater ? [happen('subscription.charged', dates.chargedAt, now, false)] : []
  const soldAt = start?.happenedAt
  return [...began, ...[...charged, ...ended].map((one) => (soldAt === undefined ? one : { ...one, soldAt }))]
}

/** A day counts from its start for what gives access, and to its end for what takes it. */
function happen(type: StoreEventType, date: ReadDate | null, now: number, pays: boolean): Happened {
  const gives = PAYMENTS.has(type) || RESTARTS.has(type) || REVERSALS.has(type)
  const at = date === null ? now : gives ? date.at : date.until
  return { type, happenedAt: Math.min(at, now), dated: date !== null && at <= now, pays }
}

function splitName(text: string): [first: string | null, last: string | null] {
  const name = cleanText(text)
  if (name === null) {
    return [null, null]
  }
  const [last, first] = name.split(',').map((part) => part.trim())
  if (first !== undefined && name.indexOf(',') === name.lastIndexOf(',')) {
    return [first || null, last || null]
  }
  const space = name.indexOf(' ')
  return space === -1 ? [name, null] : [name.slice(0, space), name.slice(space + 1)]
}

function show(text: string): string {
  return text.length > SHOWN_CHARS ? `${text.slice(0, SHOWN_CHARS)}…`.toWellFormed() : text
}
