/** One call enrolls in the bundle and all of its courses. */
import { isHtml } from '../../credentials/redaction'
import { type Answer, type ApiConnection, callApi } from './call'
import { type EnrollmentDates, type NewEnrollment, toDatesBody } from './enrollment-calls'
import { PAGE_LIMIT, type Page, pageSchema } from './page'
import { type BundleEnrollment, bundleEnrollment } from './records'
import { parseAs, parseAsDone } from './response'
import { toWireId } from './wire-id'

/** Thinkific will enroll soon: nothing is visible yet, and repeating the call does not help. */
const ACCEPTED_FOR_LATER = 202

export function bundleCalls(connection: ApiConnection) {
  return {
    /** `queued`: accepted, but the enrollments appear later. */
    createBundleEnrollment(bundleId: string, who: NewEnrollment): Promise<Answer<{ queued: boolean }>> {
      const body = { user_id: toWireId(who.userId), ...toDatesBody(who) }
      return callApi(connection, { method: 'POST', path: enrollmentsPath(bundleId), body }, (response) => {
        const queued = response.status === ACCEPTED_FOR_LATER
        const done = parseAsDone(response)
        // No body is documented, so one cut short takes nothing from a status that speaks for itself.
        return 'cause' in done && !(queued && !isHtml(response.text)) ? done : { value: { queued } }
      })
    },

    /** Updates the bundle's enrollment and each course's. Undocumented for users who are not enrolled. */
    updateBundleEnrollment(bundleId: string, who: { userId: string } & EnrollmentDates): Promise<Answer<null>> {
      const body = { user_id: toWireId(who.userId), ...toDatesBody(who) }
      return callApi(connection, { method: 'PUT', path: enrollmentsPath(bundleId), body }, parseAsDone)
    },

    /** One user's rows, including ended ones; rows of other users are dropped. */
    async listBundleEnrollments(bundleId: string, userId: string, page = 1): Promise<Answer<Page<BundleEnrollment>>> {
      const query = { 'query[user_id]': userId, page, limit: PAGE_LIMIT }
      const read = pageSchema(bundleEnrollment, page, PAGE_LIMIT)
      const answer = await callApi(connection, { method: 'GET', path: enrollmentsPath(bundleId), query }, (response) =>
        parseAs(read, response),
      )
      return answer.ok
        ? { ...answer, value: { ...answer.value, items: answer.value.items.filter((row) => row.userId === userId) } }
        : answer
    },
  }
}

function enrollmentsPath(bundleId: string): string {
  return `/bundles/${encodeURIComponent(bundleId)}/enrollments`
}
