/** What a customer holds and why, for their page. Times are epoch ms. */

import { capitalize } from '../../../model/letter-case'
import type { CustomerView, PurchaseView, TargetView } from '../../customer-access'
import type { Target } from '../actions'
import { hasAdministratorRole } from '../client/records'
import { type Claim, type Customer, type Purchase, type TargetKey, targetKey } from '../ledger/customer'
import { claimEnd, ENDLESS, NEVER, toStoredEnd } from '../ledger/ends'
import { type Contents, type Grant, resolveAccess } from '../ledger/grants'
import { describeEnding, describeOrigin, formatDay } from '../ledger/phrases'
import { emailFor, isReportedBy } from '../ledger/reported-emails'
import { findMissingRule } from '../ledger/unruled-ending'
import { adviseRule } from '../site/rule-advice'
import type { Site } from '../site/site'
import { findThinkificAccess } from '../steps/thinkific-access'

interface Clock {
  now: number
  /** Of the marketplace, as its newest event here has it; absent for UTC. */
  zone: string | undefined
}

/** Null when the marketplace never had an event of theirs. Other marketplaces' purchases are not named. */
export async function viewCustomer(site: Site, marketplace: string, email: string): Promise<CustomerView | null> {
  await site.standing.renew(marketplace)
  const key = await site.customerKey(email)
  const known = site.storage.load(key).customer
  if (!isReportedBy(known, marketplace, email)) {
    return null
  }
  const customer = site.seenBy(marketplace, known)
  const own = customer.purchases.filter((purchase) => purchase.marketplace === marketplace)
  if (own.length === 0) {
    return null
  }
  const contents = site.contents.all
  const now = Date.now()
  const zone = customer.history.findLast((event) => event.marketplace === marketplace)?.zone
  const clock = { now, zone }
  const targets = new Map(
    own.flatMap(({ claims }) => Object.values(claims).map(({ target }) => [targetKey(target), target])),
  )
  return {
    email: emailFor(customer, marketplace),
    user: customer.user === null ? null : { id: customer.user.id, administrator: hasAdministratorRole(customer.user) },
    targets: await Promise.all(
      [...targets.values(), ...listUnexplained(customer, targets, contents)].map((target) =>
        viewTarget(site, customer, target, marketplace, clock),
      ),
    ),
    purchases: own.map((purchase) => viewPurchase(purchase, clock)),
    concerns: site.storage.concerns.ofCustomer(key, marketplace, now),
  }
}

/** Found open in Thinkific, where no purchase ever gave it. */
function listUnexplained(customer: Customer, claimed: ReadonlyMap<TargetKey, Target>, contents: Contents): Target[] {
  return customer.found
    .map(({ target }) => target)
    .filter((target) => {
      const { end, by } = resolveAccess(customer, targetKey(target), contents)
      return !claimed.has(targetKey(target)) && end > Date.now() && by?.purchase === null
    })
}

async function viewTarget(
  site: Site,
  customer: Customer,
  target: Target,
  marketplace: string,
  { now, zone }: Clock,
): Promise<TargetView> {
  const contents = site.contents.all
  const access = resolveAccess(customer, targetKey(target), contents)
  const open = access.end > now
  const have = findThinkificAccess(customer, targetKey(target), contents)
  const starts = open ? null : findStart(customer, targetKey(target), now)
  const why =
    open && access.by !== null
      ? `${describeOrigin(access.by, target, marketplace, zone)}${await advise(site, access.by, marketplace)}`
      : starts === null
        ? 'No purchase gives access now.'
        : `Access starts on ${formatDay(starts, zone)}.`
  const atSite = have === null ? null : { open: have.end > now, end: have.end === NEVER ? null : toStoredEnd(have.end) }
  return {
    target,
    open,
    end: open ? toStoredEnd(access.end) : null,
    why,
    atSite,
    ...(starts === null ? {} : { starts }),
    ...(open && access.by?.purchase === null ? { unexplained: true as const } : {}),
  }
}

async function advise(site: Site, grant: Grant, marketplace: string): Promise<string> {
  const missing = grant.purchase?.marketplace === marketplace ? findMissingRule(grant) : null
  return missing === null ? '' : adviseRule(site, marketplace, missing)
}

/** A grant may begin on a later day. */
function findStart({ purchases }: Customer, target: TargetKey, now: number): number | null {
  const starts = purchases.flatMap(({ claims }) => {
    const claim = claims[target]
    return claim !== undefined && isAhead(claim, now) ? [claim.create?.starts ?? now] : []
  })
  return starts.length === 0 ? null : Math.min(...starts)
}

function isAhead(claim: Claim, now: number): boolean {
  const starts = claim.create?.starts ?? null
  return starts !== null && starts > now && claimEnd(claim) > starts
}

function viewPurchase(purchase: Purchase, clock: Clock): PurchaseView {
  const { now } = clock
  const { product, productName, orders, subscriptions, test, ending } = purchase
  const claims = Object.values(purchase.claims).map((claim) => {
    const end = claimEnd(claim)
    const open = end > now && !isAhead(claim, now)
    return {
      target: claim.target,
      open,
      end: open ? toStoredEnd(end) : null,
      says: describeClaim(claim, end, clock),
    }
  })
  return { product, productName, orders, subscriptions, test, ending, claims }
}

function describeClaim(claim: Claim, end: number, { now, zone }: Clock): string {
  const day = (at: number) => formatDay(at, zone)
  const until = end === ENDLESS ? '' : ` until ${day(end)}`
  if (isAhead(claim, now)) {
    return `Access from ${day(claim.create?.starts ?? now)}${until}.`
  }
  if (end > now && claim.create !== null) {
    return `Access since ${day(claim.create.happened.at)}${until}.`
  }
  const ending = claim.ends.at(-1)
  if (ending !== undefined) {
    return capitalize(`${describeEnding(ending.type)} on ${day(ending.happened.at)}.`)
  }
  return end === NEVER ? 'Access removed.' : `Ended on ${day(end)}.`
}
