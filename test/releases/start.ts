/** Today's code on what a release left behind, as the first minute after a deploy finds it. */
import { afterAll, beforeAll, vi } from 'vitest'
import type { Call } from '../simulator/calls'
import { type Order, post } from './hooks'
import { Installation } from './installation'
import { logOf } from './log'
import type { Captured, LogLine } from './release'
import { restoreStored } from './stored'
import { Person } from './support'

/** Nothing of the last minute's pace is left when it starts. */
const DEPLOYED_AFTER_MS = 61_000

export class Started {
  readonly captured: Captured
  readonly installation: Installation
  readonly mia: Person
  readonly ben: Person

  constructor(captured: Captured, installation: Installation) {
    this.captured = captured
    this.installation = installation
    this.mia = personWith(captured.release.cookies.mia)
    this.ben = personWith(captured.release.cookies.ben)
  }

  /** For all tests of a describe: starting costs more than most of them. */
  static forAll(captured: Captured): () => Started {
    let started: Started | null = null
    beforeAll(async () => {
      started = await Started.#from(captured)
    })
    afterAll(() => {
      vi.useRealTimers()
      vi.restoreAllMocks()
    })
    return () => {
      if (started === null) {
        throw new Error('nothing was started')
      }
      return started
    }
  }

  static async #from(captured: Captured): Promise<Started> {
    const { release, journals, sites, queue, thinkific } = captured
    const installation = await Installation.start(release.at + DEPLOYED_AFTER_MS, queue)
    const { simulator, objects } = installation
    simulator.restore(thinkific)
    for (const site of release.outages) {
      simulator.faults.startOutage(site)
    }
    await restoreStored(captured)
    for (const name of Object.keys(journals)) {
      objects.journals.add(name)
    }
    for (const name of Object.keys(sites)) {
      objects.sites.add(name)
    }
    return new Started(captured, installation)
  }

  /** The log of a marketplace, waiting entries first. */
  log(shop: 'yoga' | 'art' = 'yoga'): Promise<LogLine[]> {
    return logOf(this.mia, this.captured.release.marketplaces[shop].id)
  }

  /** What came of events of the yoga shop, firing by firing. */
  outcomes(...events: string[]): Promise<string[]> {
    return this.outcomesIn('yoga', ...events)
  }

  async outcomesIn(shop: 'yoga' | 'art', ...events: string[]): Promise<string[]> {
    const lines = await this.log(shop)
    return events.flatMap((event) => lines.filter((line) => line.event === event).map(({ outcome }) => outcome))
  }

  /** The address of an event's entry: of its only firing, or of the one with the number given. */
  entry(event: string, firing = 1): string {
    const path = new RegExp(`^/m/[^/]+(/logs/[^/?]*\\.${event}~${firing})$`)
    const found = this.captured.addresses.flatMap((address) => path.exec(address)?.[1] ?? [])
    if (found[0] === undefined) {
      throw new Error(`no page led to an entry of ${event}`)
    }
    return found[0]
  }

  /** Sends a form of the yoga shop's pages as its admin. */
  async submit(path: string, fields: Record<string, string> = {}): Promise<void> {
    const { status, text } = await this.mia.post(this.at(path), fields)
    if (status >= 400) {
      throw new Error(`${path}: ${status} ${text.replace(/<[^>]*>/g, ' ')}`)
    }
    await this.installation.settle()
  }

  /** A signed event, up to what comes of it at once. */
  async send(id: string, type: string, order: Order, shop: 'yoga' | 'art' = 'yoga'): Promise<void> {
    const status = await post(this.captured.release.marketplaces[shop].endpoint, id, type, order)
    if (status !== 202) {
      throw new Error(`the endpoint answered ${status}`)
    }
    await this.installation.settle()
  }

  /** The calls that sites get while this is done: `academy POST /users` → how many. */
  async callsFor(done: () => Promise<void>): Promise<Record<string, number>> {
    const { calls } = this.installation.simulator
    const before = calls.length
    await done()
    const counts: Record<string, number> = {}
    for (const { site, method, path } of calls.slice(before).filter((call) => !isUnderMadeUpName(call))) {
      const route = `${site} ${method} ${path.replace(/\?.*$/, '').replace(/\/\d+/g, '/:id')}`
      counts[route] = (counts[route] ?? 0) + 1
    }
    return counts
  }

  /** The calls with which credentials of before were asked which sites they open. */
  get askedElsewhere(): number {
    return this.installation.simulator.calls.filter(isUnderMadeUpName).length
  }

  /** Whether a customer may open a course of a site. */
  access(name: string, course: number, site = 'academy'): string {
    return this.installation.simulator.site(site).accessTo(`${name}@example.com`, course)
  }

  /** An address in a marketplace. */
  at(path: string, shop: 'yoga' | 'art' = 'yoga'): string {
    return `/m/${this.captured.release.marketplaces[shop].id}${path}`
  }
}

function isUnderMadeUpName({ site }: Call): boolean {
  return site.startsWith('enrollwire-')
}

function personWith(cookies: Record<string, string>): Person {
  const person = new Person()
  for (const [name, value] of Object.entries(cookies)) {
    person.cookies.set(name, value)
  }
  return person
}
