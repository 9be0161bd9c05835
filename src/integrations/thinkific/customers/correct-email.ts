/** Moves purchases from a mistyped or outdated email to the right one; later events follow. */

import { BY_HAND } from '../../../model/purchase'
import type { EmailCorrection } from '../../customer-access'
import type { Target } from '../actions'
import { type Claim, type Customer, newCustomer, type Purchase, type TargetKey, targetKey } from '../ledger/customer'
import { claimEnd } from '../ledger/ends'
import { type Contents, resolveAccess } from '../ledger/grants'
import type { LedgerEvent } from '../ledger/ledger-event'
import { forwardAlias, listAliases } from '../ledger/purchase'
import { isReportedBy, withReported } from '../ledger/reported-emails'
import type { Site } from '../site/site'
import { findThinkificAccess } from '../steps/thinkific-access'
import { type Account, withFirings } from '../storage/account'
import { listForwards, markForwarded } from './forwards'
import { userAlias } from './merge-customers'
import { moveEvents } from './move-events'

/**
 * Moves the marketplace's purchases without any call. With `stays`, the new email takes over the Thinkific user, unless
 * either email has other purchases. Throws until Thinkific accepts a credential of the marketplace, where others share the
 * site; the job tries again. One without a credential there changes nothing of what the others' customers have.
 */
export async function correctEmailAtSite(
  site: Site,
  marketplace: string,
  from: string,
  to: string,
  stays = false,
): Promise<EmailCorrection> {
  const [source, goal] = [await site.customerKey(from), await site.customerKey(to)]
  const { isShared, marketplaces } = site.integrations
  if (isShared && !marketplaces.includes(marketplace)) {
    return { purchases: 0, enroll: [], end: [] }
  }
  const proof = isShared ? await site.standing.prove(marketplace) : 'accepted'
  const { storage } = site
  const products = [...new Set(storage.load(source).customer.history.map(({ product }) => product))]
  const forwarded = products.flatMap((product) => listForwards(storage, marketplace, product, source))
  const keys = [...new Set([source, goal, ...forwarded])]
  return site.mutex.run(keys, async () => {
    for (const product of products) {
      markForwarded(storage, keys, { marketplace, product })
    }
    const before = storage.load(source)
    const own = before.customer.purchases.filter((one) => one.marketplace === marketplace)
    const moving = own.filter((purchase) => isMoving(purchase, Date.now()))
    if (source === goal || moving.length === 0 || !isReportedBy(before.customer, marketplace, from)) {
      return { purchases: 0, enroll: [], end: [] }
    }
    // What it claims would keep another customer in from then on.
    if (proof !== 'accepted' || site.integrations.isRefused(marketplace)) {
      throw new Error('purchases move once Thinkific accepts a credential of their marketplace')
    }
    const earlier = storage.load(goal)
    const at = Date.now()
    const moved = moveEvents(before.customer, earlier.customer, (event) =>
      isMovable(event, marketplace, moving) ? toMoved(event, { source, goal, at }) : null,
    )
    const bare = { ...before, customer: moved.from }
    const gaining = takeOver(before, { ...earlier, customer: moved.to }, { marketplace, email: to })
    const [left, taken] = stays ? moveUser(bare, gaining) : [bare, gaining]
    storage.transaction(() => {
      if (taken.customer.user !== null) {
        storage.claimAliases([userAlias(taken.customer.user.id)], goal)
      }
      storage.save(goal, taken, earlier)
      storage.save(source, left, left)
      storage.removeOwner(listAliases(moved.to), source)
      storage.addOwner(listAliases(moved.to), goal)
      for (const { product } of moving.filter((one) => one.product !== BY_HAND)) {
        storage.saveForward(forwardAlias(marketplace, product, source), goal)
        // Otherwise correcting back would loop.
        storage.deleteAlias(forwardAlias(marketplace, product, goal))
      }
    })
    const claims = own.flatMap((one) => Object.values(one.claims))
    const targets = withoutRepeats(claims.map(({ target }) => target))
    const isOwed = (customer: Customer, target: Target) => {
      const { granted, had } = compareEnds(site, customer, target)
      return granted > at && had !== granted
    }
    const isLeftOpen = (target: Target) => {
      const { granted, had } = compareEnds(site, left.customer, target)
      return had !== null && had > at && had > granted
    }
    const dropped = left.customer.user === null ? [] : listDropped(claims, site.contents.all, at)
    return {
      purchases: moving.length,
      enroll: targets.filter((target) => isOwed(taken.customer, target)),
      end: withoutRepeats([...targets.filter(isLeftOpen), ...dropped]),
    }
  })
}

/** Of grants made by hand, only open ones move: no late event will follow, and ended ones stay ended. */
function isMoving(purchase: Purchase, now: number): boolean {
  return purchase.product !== BY_HAND || Object.values(purchase.claims).some((claim) => claimEnd(claim) > now)
}

/** What ended access by hand moves along and stays in force. */
function isMovable(event: LedgerEvent, marketplace: string, moving: Purchase[]): boolean {
  if (event.marketplace !== marketplace) {
    return false
  }
  const hasOpen = moving.some(({ product }) => product === event.product)
  return event.product !== BY_HAND || hasOpen || event.acts.some(({ does }) => does !== 'create')
}

/** What another email reported of it stays that email's; the rest is the right one's until a person moves it again. */
function toMoved(event: LedgerEvent, { source, goal, at }: { source: string; goal: string; at: number }): LedgerEvent {
  const { from = source, corrections, ...own } = event
  const named = from === goal ? own : { ...own, from }
  if (corrections === undefined && event.from !== undefined) {
    return named
  }
  const before = (corrections ?? []).filter((one) => one.from !== goal)
  return { ...named, corrections: [...before, { from: source, at }] }
}

/** Settled firings stay settled under the new owner. */
function takeOver(from: Account, to: Account, { marketplace, email }: { marketplace: string; email: string }): Account {
  // A customer without events gets their email from the correction.
  const customer = { ...to.customer, email: to.customer.email ?? email }
  return withFirings({ ...to, customer: withReported(customer, marketplace, email) }, from, `${marketplace}~`)
}

function moveUser(from: Account, to: Account): [Account, Account] {
  const { email, history, purchases, removals, erasedBy: _, ...had } = from.customer
  if (purchases.length > 0 || to.customer.user !== null) {
    return [from, to]
  }
  const left = { ...from, customer: { ...newCustomer(email), history, removals } }
  return [left, { ...to, customer: { ...to.customer, ...had } }]
}

/** Courses that a bundle opened and no longer holds: its own calls do not reach those. */
function listDropped(claims: Claim[], contents: Contents, now: number): Target[] {
  return claims
    .filter((claim) => claimEnd(claim) > now)
    .flatMap(({ target, opened }) => opened.filter((id) => contents[target.id]?.includes(id) === false))
    .map((id): Target => ({ kind: 'course', id, name: '' }))
}

function withoutRepeats(targets: Target[]): Target[] {
  return [...new Map(targets.map((target) => [targetKey(target), target])).values()]
}

/** When access ends by what is granted, and in Thinkific as last written or seen, null where that is unknown: moments. */
function compareEnds(site: Site, customer: Customer, target: Target): { granted: number; had: number | null } {
  const key: TargetKey = targetKey(target)
  const contents = site.contents.all
  const had = findThinkificAccess(customer, key, contents)?.end ?? null
  return { granted: resolveAccess(customer, key, contents).end, had }
}
