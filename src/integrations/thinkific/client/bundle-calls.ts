/** Enrollments in bundles: one call enrolls in the bundle and every course of it. */
import { type Answer, type Connection, call } from './call'
import { type Dates, datesBody, type NewEnrollment } from './enrollment-calls'
import { PAGE_LIMIT, type Page, pageOf } from './page'
import { type BundleEnrollment, bundleEnrollment } from './records'
import { readAs, readAsDone } from './response'
import { wireId } from './wire-id'

/** Thinkific says 202 when it will enroll soon: nothing to see yet, and no reason to ask again. */
const ACCEPTED_FOR_LATER = 202

export function bundleCalls(connection: Connection) {
  return {
    /** `queued`: accepted, but the enrollments appear later. */
    createBundleEnrollment(bundleId: string, who: NewEnrollment): Promise<Answer<{ queued: boolean }>> {
      const body = { user_id: wireId(who.userId), ...datesBody(who) }
      return call(connection, { method: 'POST', path: pathOf(bundleId), body }, (came) => {
        const done = readAsDone(came)
        return 'cause' in done ? done : { value: { queued: came.status === ACCEPTED_FOR_LATER } }
      })
    },

    /** Updates the bundle's enrollment and that of each course in it. Nothing is documented for someone not in it. */
    updateBundleEnrollment(bundleId: string, who: { userId: string } & Dates): Promise<Answer<null>> {
      const body = { user_id: wireId(who.userId), ...datesBody(who) }
      return call(connection, { method: 'PUT', path: pathOf(bundleId), body }, readAsDone)
    },

    /** One person's rows, ended ones too, each checked to be theirs. */
    async listBundleEnrollments(bundleId: string, userId: string, page = 1): Promise<Answer<Page<BundleEnrollment>>> {
      const query = { 'query[user_id]': userId, page, limit: PAGE_LIMIT }
      const read = pageOf(bundleEnrollment, page, PAGE_LIMIT)
      const answer = await call(connection, { method: 'GET', path: pathOf(bundleId), query }, (came) =>
        readAs(read, came),
      )
      return answer.ok
        ? { ...answer, value: { ...answer.value, items: answer.value.items.filter((row) => row.userId === userId) } }
        : answer
    },
  }
}

function pathOf(bundleId: string): string {
  return `/bundles/${encodeURIComponent(bundleId)}/enrollments`
}
