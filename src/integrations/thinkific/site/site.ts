/** What is true of one site at a time, in the hands of its object: the parts every errand works with. */
import { type Failure, judgeSite } from '../client/failure'
import {
  type CircuitState,
  type Permission,
  permission,
  postponeProbe,
  recordFailure,
  recordSuccess,
} from '../outage/circuit-breaker'
import { Pacer } from '../pace/pacer'
import { Reservations } from '../pace/reservations'
import { type Habits, type SiteKnowledge, UNKNOWN_HABITS } from '../steps/plan-state'
import { type HashEmail, openCustomerKeys } from '../storage/customer-key'
import { KeyedMutex } from '../storage/keyed-mutex'
import type { Release } from '../storage/site-facts'
import { openSiteStorage, type SiteStorage } from '../storage/site-storage'
import { BundleContents } from './bundle-contents'
import type { SitePorts } from './ports'
import { SiteIntegrations } from './site-integrations'

export class Site {
  readonly storage: SiteStorage
  readonly integrations: SiteIntegrations
  readonly pacer: Pacer
  readonly reservations: Reservations
  readonly contents: BundleContents
  readonly mutex = new KeyedMutex()
  readonly ports: SitePorts
  #circuit: CircuitState | null
  #habits: Habits
  #keys: Promise<HashEmail> | null = null

  constructor(storage: DurableObjectStorage, ports: SitePorts) {
    this.ports = ports
    this.storage = openSiteStorage(storage)
    this.integrations = new SiteIntegrations(this.storage, ports)
    this.pacer = new Pacer(this.storage, this.integrations.allowance)
    this.reservations = new Reservations(this.pacer)
    this.contents = new BundleContents(this.storage)
    this.#circuit = this.storage.readFact('hold')
    this.#habits = this.storage.readFact('habits') ?? UNKNOWN_HABITS
  }

  get circuit(): CircuitState | null {
    return this.#circuit
  }

  get habits(): Habits {
    return this.#habits
  }

  /** What is known of the site, as far as these bundles go. */
  knowledge(bundles: string[]): SiteKnowledge {
    return { habits: this.#habits, ...this.contents.read(bundles, Date.now()) }
  }

  /** Kept only when an answer taught something new. */
  saveHabits(habits: Habits): void {
    if (JSON.stringify(habits) === JSON.stringify(this.#habits)) {
      return
    }
    this.#habits = habits
    this.storage.saveFact('habits', habits)
  }

  /** The customer an email is, by a keyed hash of it. */
  async customerKey(email: string): Promise<string> {
    return this.storage.resolveKey(await this.hashEmail(email))
  }

  async hashEmail(email: string): Promise<string> {
    this.#keys ??= openCustomerKeys(this.storage, this.ports.sealingKeys)
    this.#keys.catch(() => {
      this.#keys = null
    })
    return (await this.#keys)(email)
  }

  /** May a firing call, alone, or not at all? */
  permission(now: number): Permission {
    const answer = permission(this.#circuit, now)
    if (answer.go === 'probe') {
      this.#saveCircuit(answer.circuit)
    }
    return answer
  }

  /** Thinkific answered. */
  recordSuccess(): void {
    if (this.#circuit === null) {
      return
    }
    const { released } = recordSuccess(this.#circuit)
    // In this order: a crash between the two releases once more, not never.
    if (released) {
      this.requestRelease({ integration: null })
    }
    this.#saveCircuit(null)
  }

  /** A call failed; what that says of the site is taken in. `retryAt`: when a probe without verdict goes again. */
  recordFailure(failure: Failure, probe: boolean, now: number, retryAt: number): void {
    switch (judgeSite(failure)) {
      case 'up':
        this.recordSuccess()
        break
      case 'down':
        this.#saveCircuit(recordFailure(this.#circuit, now, probe, Math.random))
        break
      case 'neither':
        if (probe) {
          this.#saveCircuit(postponeProbe(this.#circuit, retryAt))
        }
    }
  }

  /** Parked firings to be put back in line, the oldest ask first: a whole site's, or one integration's. */
  get releases(): Release[] {
    return this.storage.readFact('releases') ?? []
  }

  requestRelease(release: Release): void {
    this.storage.saveFact('releases', [...this.releases, release])
  }

  /** The oldest is done; what was asked for meanwhile stays. */
  completeRelease(): void {
    const [, ...others] = this.releases
    this.storage.saveFact('releases', others.length === 0 ? null : others)
  }

  #saveCircuit(circuit: CircuitState | null): void {
    this.#circuit = circuit
    this.storage.saveFact('hold', circuit)
  }
}
