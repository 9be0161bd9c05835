/** The parts recipes share: addresses, placeholders, and a purchase as every sender words it. */
import { KEY_PLACEHOLDER, SECRET_PLACEHOLDER } from '../../../../views/webhook/placeholders'

export interface RecipeGiven {
  /** The endpoint's address, without a key. */
  url: string
  /** Only known right after their creation; null becomes a placeholder. */
  secret: string | null
  key: string | null
  product: { id: string; name: string }
}

export const JSON_TYPE = 'application/json'
export const FORM_TYPE = 'application/x-www-form-urlencoded'

const ORDER = '19026152'
const CUSTOMER = { email: 'ada@example.com', first_name: 'Ada', last_name: 'Byron' }

export function secretOf({ secret }: RecipeGiven): string {
  return secret ?? SECRET_PLACEHOLDER
}

export function keyOf({ key }: RecipeGiven): string {
  return key ?? KEY_PLACEHOLDER
}

export function keyedUrl(given: RecipeGiven): string {
  return `${given.url}?key=${keyOf(given)}`
}

/** A purchase as JSON. */
export function purchaseBody({ product }: RecipeGiven): string {
  const items = [{ product_id: product.id, product_name: product.name }]
  return JSON.stringify({ type: 'product.purchased', data: { customer: CUSTOMER, order: { id: ORDER }, items } })
}

/** The same as rows of a form. @param separator between the names of nested fields */
export function purchaseFields({ product }: RecipeGiven, separator: string): [string, string][] {
  const name = (...parts: string[]) => parts.join(separator)
  return [
    ['type', 'product.purchased'],
    [name('data', 'customer', 'email'), CUSTOMER.email],
    [name('data', 'customer', 'first_name'), CUSTOMER.first_name],
    [name('data', 'order', 'id'), ORDER],
    [name('data', 'items', 'product_id'), product.id],
  ]
}

export const PURCHASE_ENTRY = `Product Purchased, ada@example.com, order ${ORDER}`
