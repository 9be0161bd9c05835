/** Whether a customer's access to a target is open, for rules that wait for its end. Calls nothing. */
import type { CurrentAccess } from '../../customer-access'
import { targetKey } from '../ledger/customer'
import { ENDLESS, NEVER } from '../ledger/ends'
import { resolveAccess } from '../ledger/grants'
import type { Site } from '../site/site'
import type { CourseOrBundleRef } from './target-holders'

export async function readAccess(
  site: Site,
  marketplace: string,
  email: string,
  target: CourseOrBundleRef,
): Promise<CurrentAccess> {
  const key = site.storage.resolveKey(await site.customerKey(email))
  const customer = site.seenBy(marketplace, site.storage.load(key).customer)
  const now = Date.now()
  const { end } = resolveAccess(customer, targetKey(target), site.contents.all, now)
  return { open: end > now, end: end === ENDLESS || end === NEVER ? null : end }
}
