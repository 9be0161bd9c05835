/** Finds the customer, order and products in a body that is no event, so that its entry can be found and settled. Grants nothing. */
import { readEmail } from './formats/email'
import type { ParsedBody, ParsedItem } from './formats/format'
import { toPlainName } from './reading/rewrite-body'
import { cleanId, cleanProductId } from './reading/text'

interface Mentions {
  /** Null where it names none, or several. */
  email: string | null
  orderId: string | null
  products: string[]
}

const MOST_VALUES = 5_000
const MOST_LEVELS = 32
const MOST_PRODUCTS = 20
const EMAIL_NAME = /(?:^|_)e?mail(?:_address)?$/
/** Emails and ids under these names are not the customer's. */
const OTHERS = /affiliate|merchant|seller|vendor|account|owner|sender|store|shop/
const EMAIL_IN_TEXT = /[\w.+-]+@[\w-]+(?:\.[\w-]+)+/g

const BARE_ITEM: Omit<ParsedItem, 'productId'> = {
  ...{ productName: null, role: 'primary', subscription: null, transaction: null },
}
const NOTHING: ParsedBody = {
  ...{ at: null, test: null, customer: null, orderId: null, items: [], customFields: {}, ignored: [], problem: null },
}

/** @param text what was posted, for one that is neither JSON nor a form */
export function addMentions(body: ParsedBody | null, value: unknown, text: string): ParsedBody {
  const { email, orderId, products } = findMentions(value, text)
  const known = body ?? NOTHING
  return {
    ...known,
    customer: known.customer ?? (email === null ? null : { email, firstName: null, lastName: null, id: null }),
    orderId: known.orderId ?? orderId,
    items: known.items.length > 0 ? known.items : products.map((productId) => ({ ...BARE_ITEM, productId })),
  }
}

function findMentions(value: unknown, text: string): Mentions {
  const emails = new Set<string>()
  const orders = new Set<string>()
  const products = new Set<string>()
  let left = MOST_VALUES
  const visit = (one: unknown, name: string, owner: string, level: number): void => {
    left -= 1
    if (left < 0 || level > MOST_LEVELS || OTHERS.test(name)) {
      return
    }
    if (typeof one === 'object' && one !== null) {
      const isList = Array.isArray(one)
      for (const [key, inner] of Object.entries(one)) {
        visit(inner, isList ? name : toPlainName(key), isList ? owner : name, level + 1)
      }
      return
    }
    const email = EMAIL_NAME.test(name) ? readEmail(one) : null
    if (email !== null && 'email' in email) {
      emails.add(email.email)
    }
    const id = name === 'id' ? owner : name
    if (/^products?(?:_id)?$/.test(id) && (name === 'id' || name.endsWith('_id'))) {
      add(products, cleanProductId(one))
    }
    if (/^order(?:_id)?$/.test(id) && (name === 'id' || name.endsWith('_id'))) {
      add(orders, cleanId(one))
    }
  }
  visit(value, '', '', 0)
  if (typeof value !== 'object' || value === null) {
    for (const found of text.match(EMAIL_IN_TEXT) ?? []) {
      const email = readEmail(found)
      add(emails, 'email' in email ? email.email : null)
    }
  }
  return { email: only(emails), orderId: only(orders), products: products.size > MOST_PRODUCTS ? [] : [...products] }
}

function add(found: Set<string>, one: string | null): void {
  if (one !== null) {
    found.add(one)
  }
}

function only(found: Set<string>): string | null {
  const [first = null] = found
  return found.size === 1 ? first : null
}
