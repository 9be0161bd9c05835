/** The site's object over a simulated Thinkific: one life after another, each on what the last one wrote down. */
import type { Settler } from '../../src/integrations/kind'
import { thinkificClient } from '../../src/integrations/thinkific/client/client'
import { recordNotes } from '../../src/integrations/thinkific/firing/notes'
import { JobSettler } from '../../src/integrations/thinkific/firing/settle-jobs'
import { foresee } from '../../src/integrations/thinkific/foresight/foresee'
import { SiteAlarm } from '../../src/integrations/thinkific/object/alarm'
import { toSiteJob } from '../../src/integrations/thinkific/settings'
import type { SitePorts } from '../../src/integrations/thinkific/site/ports'
import { Site } from '../../src/integrations/thinkific/site/site'
import type { ThinkificJob } from '../../src/integrations/thinkific/thinkific-job'
import type { Note } from '../../src/model/firing-job'
import type { Simulator } from '../simulator/simulator'
import type { Clock } from './clock'
import type { Mishap } from './mishaps'
import { Dead, type Life, Rows, storageOf } from './storage'

export const API = 'https://api.thinkific.com/api/public/v1'
export const KEY = 'k'.repeat(32)
/** Another merchant's credential for the same site. */
export const TOKEN = 'aTokenOfTheSecondMerchant0123456789ab'
/** An alarm that did not get through is rung again. */
const ALARM_AGAIN_MS = 2_000

/** A site whose customers are known by their emails, and whose credential lies open. */
class OpenSite extends Site {
  override async hashEmail(email: string): Promise<string> {
    return email
  }
}

/** One life of the object: until it dies, and another takes its place. */
interface Body extends Life {
  site: Site
  runs: JobSettler
  alarm_: SiteAlarm
  end: Promise<never>
  die: () => void
}

export class SiteObject {
  readonly #rows = new Rows()
  readonly #clock: Clock
  readonly #simulator: Simulator
  readonly #ports: SitePorts
  #body: Body | null = null
  #alarm: number | null = null
  #alarmAt: number | null = null
  #crashes: { after: number; at: 'call' | 'write' }[]
  /** Steps since the last crash. */
  #steps = { call: 0, write: 0 }

  constructor(mishaps: Mishap[], simulator: Simulator, clock: Clock, ports: SitePorts) {
    this.#crashes = mishaps.filter((one) => one.kind === 'crash')
    this.#clock = clock
    this.#simulator = simulator
    this.#ports = ports
  }

  /** What a refresh read of the bundles' courses before anything was sold. */
  readBundles(bundles: [id: string, courses: string[]][]): void {
    const crashes = this.#crashes
    this.#crashes = []
    const { site } = this.#alive()
    for (const [id, courses] of bundles) {
      site.contents.save(id, courses, this.#clock.now)
    }
    this.#crashes = crashes
    this.#steps = { call: 0, write: 0 }
  }

  /** From now on it lives for good. */
  spare(): void {
    this.#crashes = []
  }

  port(): Settler {
    const body = this.#alive()
    const orDead = <T>(work: Promise<T>): Promise<T> => Promise.race([work, body.end])
    return {
      settle: (jobs) => orDead(this.#settle(body, jobs.map(toSiteJob))),
      note: (notes) => orDead(this.#note(body, notes)),
      foresee: (events) =>
        orDead(
          foresee(
            body.site,
            events.map(({ jobs, notes }) => ({ jobs: jobs.map(toSiteJob), notes })),
          ),
        ),
    }
  }

  async #settle({ runs, alarm_ }: Body, jobs: ThinkificJob[]) {
    const arm = (work: Promise<unknown>) => void work.then(() => alarm_.arm()).catch(ignoreDead)
    const answers = await runs.settle(jobs, arm)
    await alarm_.arm()
    return answers
  }

  async #note({ site, alarm_ }: Body, notes: Note[]) {
    try {
      return await recordNotes(site, notes)
    } finally {
      await alarm_.arm()
    }
  }

  #alive(): Body {
    if (this.#body === null || this.#body.dead) {
      this.#body = this.#born()
    }
    return this.#body
  }

  #born(): Body {
    const { promise: end, reject } = Promise.withResolvers<never>()
    end.catch(ignoreDead)
    const life: Life & { die: () => void } = {
      dead: false,
      die: () => {
        life.dead = true
        reject(new Dead('the object died'))
      },
      wrote: () => this.#step('write', life),
      alarm: (at) => this.#ring(at),
      alarmAt: () => this.#alarmAt,
    }
    const storage = storageOf(this.#rows, life)
    const site = new OpenSite(storage, this.#ports)
    site.integrations.client = async ({ site: name, scheme, sealedCredential: credential }) =>
      thinkificClient({ apiUrl: API, site: name, scheme, credential, fetch: this.#fetch(life) })
    return Object.assign(life, { site, runs: new JobSettler(site), alarm_: new SiteAlarm(site, storage), end })
  }

  /** The network as one life of the object sees it; an answer to a dead one is dropped. */
  #fetch(life: Life & { die: () => void }): typeof fetch {
    return async (input, init) => {
      if (life.dead) {
        return new Promise(() => {})
      }
      this.#clock.activity += 1
      try {
        return await this.#simulator.fetch(input as string, init)
      } finally {
        this.#clock.activity += 1
        this.#step('call', life)
        if (life.dead) {
          await new Promise(() => {})
        }
      }
    }
  }

  /** Another call or write is done; perhaps it was the last thing this object did. */
  #step(what: 'call' | 'write', life: { dead: boolean; die: () => void }): void {
    if (life.dead) {
      return
    }
    this.#clock.activity += 1
    this.#steps[what] += 1
    const [next] = this.#crashes
    if (next === undefined || next.at !== what || this.#steps[what] <= next.after) {
      return
    }
    this.#crashes = this.#crashes.slice(1)
    this.#steps = { call: 0, write: 0 }
    life.die()
    if (what === 'write') {
      throw new Dead('the object died')
    }
  }

  #ring(at: number): void {
    if (this.#alarm !== null) {
      this.#clock.forget(this.#alarm)
    }
    this.#alarmAt = at
    this.#alarm = this.#clock.at(at, () => {
      this.#alarm = null
      this.#alarmAt = null
      this.#clock.activity += 1
      const body = this.#alive()
      const again = () => body.dead && this.#ring(this.#clock.now + ALARM_AGAIN_MS)
      void Promise.race([body.alarm_.onAlarm(), body.end]).catch(ignoreDead).then(again)
    })
  }
}

/** What a dead object's last breath says is of no interest. */
function ignoreDead(error: unknown): void {
  if (!(error instanceof Dead)) {
    throw error
  }
}
