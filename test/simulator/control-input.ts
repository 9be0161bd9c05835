import type { Context } from 'hono'
import { z } from 'zod'
import { FAULT_KINDS } from './faults.ts'

/** What the control routes take, as JSON or as a form. Times are ISO strings. */

const id = z.coerce.number().int().positive()
const ids = z.array(z.number().int().positive())
const time = z.iso.datetime({ offset: true }).transform((text) => Date.parse(text))
const named = { id: id.optional(), name: z.string().min(1), productId: id.optional() }
const sold = {
  status: z.enum(['published', 'draft']).optional(),
  private: z.boolean().optional(),
  price: z.number().optional(),
  welcomeEmail: z.boolean().optional(),
}

export const Site = z.object({
  subdomain: z.string().min(1),
  apiKey: z.string().min(1),
  accessToken: z.string().optional(),
  accessTokenExpiresAt: time.nullish(),
  requestsPerMinute: z.coerce.number().positive().optional(),
  plan: z.enum(['start', 'grow', 'expand', 'plus']).optional(),
  apps: z.boolean().optional(),
  siteWelcomeEmail: z.boolean().optional(),
})
export const Credentials = z.object({
  apiKey: z.string().min(1).optional(),
  accessToken: z.string().min(1).nullish(),
  accessTokenExpiresAt: time.nullish(),
})
export const Course = z.object({ ...named, ...sold, newBuilder: z.boolean().optional() })
export const Bundle = z.object({ ...named, ...sold, courseIds: ids })
export const BundleCourses = z.object({ courseIds: ids })
export const ProductStatus = z.object({ status: z.enum(['published', 'draft']) })
export const ProfileField = z.object({
  id: id.optional(),
  label: z.string().min(1),
  fieldType: z.string().default('text'),
  required: z.boolean().default(false),
})
export const User = z.object({
  id: id.optional(),
  email: z.string().min(3),
  firstName: z.string().default(''),
  lastName: z.string().default(''),
  roles: z.array(z.enum(['affiliate', 'course_admin', 'group_analyst', 'site_admin'])).default([]),
})
export const Email = z.object({ email: z.string().min(3) })
/** Of a course or a bundle, for a known user; `activatedAt: null` is a free preview. */
export const Enrollment = z.object({
  email: z.string().min(3),
  courseId: id.optional(),
  bundleId: id.optional(),
  activatedAt: time.nullish(),
  expiryDate: time.nullish(),
})
export const Dates = z.object({ activatedAt: time.nullish(), expiryDate: time.nullish() })
export const CatalogSize = z.object({
  courses: z.coerce.number().int().min(0),
  bundles: z.coerce.number().int().min(0),
})

const flag = z.union([z.boolean(), z.enum(['yes', 'no']).transform((word) => word === 'yes')])
/** A choice a form may leave empty. */
const choice = z.union([z.literal('').transform(() => undefined), flag]).optional()
const anyOf = (text: z.ZodString) => text.optional().transform((value) => value || undefined)
/** A fault meets calls of a site, of a method, and whose path matches a regular expression; what is empty matches all. */
export const Fault = z.object({
  kind: z.enum(FAULT_KINDS),
  times: z.coerce.number().int().positive().default(1),
  site: anyOf(z.string()),
  method: anyOf(z.string()),
  path: anyOf(z.string()),
  effect: choice,
  ms: z.coerce.number().min(0).optional(),
})
export const Outage = z.object({ on: flag, site: anyOf(z.string()), kind: z.enum(FAULT_KINDS).default('522') })
export const Reset = z.object({ demo: flag.default(true) })

/** Whether a person's form sent this, rather than a program. */
export function isForm(c: Context): boolean {
  return c.req.header('content-type')?.includes('form') ?? false
}

/** The fields of a JSON body or a form; none if there is no body. */
export async function fieldsOf(c: Context): Promise<Record<string, unknown>> {
  if (isForm(c)) {
    return c.req.parseBody()
  }
  const text = await c.req.text()
  return text === '' ? {} : JSON.parse(text)
}

/** What was asked, done: a form goes back to its page, a program gets JSON. */
export function done(c: Context, body: unknown = { done: true }, status: 200 | 201 = 200): Response {
  return isForm(c) ? c.redirect('/', 303) : c.json(body as object, status)
}

/** Leaves out what is undefined, so that defaults apply. */
export function given<Fields extends object>(
  fields: Fields,
): { [Name in keyof Fields]: Exclude<Fields[Name], undefined> } {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as never
}
