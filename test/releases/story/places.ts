/** Who and what the story is about, under numbers and names that stay the same in every capture. */
import { ACADEMY, ACADEMY_BUNDLES, ACADEMY_COURSES, type Simulator, STUDIO } from '../support'

export const MIA = { name: 'Mia Chen', email: 'mia@example.com' }
export const BEN = { name: 'Ben Okafor', email: 'ben@example.com' }
export const GUEST = 'guest@example.com'

/** Thinkific sites beside the simulator's two. */
export const WORKSHOP = { subdomain: 'workshop', apiKey: 'workshop-api-key-0123456789abcde' }
/** The workshop's key once its owner has reset it in Thinkific. */
export const WORKSHOP_NEW_KEY = 'workshop-api-key-after-the-reset'
export const GALLERY = { subdomain: 'gallery', apiKey: 'gallery-api-key-0123456789abcdef' }
export const POTTERY = { subdomain: 'pottery', apiKey: 'pottery-api-key-0123456789abcdef' }
export { ACADEMY, STUDIO }

/** Numbers of the integrations' forms. */
export const YOGA = { academy: 11, studio: 12, workshop: 13, gallery: 14, pottery: 15 }
export const ART = { academy: 31 }

export const COURSES = { ...ACADEMY_COURSES, 'Workshop 2019': 1999, Throwing: 1201, Prints: 1301, Glazes: 1401 }
export const BUNDLES = { ...ACADEMY_BUNDLES, 'The Whole Studio': 2101 }

export const PRODUCTS = {
  yoga: '350399',
  breath: '350777',
  calm: '350888',
  club: '440369',
  oldWorkshop: '350900',
  mat: '350950',
  sampler: '350600',
  handstand: '350800',
  watercolor: '500100',
  throwing: '600100',
  prints: '700100',
  glazes: '800100',
} as const

/** Adds the sites that are not the simulator's own, and a customer whom the school enrolled by hand before any marketplace was connected. */
export function addPlaces(simulator: Simulator): void {
  for (const [site, course, id] of [
    [WORKSHOP, 'Throwing', COURSES.Throwing],
    [GALLERY, 'Prints', COURSES.Prints],
    [POTTERY, 'Glazes', COURSES.Glazes],
  ] as const) {
    simulator.addSite(site).addCourse({ id, name: course, productId: id + 2_000 })
  }
  const academy = simulator.site(ACADEMY.subdomain)
  academy.addCourse({ id: COURSES['Workshop 2019'], name: 'Workshop 2019', productId: 3_999 })
  const gus = academy.addUser({ email: 'gus@example.com', firstName: 'Gus', lastName: 'Byron' })
  academy.enroll({ userId: gus.id, courseId: COURSES['Course Two'] })
}
