/** The integrations that share this site, and which of their marketplaces Thinkific accepts. */

import { openCredential } from '../../credentials/sealed-credential'
import type { Thinkific } from '../client/client'
import { sharedAllowance } from '../pace/call-window'
import { listCounted } from '../pace/pace-owner'
import type { SiteStorage } from '../storage/site-storage'
import type { IntegrationAccess } from '../thinkific-job'
import { CredentialFaults } from './credential-faults'
import { isAccepted, type KnownIntegration, KnownIntegrations } from './known-integrations'
import { openClient } from './open-client'
import type { SitePorts } from './ports'

/** Where others depend on it, a newer proof is stored this often. */
const PROOF_STORED_EVERY_MS = 5 * 60_000

/** Stores only changes. Opened credentials stay in memory. */
export class SiteIntegrations {
  readonly faults: CredentialFaults
  readonly #storage: SiteStorage
  readonly #ports: SitePorts
  readonly #known: KnownIntegrations
  readonly #opened = new Map<string, Promise<string>>()

  constructor(storage: SiteStorage, ports: SitePorts, changed: () => void) {
    this.#storage = storage
    this.#ports = ports
    this.#known = new KnownIntegrations(storage, changed)
    this.faults = new CredentialFaults(this.#known, ports)
  }

  get allowance(): number {
    return sharedAllowance(listCounted(this.all, Date.now()).map(({ access }) => access.requestsPerMinute))
  }

  get all(): KnownIntegration[] {
    return this.#known.all
  }

  get isShared(): boolean {
    return this.#known.isShared
  }

  /** A changed credential clears the fault. */
  remember(access: IntegrationAccess): void {
    const known = this.#known.find(access.id)
    if (known !== null && JSON.stringify(known.access) === JSON.stringify(access)) {
      return
    }
    const same = known?.access.sealedCredential === access.sealedCredential && known.access.site === access.site
    this.#known.put(same ? { ...known, access } : { access, fault: null })
  }

  /**
   * The same credentials sealed under another key (`npm run reseal`) keep what is known of them. One whose old form no key
   * opens counts as another.
   */
  async recognize(all: IntegrationAccess[]): Promise<void> {
    for (const access of all) {
      const known = this.#known.find(access.id)
      const { sealedCredential, site } = access
      if (known === null || known.access.site !== site || known.access.sealedCredential === sealedCredential) {
        continue
      }
      const [before, now] = await Promise.all(
        [known.access, access].map((one) => this.#credential(one).catch(() => null)),
      )
      if (before !== null && before === now) {
        this.#known.put({ ...known, access: { ...known.access, sealedCredential } })
      }
    }
  }

  /** A call showed that Thinkific accepts it, and for no site but its own. */
  isProven(access: IntegrationAccess): boolean {
    const known = this.#known.findCurrent(access)
    return known !== null && isAccepted(known) && known.provenAt !== undefined && known.opens !== undefined
  }

  isKnown(id: string): boolean {
    return this.#known.find(id) !== null
  }

  /** Whether Thinkific accepts any of a marketplace's credentials: without one it sees its own facts alone. */
  isAccepted(marketplace: string): boolean {
    return this.#of(marketplace).some(isAccepted)
  }

  /** It has credentials here, and Thinkific refuses every one. */
  isRefused(marketplace: string): boolean {
    const own = this.#of(marketplace)
    return own.length > 0 && !own.some(isAccepted)
  }

  get marketplaces(): string[] {
    return this.#known.marketplaces
  }

  acceptedOf(marketplace: string): KnownIntegration[] {
    return this.#of(marketplace).filter(isAccepted)
  }

  /** When Thinkific last accepted one of a marketplace's credentials, epoch ms. */
  provenAt(marketplace: string): number {
    return Math.max(0, ...this.acceptedOf(marketplace).map(({ provenAt = 0 }) => provenAt))
  }

  provenAtOf(id: string): number {
    return this.#known.find(id)?.provenAt ?? 0
  }

  /** A call was answered. Kept in memory alone where no other marketplace is. */
  recordProof(access: IntegrationAccess, now: number): void {
    const known = this.#known.findCurrent(access)
    if (known === null || known.fault !== null || now - (known.provenAt ?? 0) < PROOF_STORED_EVERY_MS) {
      return
    }
    const proven = { ...known, provenAt: now }
    if (this.isShared) {
      this.#known.put(proven)
    } else {
      this.#known.putInMemory(proven)
    }
  }

  recordOpens(access: IntegrationAccess, opens: 'its own' | 'any'): void {
    const known = this.#known.findCurrent(access)
    if (known !== null) {
      this.#known.put({ ...known, opens })
    }
  }

  /** Null where that was asked, or where no other marketplace is concerned. */
  findUnasked(id: string): IntegrationAccess | null {
    const known = this.#known.find(id)
    return known !== null && known.opens === undefined && isAccepted(known) && this.isShared ? known.access : null
  }

  forget(gone: (access: IntegrationAccess) => boolean): void {
    const forgotten = this.all.filter(({ access }) => gone(access))
    for (const { access } of forgotten) {
      this.#storage.saveFact(`refresh ${access.id}`, null)
    }
    this.#known.delete(forgotten)
  }

  /** It no longer has anything at the site. */
  forgetMarketplace(marketplace: string): void {
    this.forget((access) => access.marketplace === marketplace)
    this.#known.forgetLeft(marketplace)
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
}
