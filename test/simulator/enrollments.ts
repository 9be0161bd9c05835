import { Hono } from 'hono'
import { type Errors, empty, json, notFound, refused, shaped } from './answers.ts'
import { changeDates, type DateChange, enrollInCourse, enrollmentIn } from './enrolling.ts'
import { asksFor } from './enrollment-filters.ts'
import { rowsOf } from './lookup.ts'
import { paginated } from './pagination.ts'
import { enrollmentRow } from './people-rows.ts'
import { type Api, type Body, bodyOf, dateIn, did, filterOf, idIn, idInBody } from './request.ts'
import type { Enrollment, Site } from './site.ts'

/** Course enrollments (thinkific-api.md 5.1 to 5.6). There is no DELETE. */
export const enrollments = new Hono<Api>()
  .get('/enrollments', (c) => {
    const { site, now } = c.var
    const userId = filterOf(c, 'user_id')
    const candidates = userId === null ? [...site.enrollments.values()] : rowsOf(site.enrollments, Number(userId))
    const rows = inOrder(candidates.filter(asksFor(c)))
    return paginated(c, rows, (row) => enrollmentRow(site, row, now))
  })
  .post('/enrollments', (c) => {
    const { site, now } = c.var
    const body = bodyOf(c)
    const course = site.courses.get(idInBody(body, 'course_id'))
    const user = site.users.get(idInBody(body, 'user_id'))
    if (!course || !user) {
      const errors: Errors = {}
      if (!course) {
        errors.course = ['could not be found.']
      }
      if (!user) {
        errors.user = ['could not be found.']
      }
      return refused(site, 'array', errors)
    }
    const draft = site.products.get(course.productId)?.status === 'draft'
    if (draft && site.switches.draftEnrollment === '422') {
      return refused(site, 'array', { course: ['is not published.'] })
    }
    const known = enrollmentIn(site, user.id, course.id) !== undefined
    const already = known ? refusedRepost(site.switches.repost, 'course') : null
    if (already) {
      return already
    }
    const row = enrollInCourse(c.env.world, site, user, course, wholeDates(body))
    did(c, `enrollment ${row.id} ${known ? 'renewed' : 'created'}`)
    return json(enrollmentRow(site, row, now), 201)
  })
  .get('/enrollments/:id{[0-9]+}', (c) => {
    const row = c.var.site.enrollments.get(idIn(c))
    return row ? json(enrollmentRow(c.var.site, row, c.var.now)) : notFound()
  })
  .put('/enrollments/:id{[0-9]+}', (c) => {
    const { site, now } = c.var
    const row = site.enrollments.get(idIn(c))
    if (!row) {
      return notFound()
    }
    changeDates(row, dateChange(site, bodyOf(c)), now)
    did(c, `enrollment ${row.id} updated`)
    return empty(site.switches.putEnrollment === '204' ? 204 : 200)
  })

/** The dates of a POST: without `activated_at` it is a free preview, without `expiry_date` it never ends. */
export function wholeDates(body: Body): { activatedAt: number | null; expiryDate: number | null } {
  return { activatedAt: dateIn(body, 'activated_at') ?? null, expiryDate: dateIn(body, 'expiry_date') ?? null }
}

/** The dates a PUT changes, as the site's switches read an omission and a null. */
export function dateChange(site: Site, body: Body): DateChange {
  const change: DateChange = {}
  const activatedAt = dateIn(body, 'activated_at')
  const expiryDate = dateIn(body, 'expiry_date')
  if (activatedAt !== undefined) {
    change.activatedAt = activatedAt
  } else if (site.switches.putWithoutActivatedAt === 'becomes null') {
    change.activatedAt = null
  }
  const ignored = expiryDate === null && site.switches.nullExpiry === 'ignored'
  if (expiryDate !== undefined && !ignored) {
    change.expiryDate = expiryDate
  }
  return change
}

/** The refusal of a second POST, where a switch says that Thinkific refuses. */
export function refusedRepost(mode: 'upsert' | '422 array' | '422 object', what: 'course' | 'bundle'): Response | null {
  if (mode === 'upsert') {
    return null
  }
  const errors = { user: [`is already enrolled in this ${what}.`] }
  return json({ errors: shaped(mode === '422 array' ? 'array' : 'object', errors) }, 422)
}

function inOrder(rows: Enrollment[]): Enrollment[] {
  return rows.sort((one, other) => one.id - other.id)
}
