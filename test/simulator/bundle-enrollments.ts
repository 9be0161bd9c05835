import { type Context, Hono } from 'hono'
import { empty, notFound, refused } from './answers.ts'
import { changeMembership, enrollInBundle, membershipIn } from './enrolling.ts'
import { asksFor } from './enrollment-filters.ts'
import { dateChange, refusedRepost, wholeDates } from './enrollments.ts'
import { rowsOf } from './lookup.ts'
import { paginated } from './pagination.ts'
import { enrollmentRow, membershipRow } from './people-rows.ts'
import { type Api, bodyOf, did, filterOf, idIn, idInBody } from './request.ts'
import type { Bundle } from './site.ts'

const SECOND_MILLISECONDS = 1_000
const NO_USER = { user_id: ["can't be blank"] }

/** Bundle enrollments (thinkific-api.md 5.7), addressed by bundle and user; every write reaches the bundle's courses. */
export const bundleEnrollments = new Hono<Api>()
  .get('/bundles/:id{[0-9]+}/enrollments', (c) => {
    const bundle = c.var.site.bundles.get(idIn(c))
    return bundle ? listed(c, bundle) : notFound()
  })
  .post('/bundles/:id{[0-9]+}/enrollments', (c) => {
    const { site, now } = c.var
    const bundle = site.bundles.get(idIn(c))
    if (!bundle) {
      return notFound()
    }
    const user = site.users.get(idInBody(bodyOf(c), 'user_id'))
    if (!user) {
      return refused(site, 'object', NO_USER)
    }
    const known = membershipIn(site, user.id, bundle.id) !== undefined
    const already = known ? refusedRepost(site.switches.bundleRepost, 'bundle') : null
    if (already) {
      return already
    }
    const dates = wholeDates(bodyOf(c))
    if (site.switches.bundlePost === '202') {
      const dueAt = now + site.switches.bundleDelaySeconds * SECOND_MILLISECONDS
      site.queued.push({ dueAt, userId: user.id, bundleId: bundle.id, newCourseIds: null, ...dates })
      did(c, `bundle enrollment of user ${user.id} in ${bundle.id} queued`)
      return empty(202)
    }
    enrollInBundle(c.env.world, site, user, bundle, dates)
    did(c, `bundle enrollment of user ${user.id} in ${bundle.id} ${known ? 'renewed' : 'created'}`)
    return empty(201)
  })
  .put('/bundles/:id{[0-9]+}/enrollments', (c) => {
    const { site, now } = c.var
    const bundle = site.bundles.get(idIn(c))
    if (!bundle) {
      return notFound()
    }
    const user = site.users.get(idInBody(bodyOf(c), 'user_id'))
    if (!user) {
      return refused(site, 'object', NO_USER)
    }
    const row = membershipIn(site, user.id, bundle.id)
    if (!row) {
      return nonMember(c)
    }
    changeMembership(site, row, bundle, dateChange(site, bodyOf(c)), now)
    did(c, `bundle enrollment of user ${user.id} in ${bundle.id} updated`)
    return empty(204)
  })

/** Members' rows: each member's enrollment in each of the bundle's courses, or (by the switch) one row a member. */
function listed(c: Context<Api>, bundle: Bundle): Response {
  const { site, now } = c.var
  const wanted = asksFor(c)
  const userId = filterOf(c, 'user_id')
  const rowsAsked = <Row extends { id: number; userId: number }>(rows: Map<number, Row>) =>
    userId === null ? [...rows.values()] : rowsOf(rows, Number(userId))
  const members = rowsAsked(site.bundleEnrollments).filter((row) => row.bundleId === bundle.id)
  if (site.switches.bundleRows === 'one per user') {
    return paginated(c, members.filter(wanted), (row) => membershipRow(site, row, now))
  }
  const userIds = new Set(members.map(({ userId }) => userId))
  const rows = rowsAsked(site.enrollments)
    .filter((row) => userIds.has(row.userId) && bundle.courseIds.includes(row.courseId))
    .sort((one, other) => one.id - other.id)
  return paginated(c, rows.filter(wanted), (row) => enrollmentRow(site, row, now))
}

function nonMember(c: Context<Api>): Response {
  const answer = c.var.site.switches.bundlePutForNonMember
  if (answer === '404') {
    return notFound()
  }
  return answer === '204' ? empty(204) : refused(c.var.site, 'object', { user: ['is not enrolled in this bundle.'] })
}
