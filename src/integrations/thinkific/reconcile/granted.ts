/** What a marketplace's purchases give, customer by customer, in slices of a few milliseconds. */
import type { GrantedTarget, Part } from '../../reconciler'
import type { Target } from '../actions'
import { hasAdministratorRole } from '../client/records'
import { courseKey, type TargetKey, targetKey } from '../ledger/customer'
import { type Contents, resolveAccess } from '../ledger/grants'
import { emailFor } from '../ledger/reported-emails'
import type { Site } from '../site/site'
import { findThinkificAccess } from '../steps/thinkific-access'
import type { Account } from '../storage/account'
import { findGranted } from './compare'

/** Also of purchases that no longer give anything: access that was to end may be open. */
export function listTargets(site: Site, marketplace: string, after: string): Part<Target> {
  const { accounts, next } = site.storage.slice(JSON.stringify(marketplace), after)
  const targets = new Map<TargetKey, Target>()
  for (const { customer } of accounts) {
    for (const { marketplace: of, claims } of customer.purchases) {
      for (const { target, opened } of of === marketplace ? Object.values(claims) : []) {
        targets.set(targetKey(target), target)
        for (const id of opened) {
          const key = courseKey(id)
          targets.set(key, targets.get(key) ?? { kind: 'course', id, name: '' })
        }
      }
    }
  }
  return { items: [...targets.values()], next }
}

/** Open by one of its own purchases, and not changed since the reading began. */
export function listGranted(
  site: Site,
  marketplace: string,
  { targets, since, after }: { targets: Target[]; since: number; after: string },
): Part<GrantedTarget> {
  const { accounts, next } = site.storage.slice(JSON.stringify(marketplace), after)
  const courses = new Map(targets.map((target) => [target.id, target]))
  const items = accounts.flatMap((account) => {
    const known = { ...account, customer: site.seenBy(marketplace, account.customer) }
    const email = emailFor(known.customer, marketplace)
    return email === null || isLeftAlone(known)
      ? []
      : listOpen(known, marketplace, courses, { contents: site.contents.all, since, email })
  })
  return { items, next }
}

/** An administrator, or a customer whose firings are under way. */
export function isLeftAlone({ customer: { user }, waiting }: Account): boolean {
  return (user !== null && hasAdministratorRole(user)) || Object.keys(waiting).length > 0
}

/** Written or seen since, or on its way. */
export function isChangedSince({ customer }: Account, key: TargetKey, contents: Contents, since: number): boolean {
  const isQueued = Object.values(customer.known).some(({ queuedAt }) => queuedAt !== undefined)
  const at = findThinkificAccess(customer, key, contents)?.at ?? 0
  return isQueued || at >= since || customer.unanswered[key] !== undefined
}

function listOpen(
  account: Account,
  marketplace: string,
  courses: ReadonlyMap<string, Target>,
  { contents, since, email }: { contents: Contents; since: number; email: string },
): GrantedTarget[] {
  const { customer } = account
  const claims = customer.purchases
    .filter((purchase) => purchase.marketplace === marketplace)
    .flatMap((purchase) => Object.values(purchase.claims))
  const reached = new Set(
    claims.flatMap(({ target, opened }) =>
      target.kind === 'course' ? [target.id] : [...(contents[target.id] ?? []), ...opened],
    ),
  )
  return [...reached].flatMap((id): GrantedTarget[] => {
    const target = courses.get(id)
    const key = courseKey(id)
    // What never opened failed, and its entry says so.
    const isNew = findThinkificAccess(customer, key, contents) === null
    if (target === undefined || isNew || isChangedSince(account, key, contents, since)) {
      return []
    }
    const now = Date.now()
    const access = resolveAccess(customer, key, contents, now)
    const isFresh = (access.by?.from ?? 0) >= since
    const ours = access.end > now && !isFresh ? findGranted(access, marketplace) : null
    return ours === null ? [] : [{ email, userId: customer.user?.id ?? null, target, ours }]
  })
}
