/** One Thinkific user is one customer: an email changed in Thinkific brings two customers of one person together. */
import type { User } from '../client/records'
import type { Site } from '../site/site'
import type { SiteReply } from '../steps/site-call'
import { withFirings } from '../storage/account'
import type { SiteStorage } from '../storage/site-storage'
import { withMovedPurchases } from './merge-purchases'

/** Two customers are one by then, unless either is busy. */
export const MERGED_AFTER_MS = 1_000
/** Why it waits. */
export const TWO_EMAILS =
  'Thinkific knows this customer under another email too; what was bought under both is brought together.'
/** Thinkific's clock and ours may disagree; a day costs nothing. */
const CLOCKS_APART_MS = 86_400_000

/**
 * Whether a user who was found under an email is another customer already. Then what `key` holds goes to that one as soon
 * as nobody works on either, and the firing is to come back.
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
 * Users we made may bear another email by now, and nothing but their document tells: all are looked at. Those who were in
 * Thinkific before us we can only have found, and then it was written down whose they are.
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
  const [known] = storage.findHolders([alias])
  if (known !== undefined && is(known)) {
    return known
  }
  if (known !== key) {
    storage.claimAliases([alias], key)
  }
  return null
}

/** What stands for a Thinkific user, where it is written down whose they are. */
export function userAlias(id: string): string {
  return JSON.stringify(['user', id])
}

/** From then on the one's email leads to the other. */
async function mergeCustomers(
  site: Site,
  from: string,
  to: string,
  user: { id: string; email: string },
): Promise<void> {
  const { storage, contents } = site
  await site.mutex.run([from, to], async () => {
    const [source, goal] = [storage.load(from), storage.load(to)]
    if (goal.customer.user?.id !== user.id || storage.resolveKey(from) !== from) {
      return
    }
    const moving = source.customer.purchases.filter(({ elsewhere }) => elsewhere !== true)
    const customer = withMovedPurchases(goal.customer, source.customer, moving, contents.all)
    const merged = { ...customer, email: goal.customer.email === null ? source.customer.email : user.email }
    storage.transaction(() => {
      storage.save(to, withFirings({ ...goal, customer: merged }, source, ''), goal)
      storage.mergeInto(from, to)
    })
  })
}
