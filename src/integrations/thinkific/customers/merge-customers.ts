/** One Thinkific user is one customer, so an email changed in Thinkific merges two customers. */

import type { User } from '../client/records'
import { mergeEmails } from '../ledger/reported-emails'
import type { Site } from '../site/site'
import type { SiteReply } from '../steps/site-call'
import { withFirings } from '../storage/account'
import type { SiteStorage } from '../storage/site-storage'
import { moveEvents } from './move-events'

/** The merge is done by then, unless either is busy. */
const MERGED_AFTER_MS = 1_000
const TWO_EMAILS = 'Thinkific has this customer under another email too; the purchases of both are being combined.'
/** A million customers are read by then. */
const LOOKED_AFTER_MS = 10_000
const LOOKING =
  'Thinkific knew this customer before us, so we’re checking whether we know them under another email. We’ll continue automatically.'
/** Allows for the difference between Thinkific's clock and ours. */
const CLOCKS_APART_MS = 86_400_000

/** Why the firing must come back, and in how many ms. */
interface OwnerDoubt {
  sentence: string
  afterMs: number
}

/**
 * Null where the user found by email belongs to no other customer. Where it does, `key` is merged into that one in the
 * background.
 */
export async function findOwnerDoubt(site: Site, key: string, reply: SiteReply): Promise<OwnerDoubt | null> {
  if (reply.do !== 'find user' || reply.found === null) {
    return null
  }
  const other = await findOther(site.storage, key, reply.found)
  if (other === null) {
    return null
  }
  if (other === 'looking') {
    return { sentence: LOOKING, afterMs: LOOKED_AFTER_MS }
  }
  mergeCustomers(site, key, other.key, { id: reply.found.id, email: reply.email }).catch((error: unknown) => {
    // The firing finds the same again when it comes back.
    console.error(JSON.stringify({ at: 'thinkific.merge', customer: key, error: String(error) }))
  })
  return { sentence: TWO_EMAILS, afterMs: MERGED_AFTER_MS }
}

/**
 * Users created by us may have another email by now and are only found in the documents. Older users can only have been
 * found by us, which left an alias.
 */
async function findOther(
  storage: SiteStorage,
  key: string,
  { id, createdAt }: User,
): Promise<{ key: string } | 'looking' | null> {
  const is = (one: string) => one !== key && storage.load(one).customer.user?.id === id
  const begun = storage.readFact('begun') ?? 0
  if (createdAt === null || createdAt > begun - CLOCKS_APART_MS) {
    const owners = await storage.users.find(id)
    if (owners === null) {
      return 'looking'
    }
    const other = owners.find(is)
    return other === undefined ? null : { key: other }
  }
  const alias = userAlias(id)
  const [known] = storage.findOwners([alias])
  if (known !== undefined && is(known)) {
    return { key: known }
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
    const { to: customer } = moveEvents(source.customer, goal.customer, (event) => event)
    const email = goal.customer.email === null ? source.customer.email : user.email
    const merged = { ...customer, email, emails: mergeEmails(source.customer, goal.customer) }
    storage.transaction(() => {
      storage.save(to, withFirings({ ...goal, customer: merged }, source, ''), goal)
      storage.mergeInto(from, to)
    })
  })
}
