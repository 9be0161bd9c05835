/** One Thinkific user is one customer, so an email changed in Thinkific merges two customers. */

import type { User } from '../client/records'
import { mergeEmails } from '../ledger/reported-emails'
import type { Site } from '../site/site'
import type { SiteReply } from '../steps/site-call'
import { withFirings } from '../storage/account'
import type { SiteStorage } from '../storage/site-storage'
import { moveEvents } from './move-events'

/** The merge is done by then, unless either is busy. */
export const MERGED_AFTER_MS = 1_000
export const TWO_EMAILS =
  'Thinkific has this customer under another email too; the purchases of both are being combined.'
/** Allows for the difference between Thinkific's clock and ours. */
const CLOCKS_APART_MS = 86_400_000

/**
 * True when the user found by email already belongs to another customer. Then `key` is merged into that one in the
 * background, and the firing must come back.
 */
export async function isOtherCustomer(site: Site, key: string, reply: SiteReply): Promise<boolean> {
  if (reply.do !== 'find user' || reply.found === null) {
    return false
  }
  const other = await findOther(site.storage, key, reply.found)
  if (other === null) {
    return false
  }
  mergeCustomers(site, key, other, { id: reply.found.id, email: reply.email }).catch((error: unknown) => {
    // The firing finds the same again when it comes back.
    console.error(JSON.stringify({ at: 'thinkific.merge', customer: key, error: String(error) }))
  })
  return true
}

/**
 * Users created by us may have another email by now and are only found by searching all documents. Older users can only
 * have been found by us, which left an alias.
 */
async function findOther(storage: SiteStorage, key: string, { id, createdAt }: User): Promise<string | null> {
  const is = (one: string) => one !== key && storage.load(one).customer.user?.id === id
  const begun = storage.readFact('begun') ?? 0
  if (createdAt === null || createdAt > begun - CLOCKS_APART_MS) {
    for await (const { key: one } of storage.eachMentioning(`"user":{"id":${JSON.stringify(id)}`)) {
      if (is(one)) {
        return one
      }
    }
    return null
  }
  const alias = userAlias(id)
  const [known] = storage.findOwners([alias])
  if (known !== undefined && is(known)) {
    return known
  }
  if (known !== key) {
    storage.claimAliases([alias], key)
  }
  return null
}

/** Alias that records which customer a Thinkific user belongs to. */
export function userAlias(id: string): string {
  return JSON.stringify(['user', id])
}

/** Afterwards the first email resolves to the second customer. */
async function mergeCustomers(
  site: Site,
  from: string,
  to: string,
  user: { id: string; email: string },
): Promise<void> {
  const { storage } = site
  await site.mutex.run([from, to], async () => {
    const [source, goal] = [storage.load(from), storage.load(to)]
    if (goal.customer.user?.id !== user.id || storage.resolveKey(from) !== from) {
      return
    }
    const { to: customer } = moveEvents(source.customer, goal.customer, () => true)
    const email = goal.customer.email === null ? source.customer.email : user.email
    const merged = { ...customer, email, emails: mergeEmails(source.customer, goal.customer) }
    storage.transaction(() => {
      storage.save(to, withFirings({ ...goal, customer: merged }, source, ''), goal)
      storage.mergeInto(from, to)
    })
  })
}
