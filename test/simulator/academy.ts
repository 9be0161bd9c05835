import type { Owner } from './owner.ts'
import type { Simulator } from './simulator.ts'

/** Credentials of the two demo sites. They open nothing but the simulator. */
export const ACADEMY = {
  subdomain: 'academy',
  apiKey: 'demo-academy-api-key-0123456789a',
  accessToken: 'demo-academy-access-token-0123456789abcdef0123456789',
  admin: { id: 101, email: 'owner@academy.example.com' },
}
export const STUDIO = {
  subdomain: 'studio',
  apiKey: 'demo-studio-api-key-0123456789ab',
  accessToken: 'demo-studio-access-token-0123456789abcdef01234567890',
  admin: { id: 201, email: 'owner@studio.example.com' },
}

/** Course ids of `academy`; the product of course 1001 is 3001, and so on. */
export const ACADEMY_COURSES = {
  'Course One': 1001,
  'Course Two': 1002,
  'Course Three': 1003,
  'Power Yoga Foundations': 1004,
  'Breath Basics': 1005,
  'Morning Flow in 20 Minutes': 1006,
  'Yin for Busy People': 1007,
  'Handstand Workshop': 1008,
  'Prenatal Yoga': 1009,
  'Yoga for Runners': 1010,
  'Meditation from Zero': 1011,
  'Teacher Circle': 1012,
  'Autumn Retreat (in the making)': 1013,
} as const

/** Bundle ids of `academy`; the product of bundle 2001 is 3501, and so on. */
export const ACADEMY_BUNDLES = { 'All Access': 2001, 'Beginner Path': 2002, 'Calm Mind': 2003 } as const
export const ACADEMY_FIELDS = { Company: 401, Country: 402, Phone: 403 } as const

/** Course ids of `studio`, with products from 3101 on. */
export const STUDIO_COURSES = {
  'Watercolor Sketching': 1101,
  'Letters by Hand': 1102,
  'Portraits in Pencil': 1103,
  'Color for Beginners': 1104,
  'Sell Your First Print': 1105,
} as const
export const STUDIO_BUNDLES = { 'The Whole Studio': 2101, 'Drawing Pair': 2102 } as const
export const STUDIO_FIELDS = { Instagram: 411, Country: 412 } as const

/** Between a course's or bundle's id and its product's, which are never the same. */
const COURSE_PRODUCT_OFFSET = 2_000
const BUNDLE_PRODUCT_OFFSET = 1_500

/** Adds both demo sites: `academy` (one draft, one private course) and `studio`. @param pace what the academy's plan allows */
export function addDemoSites(simulator: Simulator, pace?: number): void {
  const academy = simulator.addSite({ ...ACADEMY, requestsPerMinute: pace })
  addCourses(academy, ACADEMY_COURSES)
  academy.setStatus(ACADEMY_COURSES['Autumn Retreat (in the making)'] + COURSE_PRODUCT_OFFSET, 'draft')
  const { 'All Access': all, 'Beginner Path': beginner, 'Calm Mind': calm } = ACADEMY_BUNDLES
  addBundle(academy, all, 'All Access', [1001, 1002, 1003, 1004, 1005, 1006, 1007, 1008, 1009, 1010, 1011])
  addBundle(academy, beginner, 'Beginner Path', [1001, 1002, 1005])
  addBundle(academy, calm, 'Calm Mind', [1005, 1007, 1011])
  addFields(academy, ACADEMY_FIELDS)
  academy.addUser({ ...ACADEMY.admin, firstName: 'Site', lastName: 'Owner', roles: ['site_admin'], hasPassword: true })

  const studio = simulator.addSite(STUDIO)
  addCourses(studio, STUDIO_COURSES)
  addBundle(studio, STUDIO_BUNDLES['The Whole Studio'], 'The Whole Studio', [1101, 1102, 1103, 1104, 1105])
  addBundle(studio, STUDIO_BUNDLES['Drawing Pair'], 'Drawing Pair', [1102, 1103])
  addFields(studio, STUDIO_FIELDS)
  studio.addUser({ ...STUDIO.admin, firstName: 'Site', lastName: 'Owner', roles: ['site_admin'], hasPassword: true })
}

function addCourses(site: Owner, courses: Record<string, number>): void {
  for (const [name, id] of Object.entries(courses)) {
    site.addCourse({ id, name, productId: id + COURSE_PRODUCT_OFFSET, private: name === 'Teacher Circle' })
  }
}

function addBundle(site: Owner, id: number, name: string, courseIds: number[]): void {
  site.addBundle({ id, name, courseIds, productId: id + BUNDLE_PRODUCT_OFFSET, price: 199 })
}

/** Every field is a text, except that countries are chosen from a list. */
function addFields(site: Owner, fields: Record<string, number>): void {
  for (const [label, id] of Object.entries(fields)) {
    site.addProfileField({ id, label, fieldType: label === 'Country' ? 'country' : 'text' })
  }
}
