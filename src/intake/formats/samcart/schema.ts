/**
 * SamCart publishes no schema for its Notify URL body. This is the union of what published receivers read (LearnDash's
 * SamCart plugin, EC-Council's course platform, dev.to's notification listener and others).
 */
import { z } from 'zod'
import { cleanId, cleanText, MAX_ITEMS } from '../../reading/text'
import { email } from '../email'

/** SamCart sends both text and numbers for the same field, and "" or "null" for nothing. */
const word = z.union([z.string(), z.number()]).nullish()

const product = z.object({
  id: word.describe('One id, or several joined by commas; names and transactions then run in parallel.'),
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
  custom_fields: customFields.nullish().catch(null),
})

export const schema = z
  .object({
    type: z
      .string()
      .describe('Order, Refund, Cancel, RecurringPaymentSucceeded and so on, or the words of its screens.'),
    product: z.union([product, z.array(product)]).nullish(),
    products: z.array(product).nullish(),
    customer: z.object({
      email,
      first_name: word,
      last_name: word,
      customer_id: word,
      id: word,
      phone_number: word,
      phone: word,
    }),
    order: order.nullish(),
    refund_transaction_id: word,
  })
  .superRefine((body, context) => {
    const ids = listProducts(body).flatMap(splitProductIds)
    if (ids.length === 0) {
      context.addIssue({ code: 'custom', path: ['product', 'id'], message: 'is missing' })
    }
    if (ids.length > MAX_ITEMS) {
      context.addIssue({ code: 'custom', path: ['product', 'id'], message: 'names too many' })
    }
  })
  .meta({ title: 'SamCart Notify URL post' })

export type SamcartBody = z.infer<typeof schema>
export type SamcartProduct = z.infer<typeof product>

export function listProducts(body: Pick<SamcartBody, 'product' | 'products'>): SamcartProduct[] {
  if (body.products && body.products.length > 0) {
    return body.products
  }
  return [body.product ?? []].flat()
}

/** One entry may join several ids by commas. */
export function splitProductIds(product: SamcartProduct): string[] {
  return (meaningfulText(product.id, Number.POSITIVE_INFINITY) ?? '').split(',').flatMap((part) => cleanId(part) ?? [])
}

/** Null for "" and "null", which SamCart sometimes sends for nothing. */
export function meaningfulText(value: unknown, longest?: number): string | null {
  const known = cleanText(value, longest)
  return known === 'null' ? null : known
}
