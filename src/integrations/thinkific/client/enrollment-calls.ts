/** Enrollments in courses. */
import { comparableEmail } from '../../../model/email'
import { type Answer, type Connection, call } from './call'
import { PAGE_LIMIT, type Page, pageOf } from './page'
import { type Enrollment, enrollment } from './records'
import { readAs, readAsDone } from './response'
import { wireId } from './wire-id'

/** Epoch ms. `expiresAt`: left out says nothing, null asks for no end. */
export interface Dates {
  activatedAt?: number
  expiresAt?: number | null
}

/** Without `activatedAt` Thinkific grants a preview only, and answers 201 all the same: so it is not optional. */
export interface NewEnrollment extends Dates {
  userId: string
  activatedAt: number
}

export type EnrollmentSearch = { userId: string; courseId?: string } | { email: string; courseId?: string }

export function enrollmentCalls(connection: Connection) {
  return {
    /**
     * Ended ones too. Every row is checked against the search: a filter Thinkific does not know is silently ignored.
     * `total` and `pages` are Thinkific's figures, before that check.
     */
    async listEnrollments(search: EnrollmentSearch, page = 1): Promise<Answer<Page<Enrollment>>> {
      const query = { ...searchQuery(search), page, limit: PAGE_LIMIT }
      const read = pageOf(enrollment, page, PAGE_LIMIT)
      const answer = await call(connection, { method: 'GET', path: '/enrollments', query }, (came) =>
        readAs(read, came),
      )
      return answer.ok
        ? { ...answer, value: { ...answer.value, items: answer.value.items.filter((row) => answers(row, search)) } }
        : answer
    },

    getEnrollment(id: string): Promise<Answer<Enrollment>> {
      return call(connection, { method: 'GET', path: `/enrollments/${encodeURIComponent(id)}` }, (came) =>
        readAs(enrollment, came),
      )
    },

    createEnrollment(courseId: string, who: NewEnrollment): Promise<Answer<Enrollment>> {
      const body = { course_id: wireId(courseId), user_id: wireId(who.userId), ...datesBody(who) }
      return call(connection, { method: 'POST', path: '/enrollments', body }, (came) => readAs(enrollment, came))
    },

    updateEnrollment(id: string, dates: Dates): Promise<Answer<null>> {
      const path = `/enrollments/${encodeURIComponent(id)}`
      return call(connection, { method: 'PUT', path, body: datesBody(dates) }, readAsDone)
    },
  }
}

/** Dates as Thinkific writes them: UTC with milliseconds. */
export function datesBody({ activatedAt, expiresAt }: Dates) {
  return {
    ...(activatedAt === undefined ? {} : { activated_at: new Date(activatedAt).toISOString() }),
    ...(expiresAt === undefined ? {} : { expiry_date: expiresAt === null ? null : new Date(expiresAt).toISOString() }),
  }
}

function searchQuery(search: EnrollmentSearch): Record<string, string> {
  return {
    ...('email' in search ? { 'query[email]': comparableEmail(search.email) } : { 'query[user_id]': search.userId }),
    ...(search.courseId === undefined ? {} : { 'query[course_id]': search.courseId }),
  }
}

function answers(row: Enrollment, search: EnrollmentSearch): boolean {
  const person =
    'email' in search ? comparableEmail(row.email) === comparableEmail(search.email) : row.userId === search.userId
  return person && (search.courseId === undefined || row.courseId === search.courseId)
}
