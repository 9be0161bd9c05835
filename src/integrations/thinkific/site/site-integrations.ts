/** The integrations that share this site, and which of them Thinkific rejects. */

import { withTimeout } from '../../../limits/timeout'
import type { Thinkific } from '../client/client'
import { sharedAllowance } from '../pace/call-window'
import { listCounted } from '../pace/pace-owner'
import type { StoredIntegration } from '../storage/site-facts'
import type { SiteStorage } from '../storage/site-storage'
import type { IntegrationAccess } from '../thinkific-job'
import { openClient, openCredential } from './open-client'
import type { SitePorts } from './ports'

/** Shown for a credential that no sealing key opens. */
export const UNREADABLE_KEY = 'The stored API key cannot be opened any more. Enter it again.'

/** `savedToD1`: pages can read it. `probeAt`: epoch ms. */
interface Fault {
  sentence: string
  since: number
  probeAt: number
  savedToD1: boolean
}

type StoredFault = NonNullable<StoredIntegration['fault']>

export interface KnownIntegration {
  access: IntegrationAccess
  fault: Fault | null
  /** Its credential works again, and D1 does not know yet. */
  cleared?: true
  /** When Thinkific last accepted its credential, epoch ms; absent before it did. */
  provenAt?: number
  /** Which sites its credential opens; absent until that was asked (standing.ts). */
  opens?: 'its own' | 'any'
}

/** To be written to D1 while someone waits; the alarm tries again. */
const REPORTED_WITHIN_MS = 2_000
/** A rejected credential may work again after a change in Thinkific. */
const PROBE_EVERY_MS = 5 * 60_000
/** Of one marketplace, as when keys are saved (integrations/check-limits.ts). */
const MOST_TRIES = 20
const TRIES_WITHIN_MS = 10 * 60_000
/** Where others depend on it, a newer proof is stored this often. */
const PROOF_STORED_EVERY_MS = 5 * 60_000

/** Stores only changes. Opened credentials stay in memory. */
export class SiteIntegrations {
  readonly #storage: SiteStorage
  readonly #ports: SitePorts
  readonly #changed: () => void
  readonly #known: Map<string, KnownIntegration>
  /** Marketplaces that deleted their integration: their customers' access still counts. */
  readonly #left: Set<string>
  readonly #opened = new Map<string, Promise<string>>()
  /** By marketplace: when a credential at fault was asked about, epoch ms. */
  readonly #tries = new Map<string, number[]>()

  /** `changed` runs after each change. */
  constructor(storage: SiteStorage, ports: SitePorts, changed: () => void) {
    this.#changed = changed
    this.#storage = storage
    this.#ports = ports
    this.#known = readKnown(storage)
    this.#left = new Set(storage.readFact('marketplaces left'))
  }

  /** The smallest limit that counts. */
  get allowance(): number {
    return sharedAllowance(listCounted(this.all, Date.now()).map(({ access }) => access.requestsPerMinute))
  }

