import type { Switches } from './switches.ts'

/** Times in here are milliseconds since 1970; the wire has ISO strings (see iso-time.ts). */
export type Milliseconds = number

export type Role = 'affiliate' | 'course_admin' | 'group_analyst' | 'site_admin'
/** Start has no API; the others do. */
export type Plan = 'start' | 'grow' | 'expand' | 'plus'

export type Course = {
  id: number
  name: string
  productId: number
  /** Made with the new course builder: left out of the lists, though its id can be enrolled in. */
  newBuilder: boolean
  /** Whether the owner switched the course's welcome e-mail on. */
  welcomeEmail: boolean
}

export type Bundle = { id: number; name: string; productId: number; courseIds: number[]; welcomeEmail: boolean }

export type Product = {
  id: number
  productableId: number
  productableType: 'Course' | 'Bundle'
  name: string
  status: 'published' | 'draft'
  private: boolean
  price: number
  createdAt: Milliseconds
}

export type ProfileField = { id: number; label: string; fieldType: string; required: boolean }

export type User = {
  id: number
  email: string
  firstName: string
  lastName: string
  roles: Role[]
  company: string | null
  bio: string | null
  headline: string | null
  externalSource: string | null
  /** Single sign-on ids by provider. */
  externalIds: Partial<Record<string, string>>
  hasPassword: boolean
  fields: { id: number; definitionId: number; value: string }[]
  createdAt: Milliseconds
}

/** When access begins and ends: not activated is a free preview, no end is for ever. */
export type Dates = { activatedAt: Milliseconds | null; expiryDate: Milliseconds | null }

export type Enrollment = Dates & {
  id: number
  userId: number
  courseId: number
  startedAt: Milliseconds | null
  completedAt: Milliseconds | null
  percentageCompleted: string
  createdAt: Milliseconds
  updatedAt: Milliseconds
}

export type BundleEnrollment = Dates & {
  id: number
  userId: number
  bundleId: number
  createdAt: Milliseconds
  updatedAt: Milliseconds
}

/** Enrollments Thinkific has promised but not made yet: a bundle POST answered 202, a course added to a bundle. */
export type Queued = Dates & { dueAt: Milliseconds; userId: number; bundleId: number; newCourseIds: number[] | null }

export type Site = {
  subdomain: string
  apiKey: string
  accessToken: { value: string; expiresAt: Milliseconds | null } | null
  plan: Plan
  /** False: the plan lacks "Apps", and every call answers 403. */
  apps: boolean
  requestsPerMinute: number
  /** Whether the owner switched the Site Welcome Email on. */
  siteWelcomeEmail: boolean
  switches: Switches
  courses: Map<number, Course>
  bundles: Map<number, Bundle>
  products: Map<number, Product>
  profileFields: Map<number, ProfileField>
  users: Map<number, User>
  enrollments: Map<number, Enrollment>
  bundleEnrollments: Map<number, BundleEnrollment>
  queued: Queued[]
  /** When each call of the last minute was counted, oldest first. */
  counted: Milliseconds[]
}
