/** Who holds a target by a marketplace's purchases: how many, for a rule's pages, and by name, for ending their access together. */

import type { HolderCount, TargetHolder } from '../../customer-access'
import type { CourseOrBundle } from '../actions'
import { type Customer, type Purchase, type TargetKey, targetKey } from '../ledger/customer'
import { claimEnd } from '../ledger/ends'
import { resolveAccess } from '../ledger/grants'
import { emailFor } from '../ledger/reported-emails'
import type { Site } from '../site/site'
import { findThinkificAccess } from '../steps/thinkific-access'
import type { Account } from '../storage/account'
import { yieldToEvents } from '../storage/yield-to-events'

export type CourseOrBundleRef = { kind: CourseOrBundle; id: string }

/** Slices an answer waits for, 4 ms each: 8,000 customers. The rest are counted in the background. */
const AWAITED_SLICES = 16

/** The last full count, by marketplace and target; lost with the object, which then counts again. */
const TALLIES = new WeakMap<Site, Map<string, Tally>>()

interface Tally {
  last: HolderCount | null
  isCounting: boolean
}

/** Counts up to `most`. Where that takes long, it answers what was counted last, or how many there are at least, and goes on. */
export async function countHolders(
  site: Site,
  marketplace: string,
  target: CourseOrBundleRef,
  most: number,
  awaited = AWAITED_SLICES,
): Promise<HolderCount> {
  await site.standing.renew(marketplace)
  const counting = countSlices(site, marketplace, target, most)
  let step = await counting.next()
  for (let slices = 1; !step.done && slices < awaited; slices += 1) {
    step = await counting.next()
  }
  if (step.done) {
    return step.value
  }
  const tally = tallyOf(site, JSON.stringify([marketplace, targetKey(target), most]))
  if (!tally.isCounting) {
    tally.isCounting = true
    void finishTally(tally, counting)
  }
  return tally.last ?? { count: step.value, more: true, counting: true }
}

function tallyOf(site: Site, name: string): Tally {
  const known = TALLIES.get(site) ?? new Map<string, Tally>()
  TALLIES.set(site, known)
  const tally = known.get(name) ?? { last: null, isCounting: false }
  known.set(name, tally)
  return tally
}

async function finishTally(tally: Tally, counting: AsyncGenerator<number, HolderCount>): Promise<void> {
  try {
    let step = await counting.next()
    while (!step.done) {
      step = await counting.next()
    }
    tally.last = { ...step.value, asOf: Date.now() }
  } catch (error) {
    console.error(JSON.stringify({ at: 'thinkific.holders', error: String(error) }))
  } finally {
    tally.isCounting = false
  }
}

/** Yields how many were found so far, after each slice. */
async function* countSlices(
  site: Site,
  marketplace: string,
  target: CourseOrBundleRef,
  most: number,
): AsyncGenerator<number, HolderCount> {
  const key = targetKey(target)
  let count = 0
  for (let after: string | null = ''; after !== null; ) {
    const slice: { accounts: Account[]; next: string | null } = site.storage.slice(JSON.stringify(key), after)
    const contents = site.contents.all
    const now = Date.now()
    // What never opened, as where the course is gone, is held by none of those it was sold to.
    const opened = slice.accounts.filter(
      ({ customer }) => (findThinkificAccess(customer, key, contents)?.end ?? 0) > now,
    )
    count += opened.filter(({ customer }) => findHolder(site, marketplace, key, customer) !== null).length
    if (count > most) {
      return { count: most, more: true }
    }
    after = slice.next
    if (after !== null) {
      yield count
      await yieldToEvents()
    }
  }
  return { count, more: false }
}

/** At most `most`, without erased customers. */
export async function listHolders(
  site: Site,
  marketplace: string,
  target: CourseOrBundleRef,
  most: number,
): Promise<TargetHolder[]> {
  const holders: TargetHolder[] = []
  for await (const { customer, purchase } of eachHolder(site, marketplace, target)) {
    if (holders.length === most) {
      break
    }
    const email = emailFor(customer, marketplace)
    if (email === null) {
      continue
    }
    const { product, productName, orders, subscriptions } = purchase
    const ids = { orderId: orders[0] ?? null, subscriptionId: subscriptions[0] ?? null }
    holders.push({ email, productId: product, productName, ...ids })
  }
  return holders
}

async function* eachHolder(
  site: Site,
  marketplace: string,
  target: CourseOrBundleRef,
): AsyncGenerator<{ customer: Customer; purchase: Purchase }> {
  await site.standing.renew(marketplace)
  const key = targetKey(target)
  for await (const { account } of site.storage.eachMentioning(JSON.stringify(key))) {
    const holder = findHolder(site, marketplace, key, account.customer)
    if (holder !== null) {
      yield holder
    }
  }
}

/** Null where no purchase of the marketplace lets them in now. */
function findHolder(
  site: Site,
  marketplace: string,
  key: TargetKey,
  known: Customer,
): { customer: Customer; purchase: Purchase } | null {
  const now = Date.now()
  const customer = site.seenBy(marketplace, known)
  const purchase = customer.purchases.find((one) => {
    const claim = one.claims[key]
    return one.marketplace === marketplace && claim !== undefined && claimEnd(claim) > now
  })
  return purchase !== undefined && resolveAccess(customer, key, {}).end > now ? { customer, purchase } : null
}
