/** Reads a site's enrollments a page at a time and compares each row with the ledger as it is then. */

import type { Difference } from '../../../model/difference'
import { comparableEmail } from '../../../model/email'
import type { ComparedPage, SiteReading } from '../../reconciler'
import { type Target, toTarget } from '../actions'
import type { Enrollment } from '../client/records'
import { courseKey } from '../ledger/customer'
import { emailFor, isErasedBy } from '../ledger/reported-emails'
import type { Site } from '../site/site'
import type { IntegrationAccess } from '../thinkific-job'
import { callInBackground, callInTurn } from './background-call'
import { compareAccess } from './compare'
import { isChangedSince, isLeftAlone } from './granted'

/** Courses of a bundle, as it is now. */
export async function readContents(
  site: Site,
  access: IntegrationAccess,
  bundle: string,
): Promise<SiteReading<Target[]>> {
  const sentAt = Date.now()
  const reading = await callInBackground(site, access, (thinkific) => thinkific.bundle(bundle))
  if (reading.state !== 'read') {
    return reading
  }
  const { courseIds } = reading.value
  site.contents.save(bundle, courseIds, sentAt)
  return { ...reading, value: courseIds.map((id) => ({ kind: 'course', id, name: '' })) }
}

export async function readComparedPage(
  site: Site,
  access: IntegrationAccess,
  course: Target,
  page: number,
): Promise<SiteReading<ComparedPage>> {
  const sentAt = Date.now()
  const search = { courseId: course.id }
  const reading = await callInBackground(site, access, (thinkific) => thinkific.listEnrollments(search, page))
  if (reading.state !== 'read') {
    return reading
  }
  const { items, next, total } = reading.value
  const differences: Difference[] = []
  const keys = await Promise.all(items.map((row) => findCustomer(site, row)))
  for (const [at, row] of items.entries()) {
    const key = keys[at] ?? ''
    const compare = () => compareUnlessMoving(site, access.marketplace, key, course, row, sentAt)
    // A firing of this customer may be under way: its lock waits for that.
    const found = compare() === null ? null : await site.mutex.run([key], async () => compare())
    if (found !== null) {
      differences.push(found)
    }
  }
  // A page that links to itself or back would be read forever.
  const value = {
    users: items.map(({ userId }) => userId),
    differences,
    next: next !== null && next > page ? next : null,
  }
  return { ...reading, value: { ...value, total } }
}

/** Looks at the one customer again. */
export async function checkDifference(
  site: Site,
  access: IntegrationAccess,
  { email, userId, target }: Difference,
): Promise<SiteReading<Difference | null>> {
  const course = toTarget(target)
  const search = userId === null ? { email, courseId: course.id } : { userId, courseId: course.id }
  const reading = await callInTurn(site, access, (thinkific) => thinkific.listEnrollments(search))
  if (reading.state !== 'read') {
    return reading
  }
  const [row = null] = reading.value.items
  const key = row === null ? await site.customerKey(email) : await findCustomer(site, row)
  return { ...reading, value: compareRow(site, access.marketplace, key, course, row, email) }
}

/** Null also for what changed since the page left Thinkific. */
function compareUnlessMoving(
  site: Site,
  marketplace: string,
  key: string,
  course: Target,
  row: Enrollment,
  since: number,
): Difference | null {
  const account = site.storage.load(key)
  const isMoving = isLeftAlone(account) || isChangedSince(account, courseKey(course.id), site.contents.all, since)
  return isMoving ? null : compareRow(site, marketplace, key, course, row)
}

function compareRow(
  site: Site,
  marketplace: string,
  key: string,
  course: Target,
  row: Enrollment | null,
  named = '',
): Difference | null {
  const { customer: known } = site.storage.load(key)
  // Nothing of someone erased is written down again.
  if (isErasedBy(known, marketplace)) {
    return null
  }
  const customer = site.seenBy(marketplace, known)
  const isOwn = customer.history.some((event) => event.marketplace === marketplace)
  const email = (isOwn ? emailFor(customer, marketplace) : null) ?? comparableEmail(row?.email ?? named)
  // No entry could name them, and a search without an email finds anyone.
  if (email === '') {
    return null
  }
  const begun = site.storage.readFact('begun')
  return compareAccess({ customer, marketplace, email, contents: site.contents.all, begun }, course, row, Date.now())
}

/** By email, and else by user: an email may have changed on one side. The key of their document. */
async function findCustomer(site: Site, { email, userId }: Enrollment): Promise<string> {
  const named = await site.customerKey(comparableEmail(email))
  const { user, history } = site.storage.load(named).customer
  if (user?.id === userId || (user === null && history.length > 0)) {
    return named
  }
  let keys = await site.storage.users.find(userId)
  while (keys === null) {
    keys = await site.storage.users.find(userId)
  }
  return keys.find((key) => site.storage.load(key).customer.user?.id === userId) ?? named
}
