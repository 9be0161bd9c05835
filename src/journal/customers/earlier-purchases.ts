/** Finds purchases that a rule was too late for. Receipts have no index, so they are read a slice at a time. */
import { EVERY_PRODUCT } from '../../model/rule'
import type { JournalStore } from '../journal-store'
import type { EarlierPurchase, EarlierPurchases, EarlierQuery } from '../queries'
import type { Receipt } from '../receipts/receipt'
import { customerOf } from '../storage/keys'
import { findEarlierFiring, hasEndedUnseen, isGivenBackUnseen } from './earlier-purchase'

/** Receipts read at once: a few milliseconds. */
const SLICE_RECEIPTS = 2_000
/** What one answer looks through, other calls in between. */
const RECEIPTS_AN_ANSWER = 40_000
const PURCHASES_AN_ANSWER = 1_000

/** @param after the previous slice's `next`, or '' */
export function sliceEarlierPurchases(store: JournalStore, look: EarlierQuery, after: string): EarlierPurchases {
  const { keys, last } = store.receipts.findKeysWith(namingOf(look), after, SLICE_RECEIPTS)
  const purchases = keys.flatMap((key) => {
    const receipt = store.receipts.loadReadable(key)
    return receipt === null ? [] : (toPurchase(store, look, receipt) ?? [])
  })
  return { purchases, next: last }
}

/** Reads on until there are enough for one answer. */
export async function readEarlierPurchases(
  readSlice: (after: string) => EarlierPurchases,
  after: string,
): Promise<EarlierPurchases> {
  const purchases: EarlierPurchase[] = []
  let next: string | null = after
  for (let read = 0; next !== null && read < RECEIPTS_AN_ANSWER; read += SLICE_RECEIPTS) {
    const slice = readSlice(next)
    purchases.push(...slice.purchases)
    next = slice.next
    if (purchases.length >= PURCHASES_AN_ANSWER) {
      break
    }
    await scheduler.wait(0)
  }
  return { purchases, next }
}

/** As receipts spell them: purchases or endings of the product that the rule has not run for. Most are passed over without reading them. */
function namingOf({ rule }: EarlierQuery) {
  const product = rule.product === EVERY_PRODUCT ? [] : [`"productId":${JSON.stringify(rule.product)}`]
  const happened = rule.trigger === 'product.purchased' ? 'type' : 'trigger'
  const all = [`"${happened}":"${rule.trigger}"`, ...product]
  return { all, lacks: `"id":${JSON.stringify(rule.id)}`, unless: '"outcome":"rule off"' }
}

function toPurchase(store: JournalStore, look: EarlierQuery, receipt: Receipt): EarlierPurchase | null {
  const firing = findEarlierFiring(receipt, look)
  if (firing === null) {
    return null
  }
  const { key, event } = receipt
  return {
    receipt: key,
    customer: customerOf(key),
    event: { ...event, body: '' },
    firing,
    leftOut: findReason(store, look, receipt, firing.item),
  }
}

function findReason(
  store: JournalStore,
  { connectedAt, rule }: EarlierQuery,
  { event, key }: Receipt,
  item: number,
): EarlierPurchase['leftOut'] {
  if (event.test === true) {
    return 'test order'
  }
  if (event.receivedAt >= connectedAt) {
    return null
  }
  const others = [...store.receipts.eachForCustomer(customerOf(key))]
  const events = others.flatMap(({ receipt }) => (receipt === null ? [] : [receipt.event]))
  if (rule.trigger !== 'product.purchased') {
    return isGivenBackUnseen(event, item, events, connectedAt) ? 'given back' : null
  }
  return hasEndedUnseen(event, item, events, connectedAt) ? 'ended' : null
}
