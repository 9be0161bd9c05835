import type { Calls } from './calls.ts'
import type { Email } from './emails.ts'
import type { Faults } from './faults.ts'
import type { Milliseconds, Site } from './site.ts'

/** Kinds of record that are numbered. Ids are unique over all sites, as in the real thing. */
export type Numbered = 'course' | 'bundle' | 'product' | 'field' | 'user' | 'enrollment'

/** Everything the simulated Thinkific is, in one place. */
export type World = {
  now: () => Milliseconds
  sleep: (milliseconds: number) => Promise<void>
  /** Called after anything may have changed. */
  changed: () => void
  sites: Map<string, Site>
  lastIds: Record<Numbered, number>
  calls: Calls
  emails: Email[]
  faults: Faults
  /** Calls being answered right now, by site. */
  inFlight: Map<string, number>
}

/** Where numbering starts, so that no two kinds are mistaken for each other and fixed demo ids stay free. */
export const FIRST_IDS: Record<Numbered, number> = {
  course: 10_000,
  bundle: 20_000,
  product: 30_000,
  field: 40_000,
  user: 190_000_000,
  enrollment: 479_000_000,
}

/** The next id of a kind, or the wished one, which later ids then stay above. */
export function takeId(world: World, kind: Numbered, wished?: number): number {
  const id = wished ?? world.lastIds[kind] + 1
  world.lastIds[kind] = Math.max(world.lastIds[kind], id)
  return id
}

/** A site by its subdomain; throws for one that was never added. */
export function siteNamed(world: World, subdomain: string): Site {
  const site = world.sites.get(subdomain)
  if (!site) {
    throw new RangeError(`There is no site named ${subdomain}`)
  }
  return site
}
