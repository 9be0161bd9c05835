/** A mistyped or changed email: the purchases move to the right one, and later events about them follow. */

import { BY_HAND } from '../../../model/purchase'
import type { Target } from '../actions'
import { type Customer, newCustomer, type Purchase, type TargetKey, targetKey } from '../ledger/customer'
import { claimEnd } from '../ledger/ends'
import { resolveAccess } from '../ledger/grants'
import { forwardAlias } from '../ledger/purchase'
import type { Site } from '../site/site'
import { findThinkificAccess } from '../steps/plan-state'
import { type Account, withFirings } from '../storage/account'
import { userAlias } from './merge-customers'
import { withMovedPurchases, withoutPurchases } from './merge-purchases'

/** What is left to be done by hand, each logged under the person's name: enroll the one, end access of the other. */
export interface EmailCorrection {
  purchases: number
  enroll: Target[]
  end: Target[]
}

/**
 * Moves the marketplace's purchases; calls nothing. `stays`: access is not to move, so the Thinkific user who has it goes
 * on being theirs, where nothing else was bought under either email.
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
        // Corrected back again, it must not lead in a circle.
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

/** Of what a person gave by hand, what is open: no late event is to be awaited, and what they ended stays ended. */
function toMovable(purchase: Purchase, now: number): Purchase[] {
  if (purchase.product !== BY_HAND) {
    return [purchase]
  }
  const open = Object.entries(purchase.claims).filter(([, claim]) => claimEnd(purchase, claim) > now)
  return open.length === 0 ? [] : [{ ...purchase, claims: Object.fromEntries(open) }]
}

/** A firing that was settled is settled for the one who has its purchase now. */
function takeOver(
  { contents }: Site,
  from: Account,
  to: Account,
  moving: Purchase[],
  { marketplace, email }: { marketplace: string; email: string },
): Account {
  const customer = withMovedPurchases(to.customer, from.customer, moving, contents.all)
  // Moved purchases make somebody of a customer nobody told of yet.
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
