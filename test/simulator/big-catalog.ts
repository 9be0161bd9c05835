import type { Owner } from './owner.ts'

const SUBJECTS = [
  'Yoga',
  'Breath',
  'Watercolor',
  'Lettering',
  'Guitar',
  'Bread',
  'Portrait',
  'Garden',
  'Sewing',
  'Chess',
]
const LEVELS = ['Basics', 'Foundations', 'Workshop', 'Masterclass', 'Practice', 'Intensive']
const COURSES_IN_A_BUNDLE = 8

/** The largest catalog anyone promised to serve. */
export const BIG_CATALOG = { courses: 3_000, bundles: 500 }

/** Fills a site with a catalog of a given size, the same every time: `Yoga Basics 1`, `Bundle 1` … */
export function addBigCatalog(site: Owner, { courses, bundles } = BIG_CATALOG): void {
  const courseIds = Array.from({ length: courses }, (_, at) => site.addCourse({ name: courseName(at) }).id)
  for (let at = 0; at < bundles; at += 1) {
    const first = (at * COURSES_IN_A_BUNDLE) % Math.max(courses, 1)
    site.addBundle({ name: `Bundle ${at + 1}`, courseIds: courseIds.slice(first, first + COURSES_IN_A_BUNDLE) })
  }
}

function courseName(at: number): string {
  const subject = SUBJECTS[at % SUBJECTS.length]
  const level = LEVELS[Math.floor(at / SUBJECTS.length) % LEVELS.length]
  return `${subject} ${level} ${at + 1}`
}
