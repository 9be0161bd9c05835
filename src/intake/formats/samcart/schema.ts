/**
 * SamCart publishes no schema for its Notify URL body. This is the union of what published receivers read (LearnDash's
 * SamCart plugin, EC-Council's course platform, dev.to's notification listener and others).
 */
import * as z from 'zod'

/** SamCart sends both text and numbers for the same field, and null for nothing. */
const word = z.union([z.string(), z.number()]).nullish()

const product = z.object({
  id: z
    .union([z.string(), z.number()])
    .describe('One id, or several joined by commas; names and transactions then run in parallel.'),
  name: word,
  transaction_id: word,
  subscription_id: word,
})

const fieldValue = z.union([z.string(), z.number(), z.boolean(), z.null(), z.array(z.union([z.string(), z.number()]))])
const field = z.object({ name: word, slug: word, value: fieldValue.optional() })

const customFields = z
  .union([z.array(field), z.record(z.string(), z.union([fieldValue, z.object({ value: fieldValue.optional() })]))])
  .describe('A list of names and values, or an object of them.')

const order = z.object({
  id: word,
  subscription_id: word,
  transaction_id: z.union([word, z.array(word)]),
  custom_fields: customFields.nullish(),
})

const customer = z.object({
  email: z.email(),
  first_name: word,
  last_name: word,
  customer_id: word,
  id: word,
  phone_number: word,
  phone: word,
})

export const schema = z
  .object({
    type: z
      .string()
      .describe('Order, Refund, Cancel, RecurringPaymentSucceeded and so on, or the words of its screens.'),
    product: z.union([product, z.array(product)]).nullish(),
    products: z.array(product).nullish().describe('Outside purchases, product says what the event is about.'),
    customer,
    order: order.nullish(),
    refund_transaction_id: word,
    order_id: word.describe('Where the order names no id.'),
    subscription_id: word.describe('Where neither product nor order names one.'),
    custom_fields: customFields.nullish().describe('Where the order has none.'),
  })
  .meta({ title: 'SamCart Notify URL post' })
