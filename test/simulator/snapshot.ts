import type { Call } from './calls.ts'
import type { Email } from './emails.ts'
import type { Site } from './site.ts'
import { defaultSwitches } from './switches.ts'
import type { World } from './world.ts'

/** Newest calls a snapshot keeps. */
const CALLS_KEPT = 500

type Listed<Value> = Value extends Map<number, infer Row> ? Row[] : Value

/** The whole of a simulated Thinkific as plain JSON; faults in force are not part of it. */
export type Snapshot = {
  sites: { [Name in keyof Site]: Listed<Site[Name]> }[]
  lastIds: World['lastIds']
  emails: Email[]
  calls: Call[]
}

/** What `restore` takes back. */
export function snapshot(world: World): Snapshot {
  const sites = [...world.sites.values()].map((site) => ({
    ...site,
    courses: [...site.courses.values()],
    bundles: [...site.bundles.values()],
    products: [...site.products.values()],
    profileFields: [...site.profileFields.values()],
    users: [...site.users.values()],
    enrollments: [...site.enrollments.values()],
    bundleEnrollments: [...site.bundleEnrollments.values()],
  }))
  const calls = world.calls.list.slice(-CALLS_KEPT)
  return structuredClone({ sites, lastIds: world.lastIds, emails: world.emails, calls })
}

/** Puts a snapshot in place of everything there is. */
export function restore(world: World, state: Snapshot): void {
  world.sites.clear()
  for (const site of structuredClone(state.sites)) {
    world.sites.set(site.subdomain, {
      ...site,
      switches: { ...defaultSwitches(), ...site.switches },
      courses: byId(site.courses),
      bundles: byId(site.bundles),
      products: byId(site.products),
      profileFields: byId(site.profileFields),
      users: byId(site.users),
      enrollments: byId(site.enrollments),
      bundleEnrollments: byId(site.bundleEnrollments),
    })
  }
  Object.assign(world.lastIds, state.lastIds)
  world.emails.length = 0
  for (const email of state.emails) {
    world.emails.push(email)
  }
  world.calls.clear()
  for (const call of state.calls) {
    world.calls.open({ ...call })
    if (call.status !== null) {
      world.calls.close(call, call.status)
    }
  }
  world.changed()
}

function byId<Row extends { id: number }>(rows: Row[]): Map<number, Row> {
  return new Map(rows.map((row) => [row.id, row]))
}
