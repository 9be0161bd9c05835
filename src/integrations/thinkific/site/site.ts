/** State of one site, shared by all of its firings. */

import {
  type CircuitState,
  type Permission,
  permission,
  postponeProbe,
  recordFailure,
  recordSuccess,
} from '../../outage/circuit-breaker'
import type { Failure } from '../client/failure'
import { type FoundConcern, findConcerns } from '../concerns/concerns'
import type { Customer } from '../ledger/customer'
import { withOwnFacts } from '../ledger/own-facts'
import { judgeFailure } from '../outage/judge-failure'
import { BackgroundSlots } from '../pace/background-slots'
import { FiringSlots } from '../pace/firing-slots'
import { Pacer } from '../pace/pacer'
import { type CallResult, performCall } from '../steps/perform-call'
import type { SiteCall } from '../steps/site-call'
import { type Habits, type SiteKnowledge, UNKNOWN_HABITS } from '../steps/site-knowledge'
import { type HashEmail, openCustomerKeys } from '../storage/customer-key'
import { KeyedMutex } from '../storage/keyed-mutex'
import type { StoredCircuit } from '../storage/site-facts'
import { openSiteStorage, type SiteStorage } from '../storage/site-storage'
import { type IntegrationAccess, isBackground, type ThinkificJob } from '../thinkific-job'
import { BundleContents } from './bundle-contents'
import { isAccepted } from './known-integrations'
import type { SitePorts } from './ports'
import { Releases } from './releases'
import { SiteIntegrations } from './site-integrations'
import { Standing } from './standing'

export class Site {
  readonly storage: SiteStorage
  readonly integrations: SiteIntegrations
  readonly pacer: Pacer
  readonly firingSlots: FiringSlots
  readonly #backgroundSlots: BackgroundSlots
  readonly contents: BundleContents
  readonly releases: Releases
  readonly mutex = new KeyedMutex()
  readonly standing = new Standing(this)
  readonly ports: SitePorts
  #circuit: CircuitState | null
  #habits: Habits
  #keys: Promise<HashEmail> | null = null

  constructor(storage: DurableObjectStorage | SiteStorage, ports: SitePorts) {
    this.ports = ports
    this.storage = 'findOwners' in storage ? storage : openSiteStorage(storage, (one) => this.#findConcerns(one))
    this.integrations = new SiteIntegrations(this.storage, ports, () => this.updatePace())
    this.pacer = new Pacer(this.storage, this.integrations.allowance)
    this.firingSlots = new FiringSlots(this.pacer)
    this.#backgroundSlots = new BackgroundSlots(this.pacer)
    this.contents = new BundleContents(this.storage)
    this.releases = new Releases(this.storage)
    this.#circuit = readCircuit(this.storage)
    this.#habits = this.storage.readFact('habits') ?? UNKNOWN_HABITS
  }

  /** Makes calls with an integration's credential; throws UnsealError. */
  async caller(access: IntegrationAccess): Promise<(call: SiteCall) => Promise<CallResult>> {
    const thinkific = await this.integrations.client(access)
    return (call) => performCall(thinkific, call)
  }

  get circuit(): CircuitState | null {
    return this.#circuit
  }

  get habits(): Habits {
    return this.#habits
  }

  /** The customer as a marketplace may see them: without a credential that works, by its own facts alone. */
  seenBy(marketplace: string, customer: Customer): Customer {
    return this.standing.isGood(marketplace) ? customer : withOwnFacts(customer, marketplace)
  }

  /** Where a firing asks when it may run. */
  slotsFor(job: ThinkificJob): FiringSlots | BackgroundSlots {
    return isBackground(job) ? this.#backgroundSlots : this.firingSlots
  }

  /** Where the pace rises, firings that wait for a later slot are called back. */
  updatePace(now = Date.now()): void {
    const { allowance, all } = this.integrations
    const before = this.pacer.allowance
    // Where none is accepted nothing is called, and the figure is what it was once one is again.
    if (allowance === before || !all.some(isAccepted)) {
      return
    }
    this.pacer.allowance = allowance
    this.firingSlots.replan(now)
    if (allowance > before && this.storage.readFact('begun') !== null) {
      this.releases.request({ integration: null, waits: 'pace' })
    }
  }

  knowledge(bundles: string[], integration: string): SiteKnowledge {
    const now = Date.now()
    const credential = this.standing.proofOf(integration, now)
    return { habits: this.#habits, ...this.contents.read(bundles, now), credential }
  }

  /** Writes only when something new was learned. */
  saveHabits(habits: Habits): void {
    if (JSON.stringify(habits) === JSON.stringify(this.#habits)) {
      return
    }
    this.#habits = habits
    this.storage.saveFact('habits', habits)
  }

  async customerKey(email: string): Promise<string> {
    return this.storage.resolveKey(await this.hashEmail(email))
  }

  async hashEmail(email: string): Promise<string> {
    this.#keys ??= openCustomerKeys(this.storage, this.ports.sealingKeys, this.ports.object)
    this.#keys.catch(() => {
      this.#keys = null
    })
    return (await this.#keys)(email)
  }

  permission(now: number): Permission {
    const answer = permission(this.#circuit, now)
    if (answer.go === 'probe') {
      this.#saveCircuit(answer.circuit)
    }
    return answer
  }

  recordSuccess(): void {
    if (this.#circuit === null) {
      return
    }
    const { firstAt: since } = this.#circuit
    const { released } = recordSuccess(this.#circuit)
    // In this order, a crash in between releases twice rather than never.
    if (released) {
      this.releases.request({ integration: null, held: { since, until: Date.now() } })
    }
    this.#saveCircuit(null)
  }

  /** Thinkific answered a call with this credential. What waits for it is released. */
  async recordAccepted(access: IntegrationAccess): Promise<void> {
    await this.integrations.faults.clear(access, () => this.releases.request({ integration: access.id }))
    this.integrations.recordProof(access, Date.now())
  }

  /** `retryAt`: next probe, if this one gave no verdict. */
  recordFailure(failure: Failure, probe: boolean, now: number, retryAt: number): void {
    switch (judgeFailure(failure)) {
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

  /** Of each marketplace by its own facts alone, so that nothing another does makes a concern appear or go. */
  #findConcerns(customer: Customer): FoundConcern[] {
    const contents = this.contents.all
    const now = Date.now()
    const marketplaces = [...new Set(customer.purchases.map(({ marketplace }) => marketplace))]
    // Who administers the site is Thinkific's fact.
    return marketplaces.flatMap((one) =>
      findConcerns({ ...withOwnFacts(customer, one), user: customer.user }, contents, now),
    )
  }

  #saveCircuit(circuit: CircuitState | null): void {
    this.#circuit = circuit
    this.storage.saveFact('hold', circuit && toStored(circuit))
  }
}

function readCircuit(storage: SiteStorage): CircuitState | null {
  const stored = storage.readFact('hold')
  if (stored === null) {
    return null
  }
  const { held: open, ...rest } = stored
  return { ...rest, open }
}

function toStored({ open: held, ...rest }: CircuitState): StoredCircuit {
  return { ...rest, held }
}
