/** Reads a course of the academy to its end, as the job does, and compares its customers. */

import type { ComparedPage, SiteReading } from '../../../../src/integrations/reconciler'
import type { Target } from '../../../../src/integrations/thinkific/actions'
import { listGranted, listTargets } from '../../../../src/integrations/thinkific/reconcile/granted'
import { readComparedPage, readContents } from '../../../../src/integrations/thinkific/reconcile/site-reconciler'
import type { IntegrationAccess } from '../../../../src/integrations/thinkific/thinkific-job'
import type { Difference } from '../../../../src/model/difference'
import { type Academy, advanceTime, runToEnd } from '../academy'

export interface Read {
  differences: Difference[]
  users: string[]
  calls: number
}

export async function readCourse(
  shop: Academy,
  access: IntegrationAccess,
  course: Target,
  between: (page: number) => Promise<void> = async () => {},
): Promise<Read> {
  const read: Read = { differences: [], users: [], calls: 0 }
  for (let page: number | null = 1; page !== null; ) {
    const answer: SiteReading<ComparedPage> = await runToEnd(readComparedPage(shop.site, access, course, page))
    read.calls += answer.calls
    if (answer.state === 'read') {
      read.differences.push(...answer.value.differences)
      read.users.push(...answer.value.users)
      await between(page)
      page = answer.value.next
    } else if (answer.state === 'wait') {
      await advanceTime(Math.max(1, answer.at - Date.now()))
    } else {
      throw new Error(`${answer.state}: ${answer.sentence}`)
    }
  }
  return read
}

/** Every difference in these courses. */
export async function listDifferences(shop: Academy, courses: Target[], marketplace = 'shop'): Promise<Difference[]> {
  const access = await shop.access(marketplace)
  const since = Date.now()
  for (const { kind, id } of listTargets(shop.site, marketplace, '').items) {
    if (kind === 'bundle') {
      await runToEnd(readContents(shop.site, access, id))
    }
  }
  const found: Difference[] = []
  const seen = new Map<string, Set<string>>()
  for (const course of courses) {
    const { differences, users } = await readCourse(shop, access, course)
    found.push(...differences)
    seen.set(course.id, new Set(users))
  }
  const { items } = listGranted(shop.site, marketplace, { targets: courses, since, after: '' })
  const missing = items.filter(({ target, userId }) => userId === null || !seen.get(target.id)?.has(userId))
  return [
    ...found,
    ...missing.map((one) => ({
      ...one,
      kind: 'missing' as const,
      guess: 'no enrollment' as const,
      theirs: null,
      since: null,
    })),
  ]
}
