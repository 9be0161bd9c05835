import { rowsOf } from './lookup.ts'
import type { Dates, Site } from './site.ts'

const DAY_MILLISECONDS = 86_400_000

export type AccessState = 'full' | 'trial' | 'expired'
/** Someone's standing in one course. */
export type Access = { courseId: number; course: string; state: AccessState; until: number | null }

/** Whether an end has come, at once or (by the switch) once the UTC day of it is over. */
export function isExpired(site: Site, { expiryDate }: Dates, now: number): boolean {
  if (expiryDate === null) {
    return false
  }
  if (site.switches.expiry === 'instant') {
    return expiryDate <= now
  }
  return (Math.floor(expiryDate / DAY_MILLISECONDS) + 1) * DAY_MILLISECONDS <= now
}

/** What an enrollment gives right now. Without `activated_at` it is a free preview only. */
export function stateOf(site: Site, dates: Dates, now: number): AccessState {
  if (isExpired(site, dates, now)) {
    return 'expired'
  }
  return dates.activatedAt === null ? 'trial' : 'full'
}

/** Everything a user has or had, by course, in order of course id. */
export function accessOf(site: Site, userId: number, now: number): Access[] {
  return rowsOf(site.enrollments, userId)
    .map((row) => ({
      courseId: row.courseId,
      course: site.courses.get(row.courseId)?.name ?? '(deleted)',
      state: stateOf(site, row, now),
      until: row.expiryDate,
    }))
    .sort((one, other) => one.courseId - other.courseId)
}
