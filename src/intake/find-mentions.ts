/** Finds the customer, order and products in a body that is no event, so that its entry can be found and settled. Grants nothing. */
import { readEmail } from './formats/email'
import type { ParsedBody, ParsedItem } from './formats/format'
import { parsePath, toPlainName } from './reading/field-path'
import { toList, toObject } from './reading/field-reader'
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
const EMAIL_NAME = /(?:^|_)e?mails?(?:_address(?:es)?)?$/
/** Emails and ids under these names are not the customer's. */
const OTHERS = /(?:^|_)(?:affiliate|merchant|seller|vendor|owner|sender|store|shop|admin|support|reply_to)(?:_|$)/
/** An email under these names is the customer's, whatever others there are. */
const CUSTOMERS = /(?:^|_)(?:customer|buyer|payer|purchaser|billing)(?:_|$)/
/** The customer's at some senders, the merchant's at others. */
const ACCOUNT = /(?:^|_)account(?:_|$)/
/** An address between spaces or punctuation: never the end of a longer one. */
const EMAIL_IN_TEXT = /(?<![^\s<>"'“”(),;:=[\]{}|/])[\w.+-]+@[\w-]+(?:\.[\w-]+)+(?![\w@-]|\.\w|(?![“”])\P{ASCII})/gu

const BARE_ITEM: Omit<ParsedItem, 'productId'> = {
  productName: null,
  role: 'primary',
  subscription: null,
  transaction: null,
}
const NOTHING: ParsedBody = {
  at: null,
  test: null,
  customer: null,
  orderId: null,
  items: [],
  customFields: {},
  ignored: [],
  problem: null,
}

/** @param text what was posted, for one that could not be read whole */
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
  const found = new Finder()
  found.visit(value, [], 0)
  return {
    email: only(found.emails ?? findEmails(text)),
    orderId: only(found.orders),
    products: found.products.size > MOST_PRODUCTS ? [] : [...found.products],
  }
}

class Finder {
  readonly orders = new Set<string>()
  readonly products = new Set<string>()
  readonly #customers = new Set<string>()
  readonly #emails = new Set<string>()
  readonly #accounts = new Set<string>()
  #left = MOST_VALUES

  /** Those most likely the customer's; undefined where no field holds one. */
  get emails(): Set<string> | undefined {
    return [this.#customers, this.#emails, this.#accounts].find(({ size }) => size > 0)
  }

  /** @param path plain names, the innermost last; lists add none */
  visit(given: unknown, path: readonly string[], level: number): void {
    this.#left -= 1
    const name = path.at(-1) ?? ''
    if (this.#left < 0 || level > MOST_LEVELS || (OTHERS.test(name) && !CUSTOMERS.test(name))) {
      return
    }
    const value = toObject(given) ?? (typeof given === 'string' && /^\s*\[/.test(given) ? toList(given) : given)
    if (typeof value !== 'object' || value === null) {
      this.#take(value, name, path)
      return
    }
    const isList = Array.isArray(value)
    for (const [key, inner] of Object.entries(value)) {
      this.visit(inner, isList ? path : [...path, ...parsePath(key).map(toPlainName)], level + 1)
    }
  }

  #take(value: unknown, name: string, path: readonly string[]): void {
    if (EMAIL_NAME.test(name)) {
      this.#takeEmail(value, path)
    }
    const isId = name === 'id'
    const id = isId ? (path.filter((part) => !/^\d+$/.test(part)).at(-2) ?? '') : name
    if (!isId && !name.endsWith('_id')) {
      return
    }
    if (/^products?(?:_id)?$/.test(id)) {
      add(this.products, cleanProductId(value))
    }
    if (/^order(?:_id)?$/.test(id)) {
      add(this.orders, cleanId(value))
    }
  }

  #takeEmail(value: unknown, path: readonly string[]): void {
    const read = readEmail(value)
    const text = typeof value === 'string' && !/\s/.test(value.trim()) ? value : ''
    const email = 'email' in read ? read.email : only(findEmails(text))
    const names = path.slice(-2)
    const of = (pattern: RegExp) => names.some((name) => pattern.test(name))
    add(of(CUSTOMERS) ? this.#customers : of(ACCOUNT) ? this.#accounts : this.#emails, email)
  }
}

/** Skips addresses whose label, such as `reply_to:`, shows that they are not the customer's. */
function findEmails(text: string): Set<string> {
  const emails = new Set<string>()
  for (const { 0: found, index } of text.matchAll(EMAIL_IN_TEXT)) {
    const name = /([\p{L}_-]+)["'\]\s]*[:=>]\s*["'<]*$/u.exec(text.slice(Math.max(0, index - 60), index))?.[1] ?? ''
    const email = OTHERS.test(toPlainName(name)) ? null : readEmail(found)
    add(emails, email !== null && 'email' in email ? email.email : null)
  }
  return emails
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
