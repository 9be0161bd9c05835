/** Moves purchases from a mistyped or outdated email to the right one; later events follow. */

import { BY_HAND } from '../../../model/purchase'
import type { EmailCorrection } from '../../customer-access'
import type { Target } from '../actions'
import { type Customer, newCustomer, type Purchase, type TargetKey, targetKey } from '../ledger/customer'
import { claimEnd } from '../ledger/ends'
import { resolveAccess } from '../ledger/grants'
import type { LedgerEvent } from '../ledger/ledger-event'
import { forwardAlias, listAliases } from '../ledger/purchase'
import { isReportedBy, withReported } from '../ledger/reported-emails'
import type { Site } from '../site/site'
import { findThinkificAccess } from '../steps/thinkific-access'
import { type Account, withFirings } from '../storage/account'
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
  return site.mutex.run([source, goal], async () => {
    const { storage } = site
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
    const moved = moveEvents(before.customer, earlier.customer, (event) => isMovable(event, marketplace, moving))
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

function isGranted(site: Site, customer: Customer, target: Target): boolean {
  return resolveAccess(customer, targetKey(target), site.contents.all).end > Date.now()
}

function hasAccess(site: Site, customer: Customer, target: Target): boolean {
  const key: TargetKey = targetKey(target)
  return (findThinkificAccess(customer, key, site.contents.all)?.end ?? 0) > Date.now()
}
