/** What is true of one site at a time, in the hands of its object: the parts every errand works with. */
import { type Failure, speaksOfSite } from '../client/failure'
import { answered, failed, type Hold, type Leave, leave, undecided } from '../outage/circuit-breaker'
import { Pacer } from '../pace/pacer'
import { Turns } from '../pace/reservations'
import { type Habits, type Learned, UNKNOWN_HABITS } from '../steps/plan-state'
import { customerKeys, type KeyOf } from '../storage/customer-key'
import { Lanes } from '../storage/keyed-mutex'
import { type Customers, customersIn } from '../storage/site-storage'
import { BundleContents } from './bundle-contents'
import type { SitePorts } from './ports'
import { Integrations } from './site-integrations'

/** `integration` is null for everything on the site. */
export interface Release {
  integration: string | null
}

export class Site {
  readonly customers: Customers
  readonly integrations: Integrations
  readonly pacer: Pacer
  readonly turns: Turns
  readonly contents: BundleContents
  readonly lanes = new Lanes()
  readonly ports: SitePorts
  #hold: Hold | null
  #habits: Habits
  #keys: Promise<KeyOf> | null = null

  constructor(storage: DurableObjectStorage, ports: SitePorts) {
    this.ports = ports
    this.customers = customersIn(storage)
    this.integrations = new Integrations(this.customers, ports)
    this.pacer = new Pacer(this.customers, this.integrations.allowance)
    this.turns = new Turns(this.pacer)
    this.contents = new BundleContents(this.customers)
    this.#hold = (this.customers.fact('hold') ?? null) as Hold | null
    this.#habits = (this.customers.fact('habits') ?? UNKNOWN_HABITS) as Habits
  }

  get hold(): Hold | null {
    return this.#hold
  }

  get habits(): Habits {
    return this.#habits
  }

  /** What is known of the site, as far as these bundles go. */
  learned(bundles: string[]): Learned {
    return { habits: this.#habits, ...this.contents.of(bundles, Date.now()) }
  }

  /** Kept only when an answer taught something new. */
  learnHabits(habits: Habits): void {
    if (JSON.stringify(habits) === JSON.stringify(this.#habits)) return
    this.#habits = habits
    this.customers.saveFact('habits', habits)
  }

  /** The customer an email is, by a keyed hash of it. */
  async keyOf(email: string): Promise<string> {
    return this.customers.standsFor(await this.hashOf(email))
  }

  protected async hashOf(email: string): Promise<string> {
    this.#keys ??= customerKeys(this.customers, this.ports.sealingKeys)
    this.#keys.catch(() => {
      this.#keys = null
    })
    return (await this.#keys)(email)
  }

  /** May a firing call, alone, or not at all? */
  leave(now: number): Leave {
    const answer = leave(this.#hold, now)
    if (answer.go === 'probe') this.#setHold(answer.hold)
    return answer
  }

  /** Thinkific answered. */
  answered(): void {
    if (this.#hold === null) return
    const { released } = answered(this.#hold)
    // In this order: a crash between the two releases once more, not never.
    if (released) this.release({ integration: null })
    this.#setHold(null)
  }

  /** A call failed; what that says of the site is taken in. `retryAt`: when a probe without verdict goes again. */
  failed(failure: Failure, probe: boolean, now: number, retryAt: number): void {
    switch (speaksOfSite(failure)) {
      case 'up':
        this.answered()
        break
      case 'down':
        this.#setHold(failed(this.#hold, now, probe, Math.random))
        break
      case 'neither':
        if (probe) this.#setHold(undecided(this.#hold, retryAt))
    }
  }

  /** Parked firings to be put back in line, the oldest ask first: a whole site's, or one integration's. */
  get releases(): Release[] {
    return (this.customers.fact('releases') ?? []) as Release[]
  }

  release(release: Release): void {
    this.customers.saveFact('releases', [...this.releases, release])
  }

  /** The oldest is done; what was asked for meanwhile stays. */
  released(): void {
    const [, ...others] = this.releases
    this.customers.saveFact('releases', others.length === 0 ? null : others)
  }

  #setHold(hold: Hold | null): void {
    this.#hold = hold
    this.customers.saveFact('hold', hold)
  }
}
