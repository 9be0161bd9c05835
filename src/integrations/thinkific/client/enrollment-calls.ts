import { storedEmail } from '../../../model/email'
import { type Answer, type ApiConnection, callApi } from './call'
import { PAGE_LIMIT, type Page, pageSchema } from './page'
import { type Enrollment, enrollment } from './records'
import { parseAs, parseAsDone } from './response'
import { toWireId } from './wire-id'

/** Epoch ms. `expiresAt`: omitted leaves the end unset, null asks for no end. */
export interface EnrollmentDates {
  activatedAt?: number
  expiresAt?: number | null
}

/** `activatedAt` is required: without it Thinkific only grants a preview, yet answers 201. */
export interface NewEnrollment extends EnrollmentDates {
  userId: string
  activatedAt: number
}

type EnrollmentSearch =
  | { userId: string; courseId?: string }
  | { email: string; courseId?: string }
  | { courseId: string }

export function enrollmentCalls(connection: ApiConnection) {
  return {
    /**
     * Includes ended enrollments. Each row is checked against the search, since Thinkific silently ignores unknown
     * filters. `total` and `pages` are from before that check.
     */
    async listEnrollments(search: EnrollmentSearch, page = 1): Promise<Answer<Page<Enrollment>>> {
      const query = { ...toSearchQuery(search), page, limit: PAGE_LIMIT }
      const read = pageSchema(enrollment, page, PAGE_LIMIT)
      const answer = await callApi(connection, { method: 'GET', path: '/enrollments', query }, (response) =>
        parseAs(read, response),
      )
      return answer.ok
        ? { ...answer, value: { ...answer.value, items: answer.value.items.filter((row) => isMatch(row, search)) } }
        : answer
    },

    getEnrollment(id: string): Promise<Answer<Enrollment>> {
      return callApi(connection, { method: 'GET', path: `/enrollments/${encodeURIComponent(id)}` }, (response) =>
        parseAs(enrollment, response),
      )
    },

    createEnrollment(courseId: string, who: NewEnrollment): Promise<Answer<Enrollment>> {
      const body = { course_id: toWireId(courseId), user_id: toWireId(who.userId), ...toDatesBody(who) }
      return callApi(connection, { method: 'POST', path: '/enrollments', body }, (response) =>
        parseAs(enrollment, response),
      )
    },

    updateEnrollment(id: string, dates: EnrollmentDates): Promise<Answer<null>> {
      const path = `/enrollments/${encodeURIComponent(id)}`
      return callApi(connection, { method: 'PUT', path, body: toDatesBody(dates) }, parseAsDone)
    },
  }
}

/** UTC with milliseconds, as Thinkific writes dates. */
export function toDatesBody({ activatedAt, expiresAt }: EnrollmentDates) {
  return {
    ...(activatedAt === undefined ? {} : { activated_at: new Date(activatedAt).toISOString() }),
    ...(expiresAt === undefined ? {} : { expiry_date: expiresAt === null ? null : new Date(expiresAt).toISOString() }),
  }
}

function toSearchQuery(search: EnrollmentSearch): Record<string, string> {
  return {
    ...('email' in search ? { 'query[email]': storedEmail(search.email) } : {}),
    ...('userId' in search ? { 'query[user_id]': search.userId } : {}),
    ...(search.courseId === undefined ? {} : { 'query[course_id]': search.courseId }),
  }
}

function isMatch(row: Enrollment, search: EnrollmentSearch): boolean {
  const isPerson =
    'email' in search
      ? storedEmail(row.email) === storedEmail(search.email)
      : !('userId' in search) || row.userId === search.userId
  return isPerson && (search.courseId === undefined || row.courseId === search.courseId)
}
