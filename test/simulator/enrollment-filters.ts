import type { Context } from 'hono'
import { isExpired } from './access.ts'
import { findsEmail } from './email-match.ts'
import { type Api, filterOf } from './request.ts'
import type { Dates } from './site.ts'

const DAY_MILLISECONDS = 86_400_000

type Row = Dates & {
  userId: number
  courseId?: number
  completedAt?: number | null
  createdAt: number
  updatedAt: number
}

/**
 * Which rows of an enrollment list a request asked for (thinkific-api.md 5.2 and 5.7): a yes-or-no filter counts
 * only when true, dates have the granularity of a UTC day, filters without `query[…]` are ignored.
 */
export function asksFor(c: Context<Api>): (row: Row) => boolean {
  const { site, now } = c.var
  const number = (name: string) => (filterOf(c, name) === null ? null : Number(filterOf(c, name)))
  const yes = (name: string) => ['true', '1'].includes(filterOf(c, name) ?? '')
  const [userId, courseId, email] = [number('user_id'), number('course_id'), filterOf(c, 'email')]
  const [trial, full, completed, expired] = [yes('free_trial'), yes('full'), yes('completed'), yes('expired')]
  const created = onDays(c, 'created')
  const updated = onDays(c, 'updated')
  return (row) =>
    (userId === null || row.userId === userId) &&
    (courseId === null || row.courseId === courseId) &&
    (email === null || findsEmail(site, email, site.users.get(row.userId)?.email ?? '')) &&
    (!trial || row.activatedAt === null) &&
    (!full || row.activatedAt !== null) &&
    (!completed || (row.completedAt ?? null) !== null) &&
    (!expired || isExpired(site, row, now)) &&
    created(row.createdAt) &&
    updated(row.updatedAt)
}

function onDays(c: Context<Api>, verb: 'created' | 'updated'): (time: number) => boolean {
  const dayOf = (time: number) => Math.floor(time / DAY_MILLISECONDS)
  const asked = (suffix: string) => {
    const time = Date.parse(filterOf(c, `${verb}_${suffix}`) ?? '')
    return Number.isNaN(time) ? null : dayOf(time)
  }
  const [on, before, upTo] = [asked('on'), asked('before'), asked('on_or_before')]
  const [after, from] = [asked('after'), asked('on_or_after')]
  return (time) => {
    const day = dayOf(time)
    return (
      (on === null || day === on) &&
      (before === null || day < before) &&
      (upTo === null || day <= upTo) &&
      (after === null || day > after) &&
      (from === null || day >= from)
    )
  }
}
