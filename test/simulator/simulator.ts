import { type Call, type CallCounts, Calls } from './calls.ts'
import type { Email } from './emails.ts'
import { exchange } from './exchange.ts'
import { Faults } from './faults.ts'
import { type NewSite, newSite } from './new-site.ts'
import { type Owner, ownerOf } from './owner.ts'
import { restore, type Snapshot, snapshot } from './snapshot.ts'
import { FIRST_IDS, siteNamed, type World } from './world.ts'

export type SimulatorOptions = {
  /** The clock, in milliseconds since 1970. */
  now?: () => number
  /** How slow answers wait. */
  sleep?: (milliseconds: number) => Promise<void>
  /** Called whenever something may have changed. */
  changed?: () => void
}

/** A Thinkific that behaves like the real one, as far as the public knows it. */
export type Simulator = {
  /** Serves the API; has the signature of the global `fetch`, so that a client can be given it. Rejects when the fault says so. */
  fetch: (input: RequestInfo | URL, init?: RequestInit) => Promise<Response>
  world: World
  /** Every call, oldest first. */
  calls: Call[]
  /** Every message the real one would have sent, oldest first. */
  emails: Email[]
  faults: Faults
  counts: () => CallCounts
  addSite: (site: NewSite) => Owner
  /** A site as its owner sees it; throws for one that was never added. */
  site: (subdomain: string) => Owner
  sites: () => Owner[]
  snapshot: () => Snapshot
  /** Replaces everything by what a snapshot held. */
  restore: (state: Snapshot) => void
  forgetCalls: () => void
  /** Back to an empty Thinkific without sites, calls, messages or faults. */
  reset: () => void
}

/** Makes one. `createSimulator().addSite({ subdomain: 'academy', apiKey })` is the shortest useful start. */
export function createSimulator(options: SimulatorOptions = {}): Simulator {
  const world: World = {
    now: options.now ?? Date.now,
    sleep: options.sleep ?? ((milliseconds) => new Promise((done) => setTimeout(done, milliseconds))),
    changed: options.changed ?? (() => {}),
    sites: new Map(),
    lastIds: { ...FIRST_IDS },
    calls: new Calls(),
    emails: [],
    faults: new Faults(),
    inFlight: new Map(),
  }
  return {
    fetch: (input, init) => {
      const request = new Request(input, init)
      return exchange(world, request, init?.signal ?? request.signal)
    },
    world,
    calls: world.calls.list,
    emails: world.emails,
    faults: world.faults,
    counts: () => world.calls.counts(),
    addSite: (site) => ownerOf(world, newSite(world, site)),
    site: (subdomain) => ownerOf(world, siteNamed(world, subdomain)),
    sites: () => [...world.sites.values()].map((site) => ownerOf(world, site)),
    snapshot: () => snapshot(world),
    restore: (state) => restore(world, state),
    forgetCalls: () => world.calls.clear(),
    reset: () => {
      restore(world, { sites: [], lastIds: { ...FIRST_IDS }, emails: [], calls: [] })
      world.faults.clear()
    },
  }
}
