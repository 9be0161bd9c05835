/** Thinkific's records as we use them: ids are text, times epoch ms. Lenient toward what real sites send. */
import * as z from 'zod'
import { NAME_CHARS, shorten } from '../../../model/shorten'

/** Theirs have nine; these go into rows. */
const ID_DIGITS = 30
/** More than a site's list can have pages for. */
const MOST_COURSES = 50_000

/** Some ids arrive as text. */
const id = z.union([z.number().int().nonnegative(), z.string().max(ID_DIGITS).regex(/^\d+$/)]).transform(String)
const text = z
  .string()
  .nullish()
  .transform((value) => value ?? '')
const name = text.transform((value) => shorten(value, NAME_CHARS))
const flag = z
  .boolean()
  .nullish()
  .transform((value) => value ?? false)
/** An unreadable date is an error: read as null, an ended access would look endless. */
const time = z
  .string()
  .nullish()
  .transform((value, context) => {
    const at = value === null || value === undefined || value === '' ? null : Date.parse(value)
    if (at !== null && Number.isNaN(at)) {
      context.addIssue({ code: 'custom', message: 'not a date' })
      return z.NEVER
    }
    return at
  })

export const course = z.object({ id, name }).transform((row) => ({ id: row.id, name: row.name }))
export type Course = z.output<typeof course>

/** `about` is the course's or bundle's own id. */
export const product = z
  .object({
    id,
    name,
    productable_id: id.nullish(),
    productable_type: name,
    status: name,
    private: flag,
    hidden: flag,
  })
  .transform((row) => ({
    id: row.id,
    name: row.name,
    about: row.productable_id ?? null,
    type: row.productable_type,
    status: row.status,
    private: row.private,
    hidden: row.hidden,
  }))
export type ThinkificProduct = z.output<typeof product>

export const bundle = z
  .object({ id, name, course_ids: z.array(id).max(MOST_COURSES).nullish() })
  .transform((row) => ({ id: row.id, name: row.name, courseIds: row.course_ids ?? [] }))
export type Bundle = z.output<typeof bundle>

/** `type` is opaque: Thinkific publishes no list of types. */
export const profileField = z
  .object({ id, label: name, field_type: name, required: flag })
  .transform((row) => ({ id: row.id, label: row.label, type: row.field_type, required: row.required }))
export type ProfileField = z.output<typeof profileField>

const fieldValue = z.object({ custom_profile_field_definition_id: id, value: text })

export const user = z
  .object({
    id,
    email: z.string().transform((value) => shorten(value, NAME_CHARS)),
    first_name: name,
    last_name: name,
    roles: z.array(z.string()).nullish(),
    custom_profile_fields: z.array(fieldValue).nullish(),
    created_at: time,
  })
  .transform((row) => ({
    id: row.id,
    email: row.email,
    firstName: row.first_name,
    lastName: row.last_name,
    roles: row.roles ?? [],
    /** By custom profile field definition id. */
    fields: Object.fromEntries(
      (row.custom_profile_fields ?? []).map((field) => [field.custom_profile_field_definition_id, field.value]),
    ),
    createdAt: row.created_at,
  }))
export type User = z.output<typeof user>

const enrollmentRow = z.object({
  id,
  user_id: id,
  course_id: id,
  user_email: name,
  course_name: name,
  activated_at: time,
  expiry_date: time,
  expired: flag,
  is_free_trial: flag,
  created_at: time,
  updated_at: time,
})

/** Excludes the course, which a bundle's rows may lack. */
function enrollmentFacts(row: Omit<z.output<typeof enrollmentRow>, 'course_id'>) {
  return {
    id: row.id,
    userId: row.user_id,
    email: row.user_email,
    courseName: row.course_name,
    activatedAt: row.activated_at,
    expiresAt: row.expiry_date,
    expired: row.expired,
    freeTrial: row.is_free_trial,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
  }
}

export const enrollment = enrollmentRow.transform((row) => ({ ...enrollmentFacts(row), courseId: row.course_id }))
export type Enrollment = z.output<typeof enrollment>

/** Undocumented whether a bundle lists a row per course or per user, so the course is optional. */
export const bundleEnrollment = enrollmentRow
  .extend({ course_id: id.nullish() })
  .transform((row) => ({ ...enrollmentFacts(row), courseId: row.course_id ?? null }))
export type BundleEnrollment = z.output<typeof bundleEnrollment>

/** Activated, not a preview, not ended at `now` (epoch ms). */
export function isOpenRow(row: Enrollment | BundleEnrollment, now: number): boolean {
  const ended = row.expired || (row.expiresAt !== null && row.expiresAt <= now)
  return row.activatedAt !== null && !row.freeTrial && !ended
}

/** Administrators see every course, and rules never end their access. */
export function hasAdministratorRole({ roles }: Pick<User, 'roles'>): boolean {
  return roles.includes('site_admin') || roles.includes('course_admin')
}
