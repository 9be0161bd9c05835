/** The stations of the house, from the entry down to the shared model. */

/** A station imports from the lines below its own, never from above, and never from one beside it. */
export const ORDER: readonly (readonly string[])[] = [
  ['index'],
  ['daily', 'journal-object', 'restore'],
  ['api', 'web'],
  ['views'],
  ['configuration'],
  ['alerts', 'imports'],
  ['attention'],
  ['dispatch'],
  ['intake'],
  ['journal'],
  ['integrations'],
  ['products'],
  ['rules'],
  ['accounts'],
  ['db'],
  ['secrets'],
  ['http'],
  ['limits'],
  ['recovery'],
  ['model'],
]

/** Types of the Worker's bindings. Any station but `model` may name it as a type; it names others' types only. */
export const ENV = 'env'

export interface Exception {
  from: string
  to: string
  reason: string
}

export const MOST_EXCEPTIONS = 2

/** Upward imports that are allowed, and why. */
export const EXCEPTIONS: readonly Exception[] = []

/** `src/web/app.ts` is of `web`, `src/index.ts` of `index`, everything in views of `views`. */
export function stationOf(path: string): string {
  const [top = '', next = ''] = path.split('/')
  return top === 'src' ? next.replace(/\.tsx?$/, '') : top
}

/** 0 at the top; null for a station without a place in the order. */
export function levelOf(station: string, order = ORDER): number | null {
  const level = order.findIndex((stations) => stations.includes(station))
  return level === -1 ? null : level
}