  get marketplaces(): string[] {
    return [...new Set([...this.#known.values()].map(({ access }) => access.marketplace))]
  }

  get all(): KnownIntegration[] {
    return [...this.#known.values()]
  }

  /** More than one marketplace has customers here, also one whose integration is gone. */
  get isShared(): boolean {
    return new Set([...this.marketplaces, ...this.#left]).size > 1
  }

  /** A changed credential clears the fault. */
  remember(access: IntegrationAccess): void {
    const known = this.#known.get(access.id)
    if (known !== undefined && JSON.stringify(known.access) === JSON.stringify(access)) {
      return
    }
    const same = known?.access.sealedCredential === access.sealedCredential && known.access.site === access.site
    this.#put(same ? { ...known, access } : { access, fault: null })
  }

  /**
   * The same credentials sealed under another key (`npm run reseal`) keep what is known of them. One whose old form no key
   * opens counts as another.
   */
  async recognize(all: IntegrationAccess[]): Promise<void> {
    for (const access of all) {
      const known = this.#known.get(access.id)
      const { sealedCredential, site } = access
      if (known === undefined || known.access.site !== site || known.access.sealedCredential === sealedCredential) {
        continue
      }
      const [before, now] = await Promise.all(
        [known.access, access].map((one) => this.#credential(one).catch(() => null)),
      )
      if (before !== null && before === now) {
        this.#put({ ...known, access: { ...known.access, sealedCredential } })
      }
    }
  }

  /** A call showed that Thinkific accepts it, and for no site but its own. */
  isProven(access: IntegrationAccess): boolean {
    const known = this.#current(access)
    return known !== null && isAccepted(known) && known.provenAt !== undefined && known.opens !== undefined
  }

  isKnown(id: string): boolean {
    return this.#known.has(id)
  }

  /** Whether Thinkific accepts any of a marketplace's credentials: without one it sees its own facts alone. */
  isAccepted(marketplace: string): boolean {
    return this.#of(marketplace).some(isAccepted)
  }

  acceptedOf(marketplace: string): KnownIntegration[] {
    return this.#of(marketplace).filter(isAccepted)
  }

  /** When Thinkific last accepted one of a marketplace's credentials, epoch ms. */
  provenAt(marketplace: string): number {
    return Math.max(0, ...this.acceptedOf(marketplace).map(({ provenAt = 0 }) => provenAt))
  }

  /** When Thinkific last accepted an integration's credential, epoch ms. */
  provenAtOf(id: string): number {
    return this.#known.get(id)?.provenAt ?? 0
  }

  /** A call was answered. Kept in memory alone where no other marketplace is. */
  recordProof(access: IntegrationAccess, now: number): void {
    const known = this.#current(access)
    if (known === null || known.fault !== null || now - (known.provenAt ?? 0) < PROOF_STORED_EVERY_MS) {
      return
    }
    const proven = { ...known, provenAt: now }
    if (this.isShared) {
      this.#put(proven)
    } else {
      this.#known.set(access.id, proven)
    }
  }

  /** It has credentials here, and Thinkific refuses every one. */
  isRefused(marketplace: string): boolean {
    const own = this.#of(marketplace)
    return own.length > 0 && !own.some(isAccepted)
  }

  findFault(id: string): Fault | null {
    return this.#known.get(id)?.fault ?? null
  }

  /** Whether a credential at fault may be asked about: each question costs Thinkific's patience, not the site's pace. */
  mayTry({ id, marketplace }: IntegrationAccess, now: number): boolean {
    const tries = (this.#tries.get(marketplace) ?? []).filter((at) => at > now - TRIES_WITHIN_MS)
    const may = this.findFault(id) !== null && tries.length < MOST_TRIES
    if (may) {
      this.#tries.set(marketplace, [...tries, now])
    }
    return may
  }

  /** Ignores a credential that is not the saved one: only tried, or replaced meanwhile. */
  recordFault(access: IntegrationAccess, sentence: string, now: number): void {
    const known = this.#current(access)
    if (known === null) {
      return
    }
    const since = known.fault?.since ?? now
    const saved = known.fault?.savedToD1 === true && known.fault.sentence === sentence
    const { provenAt: _, cleared: __, ...rest } = known
    this.#put({ ...rest, fault: { sentence, since, probeAt: now + PROBE_EVERY_MS, savedToD1: saved } })
  }

  get hasUnreported(): boolean {
    return this.all.some(isUnreported)
  }

  /** Saves to D1 what is new of faults. All are tried; throws when one could not be saved. */
  async reportFaults(): Promise<void> {
    const results = await Promise.allSettled(this.all.filter(isUnreported).map((known) => this.#report(known)))
    const failed = results.find((one) => one.status === 'rejected')
    if (failed !== undefined) {
      throw failed.reason
    }
  }

  recordOpens(access: IntegrationAccess, opens: 'its own' | 'any'): void {
    const known = this.#current(access)
    if (known !== null) {
      this.#put({ ...known, opens })
    }
  }

  /** Null where that was asked, or where no other marketplace is concerned. */
  findUnasked(id: string): IntegrationAccess | null {
    const known = this.#known.get(id)
    return known !== undefined && known.opens === undefined && isAccepted(known) && this.isShared ? known.access : null
  }

  /** `release` runs before the fault is cleared, so that a crash cannot lose it. Neither waits for D1. */
  async clearFault(access: IntegrationAccess, release: () => void): Promise<void> {
    const known = this.#current(access)
    if (known === null || known.fault === null || (known.opens === 'any' && this.isShared)) {
      return
    }
    release()
    const cleared: KnownIntegration = { ...known, fault: null, cleared: true }
    this.#put(cleared)
    await withTimeout(REPORTED_WITHIN_MS, this.#report(cleared)).catch(() => undefined)
  }

  async #report(known: KnownIntegration): Promise<void> {
    const { access, fault } = known
    await this.#ports.reportProblem(access, fault?.sentence ?? null)
    if (this.#current(access) === known) {
      const { cleared: _, ...rest } = known
      this.#put({ ...rest, fault: fault && { ...fault, savedToD1: true } })
    }
  }

  forget(gone: (access: IntegrationAccess) => boolean): void {
    for (const { access } of this.all) {
      if (gone(access)) {
        this.#known.delete(access.id)
        this.#storage.saveFact(`refresh ${access.id}`, null)
        this.#left.add(access.marketplace)
      }
    }
    this.#saveLeft()
    this.#save()
  }

  /** Nothing of it is at the site any more. */
  forgetMarketplace(marketplace: string): void {
    this.forget((access) => access.marketplace === marketplace)
    this.#left.delete(marketplace)
    this.#saveLeft()
  }

  #saveLeft(): void {
    this.#storage.saveFact('marketplaces left', this.#left.size === 0 ? null : [...this.#left])
  }

  /** Throws UnsealError. */
  async client(access: IntegrationAccess): Promise<Thinkific> {
    return openClient(this.#ports.apiUrl, access, await this.#credential(access))
  }

  #credential(access: IntegrationAccess): Promise<string> {
    const { sealedCredential } = access
    const known = this.#opened.get(sealedCredential)
    if (known !== undefined) {
      return known
    }
    const opened = openCredential(this.#ports.sealingKeys, access)
    this.#opened.set(sealedCredential, opened)
    opened.catch(() => this.#opened.delete(sealedCredential))
    return opened
  }

  #of(marketplace: string): KnownIntegration[] {
    return this.all.filter(({ access }) => access.marketplace === marketplace)
  }

  #current({ id, sealedCredential }: IntegrationAccess): KnownIntegration | null {
    const known = this.#known.get(id)
    return known?.access.sealedCredential === sealedCredential ? known : null
  }

  #put(known: KnownIntegration): void {
    this.#known.set(known.access.id, known)
    this.#save()
  }

  #save(): void {
    const stored = [...this.#known].map(([id, { fault, ...known }]) => [
      id,
      { ...known, fault: fault && toStored(fault) },
    ])
    this.#storage.saveFact('integrations', Object.fromEntries(stored))
    this.#changed()
  }
}

function readKnown(storage: SiteStorage): Map<string, KnownIntegration> {
  const stored = storage.readFact('integrations') ?? {}
  return new Map(
    Object.entries(stored).map(([id, { fault, ...known }]) => [id, { ...known, fault: fault && fromStored(fault) }]),
  )
}

function isAccepted({ fault }: KnownIntegration): boolean {
  return fault === null
}

function isUnreported({ fault, cleared }: KnownIntegration): boolean {
  return fault === null ? cleared === true : !fault.savedToD1
}

function fromStored({ told: savedToD1, ...fault }: StoredFault): Fault {
  return { ...fault, savedToD1 }
}

function toStored({ savedToD1: told, ...fault }: Fault): StoredFault {
  return { ...fault, told }
}
