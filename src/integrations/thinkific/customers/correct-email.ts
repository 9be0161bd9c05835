/** Moves purchases from a mistyped or outdated email to the right one; later events follow. */

import { BY_HAND } from '../../../model/purchase'
import type { Target } from '../actions'
import { type Customer, newCustomer, type Purchase, type TargetKey, targetKey } from '../ledger/customer'
import { claimEnd } from '../ledger/ends'
import { resolveAccess } from '../ledger/grants'
import { forwardAlias } from '../ledger/purchase'
import type { Site } from '../site/site'
import { findThinkificAccess } from '../steps/thinkific-access'
import { type Account, withFirings } from '../storage/account'
import { userAlias } from './merge-customers'
import { withMovedPurchases, withoutPurchases } from './merge-purchases'

/** Actions left for the caller, each logged under the person's name. */
export interface EmailCorrection {
  purchases: number
  enroll: Target[]
  end: Target[]
}

/**
 * Moves the marketplace's purchases without any call. With `stays`, the new email takes over the Thinkific user, unless
 * either email has other purchases.
 */
export async function correctEmail(
  site: Site,
  marketplace: string,
  from: string,
  to: string,
  stays = false,
): Promise<EmailCorrection> {
  const [source, goal] = [await site.customerKey(from), await site.customerKey(to)]
  return site.mutex.run([source, goal], async () => {
    const { storage } = site
    const before = storage.load(source)
    const own = before.customer.purchases.filter((one) => one.marketplace === marketplace && one.elsewhere !== true)
    const moving = own.flatMap((purchase) => toMovable(purchase, Date.now()))
    if (source === goal || moving.length === 0) {
      return { purchases: 0, enroll: [], end: [] }
    }
    const bare = { ...before, customer: withoutPurchases(before.customer, moving) }
    const gaining = takeOver(site, before, storage.load(goal), moving, { marketplace, email: to })
    const [left, taken] = stays ? moveUser(bare, gaining) : [bare, gaining]
    storage.transaction(() => {
      if (taken.customer.user !== null) {
        storage.claimAliases([userAlias(taken.customer.user.id)], goal)
      }
      storage.save(goal, taken, storage.load(goal))
      storage.save(source, left, left)
      for (const { product } of moving.filter((one) => one.product !== BY_HAND)) {
        storage.saveForward(forwardAlias(marketplace, product, source), goal)
        // Otherwise correcting back would loop.
        storage.deleteAlias(forwardAlias(marketplace, product, goal))
      }
    })
    const targets = [...new Map(own.flatMap(({ claims }) => Object.entries(claims))).values()].map(
      ({ target }) => target,
    )
    return {
      purchases: moving.length,
      enroll: targets.filter(
        (target) => isGranted(site, taken.customer, target) && !hasAccess(site, taken.customer, target),
      ),
      end: targets.filter(
        (target) => !isGranted(site, left.customer, target) && hasAccess(site, left.customer, target),
      ),
    }
  })
}

/** Of grants made by hand, only open ones move: no late event will follow, and ended ones stay ended. */
function toMovable(purchase: Purchase, now: number): Purchase[] {
  if (purchase.product !== BY_HAND) {
    return [purchase]
  }
  const open = Object.entries(purchase.claims).filter(([, claim]) => claimEnd(purchase, claim) > now)
  return open.length === 0 ? [] : [{ ...purchase, claims: Object.fromEntries(open) }]
}

/** Settled firings stay settled under the new owner. */
function takeOver(
  { contents }: Site,
  from: Account,
  to: Account,
  moving: Purchase[],
  { marketplace, email }: { marketplace: string; email: string },
): Account {
  const customer = withMovedPurchases(to.customer, from.customer, moving, contents.all)
  // A customer without events gets their email from the correction.
  const withName = { ...customer, email: customer.email ?? email }
  return withFirings({ ...to, customer: withName }, from, `${marketplace}~`)
}

function moveUser(from: Account, to: Account): [Account, Account] {
  const { email, purchases, removals, erasedBy: _, ...had } = from.customer
  if (purchases.length > 0 || to.customer.user !== null) {
    return [from, to]
  }
  const left = { ...from, customer: { ...newCustomer(email), removals } }
  return [left, { ...to, customer: { ...to.customer, ...had } }]
}

function isGranted(site: Site, customer: Customer, target: Target): boolean {
  return resolveAccess(customer, targetKey(target), site.contents.all).end > Date.now()
}

function hasAccess(site: Site, customer: Customer, target: Target): boolean {
  const key: TargetKey = targetKey(target)
  return (findThinkificAccess(customer, key, site.contents.all)?.end ?? 0) > Date.now()
}
