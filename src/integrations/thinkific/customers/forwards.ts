/**
 * Which emails were corrected to which, a product at a time. What counts is with the events that a correction moved. Those
 * moved before that was recorded are marked from here when they are needed: all that the right email has of the product.
 */
import { hasCorrection, type LedgerEvent } from '../ledger/ledger-event'
import { forwardAlias } from '../ledger/purchase'
import type { SiteStorage } from '../storage/site-storage'

/** Corrections of corrected emails followed. */
const MOST_FORWARDS = 8

/** The customers a customer's email was corrected to, one after the other. */
export function listForwards(storage: SiteStorage, marketplace: string, product: string, customer: string): string[] {
  const found: string[] = []
  for (let key = customer; found.length < MOST_FORWARDS; ) {
    const [next] = storage.findOwners([forwardAlias(marketplace, product, key)])
    if (next === undefined || next === customer || found.includes(next)) {
      break
    }
    found.push(next)
    key = next
  }
  return found
}

/** Marks what moved before corrections were recorded. The caller holds the locks of `keys`. */
export function markForwarded(
  storage: SiteStorage,
  keys: string[],
  { marketplace, product }: Pick<LedgerEvent, 'marketplace' | 'product'>,
): void {
  for (const from of keys) {
    const forwards = listForwards(storage, marketplace, product, from)
    const [goal, last = from] = [...forwards].reverse()
    if (goal === undefined || !keys.includes(goal)) {
      continue
    }
    const account = storage.load(goal)
    const { history } = account.customer
    const own = history.filter((one) => one.marketplace === marketplace && one.product === product)
    if (own.some((one) => hasCorrection(one, from))) {
      continue
    }
    const moved = own.filter((one) => hasCorrection(one, last))
    const marked = new Set(moved.length > 0 ? moved : own.filter((one) => one.from === undefined))
    const mark = (one: LedgerEvent): LedgerEvent =>
      marked.has(one) ? { ...one, corrections: [{ from, at: 0 }, ...(one.corrections ?? [])] } : one
    if (marked.size > 0) {
      storage.save(goal, { ...account, customer: { ...account.customer, history: history.map(mark) } }, account)
    }
  }
}
