/**
 * SamCart's records as we use them: ids are text, times epoch ms, money in cents. What is not there may be written null,
 * "" or "null" (reference: samcart-events.md section 2).
 */
import * as z from 'zod'
import { parseMoment } from '../../intake/reading/moment'
import { cleanId, cleanText } from '../../intake/reading/text'

/** More than one order can hold. */
const MOST_ITEMS = 500

/** What is missing is read like null. */
const anything = z.unknown().optional()

const id = anything.transform((value, context) => {
  const read = cleanId(value)
  if (read === null) {
    context.addIssue({ code: 'custom', message: 'no id' })
    return z.NEVER
  }
  return read
})
const optionalId = anything.transform((value) => cleanId(value))
const text = anything.transform((value) => {
  const read = cleanText(value)
  return read?.toLowerCase() === 'null' ? null : read
})
const word = text.transform((value) => value?.toLowerCase() ?? null)
const flag = anything.transform((value) => ['true', '1'].includes(String(value).toLowerCase()))
const cents = anything.transform((value) => {
  const read = typeof value === 'string' && value.trim() !== '' ? Number(value) : value
  return typeof read === 'number' && Number.isFinite(read) ? Math.round(read) : null
})
const moment = anything.transform((value) =>
  typeof value === 'string' || typeof value === 'number' ? parseMoment(value, 'start') : null,
)

const price = z.object({ total: cents }).nullish().catch(null)

const cartItem = z
  .object({
    id,
    product_id: id,
    product_name: text,
    charge_id: optionalId,
    subscription_id: optionalId,
    processor_transaction_id: optionalId,
    status: word,
    currency: text,
    initial_price: price,
  })
  .transform((row) => ({
    id: row.id,
    productId: row.product_id,
    productName: row.product_name,
    charge: row.charge_id,
    subscription: row.subscription_id,
    payment: row.processor_transaction_id,
    status: row.status,
    currency: row.currency,
    cents: row.initial_price?.total ?? null,
  }))
export type SamCartCartItem = z.output<typeof cartItem>

export const order = z
  .object({
    id,
    customer_id: optionalId,
    test_mode: flag,
    order_date: moment,
    cart_items: z.array(z.unknown()).max(MOST_ITEMS).catch([]),
  })
  .transform((row) => ({
    id: row.id,
    customer: row.customer_id,
    test: row.test_mode,
    at: row.order_date,
    items: readEach(row.cart_items, cartItem),
  }))
export type SamCartOrder = z.output<typeof order>

export const charge = z
  .object({
    id,
    customer_id: optionalId,
    order_id: optionalId,
    subscription_rebill_id: optionalId,
    test_mode: flag,
    processor_transaction_id: optionalId,
    charge_refund_status: word,
    created_at: moment,
    currency: text,
    total: cents,
  })
  .transform((row) => ({
    id: row.id,
    customer: row.customer_id,
    order: row.order_id,
    rebill: row.subscription_rebill_id,
    test: row.test_mode,
    payment: row.processor_transaction_id,
    refundStatus: row.charge_refund_status,
    at: row.created_at,
    currency: row.currency,
    cents: row.total,
  }))
export type SamCartCharge = z.output<typeof charge>

export const refund = z
  .object({
    id,
    charge_id: optionalId,
    cart_item_id: optionalId,
    test_mode: flag,
    charge_refund_status: word,
    created_at: moment,
    currency: text,
    refund_amount: cents,
  })
  .transform((row) => ({
    id: row.id,
    charge: row.charge_id,
    item: row.cart_item_id,
    test: row.test_mode,
    status: row.charge_refund_status,
    at: row.created_at,
    currency: row.currency,
    cents: row.refund_amount,
  }))
export type SamCartRefund = z.output<typeof refund>

export const subscription = z
  .object({
    id,
    customer_id: optionalId,
    order_id: optionalId,
    product_id: optionalId,
    product_name: text,
    status: word,
    test_mode: flag,
    next_rebilling_date: moment,
  })
  .transform((row) => ({
    id: row.id,
    customer: row.customer_id,
    order: row.order_id,
    productId: row.product_id,
    productName: row.product_name,
    status: readStatus(row.status),
    test: row.test_mode,
    nextAt: row.next_rebilling_date,
  }))
export type SamCartSubscription = z.output<typeof subscription>

export const statusChange = z
  .object({ new_status: word, change_date: moment })
  .transform((row) => ({ status: readStatus(row.new_status), at: row.change_date }))
export type SamCartStatusChange = z.output<typeof statusChange>

export const product = z
  .object({ id, product_name: text, internal_product_name: text, status: word })
  .transform((row) => ({ id: row.id, name: row.product_name ?? row.internal_product_name, status: row.status }))
export type SamCartProduct = z.output<typeof product>

export const customer = z
  .object({ id, email: text, first_name: text, last_name: text })
  .transform((row) => ({ id: row.id, email: row.email, firstName: row.first_name, lastName: row.last_name }))
export type SamCartCustomer = z.output<typeof customer>

/** A record that cannot be read costs itself alone. */
export function readEach<T>(rows: unknown[], schema: z.ZodType<T>): T[] {
  return rows.flatMap((row) => {
    const read = schema.safeParse(row)
    return read.success ? [read.data] : []
  })
}

/** Both spellings are in use. */
function readStatus(status: string | null): string | null {
  return status === 'cancelled' ? 'canceled' : status
}
