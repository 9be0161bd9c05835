import { isExpired } from './access.ts'
import { isoTime } from './iso-time.ts'
import type { BundleEnrollment, Dates, Enrollment, Site, User } from './site.ts'

/** A user as it stands on the wire. */
export function userRow(site: Site, user: User): Record<string, unknown> {
  return {
    id: user.id,
    created_at: isoTime(user.createdAt),
    first_name: user.firstName,
    last_name: user.lastName,
    full_name: fullName(user),
    company: user.company,
    email: user.email,
    roles: user.roles,
    avatar_url: null,
    bio: user.bio,
    headline: user.headline,
    affiliate_code: null,
    external_source: user.externalSource,
    affiliate_commission: null,
    affiliate_commission_type: '%',
    affiliate_payout_email: null,
    administered_course_ids: null,
    custom_profile_fields: user.fields.map(({ id, value, definitionId }) => ({
      id,
      value,
      label: site.profileFields.get(definitionId)?.label ?? null,
      custom_profile_field_definition_id: definitionId,
    })),
  }
}

export function enrollmentRow(site: Site, row: Enrollment, now: number): Record<string, unknown> {
  const course = { course_name: site.courses.get(row.courseId)?.name ?? null, course_id: row.courseId }
  const progress = { percentage_completed: row.percentageCompleted, completed_at: isoTime(row.completedAt) }
  const state = { completed: row.completedAt !== null, started_at: isoTime(row.startedAt) }
  return { ...holderRow(site, row, now), ...course, ...progress, ...state }
}

/** A bundle's list, under the switch that gives it one row per user: nothing documents how such a row would look. */
export function membershipRow(site: Site, row: BundleEnrollment, now: number): Record<string, unknown> {
  const course = { course_name: site.bundles.get(row.bundleId)?.name ?? null, course_id: null }
  const progress = { percentage_completed: '0.0', completed_at: null, completed: false, started_at: null }
  return { ...holderRow(site, row, now), ...course, ...progress }
}

type Held = Dates & { id: number; userId: number; createdAt: number; updatedAt: number }

function holderRow(site: Site, row: Held, now: number): Record<string, unknown> {
  const user = site.users.get(row.userId)
  return {
    id: row.id,
    created_at: isoTime(row.createdAt),
    user_email: user?.email ?? null,
    user_name: user ? fullName(user) : null,
    expiry_date: isoTime(row.expiryDate),
    user_id: row.userId,
    expired: isExpired(site, row, now),
    is_free_trial: row.activatedAt === null,
    activated_at: isoTime(row.activatedAt),
    updated_at: isoTime(row.updatedAt),
  }
}

export function fullName({ firstName, lastName }: User): string {
  return `${firstName} ${lastName}`.trim()
}
