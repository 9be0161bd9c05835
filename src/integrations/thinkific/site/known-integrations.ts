/** What the site stores of the integrations that use it. Opened credentials are not among it. */
import type { StoredIntegration } from '../storage/site-facts'
import type { SiteStorage } from '../storage/site-storage'
import type { IntegrationAccess } from '../thinkific-job'

/** `savedToD1`: pages can read it. `probeAt`: epoch ms. */
export interface CredentialFault {
  sentence: string
  since: number
  probeAt: number
  savedToD1: boolean
}

type StoredFault = NonNullable<StoredIntegration['fault']>

export interface KnownIntegration {
  access: IntegrationAccess
  fault: CredentialFault | null
  /** Its credential works again, and D1 does not know yet. */
  cleared?: true
  /** When Thinkific last accepted its credential, epoch ms; absent before it did. */
  provenAt?: number
  /** Which sites its credential opens; absent until that was asked (standing.ts). */
  opens?: 'its own' | 'any'
}

export class KnownIntegrations {
  readonly #storage: SiteStorage
  readonly #changed: () => void
  readonly #known: Map<string, KnownIntegration>
  /** Marketplaces that deleted their integration: their customers' access still counts. */
  readonly #left: Set<string>

  /** `changed` runs after each change. */
  constructor(storage: SiteStorage, changed: () => void) {
    this.#storage = storage
    this.#changed = changed
    this.#known = readKnown(storage)
    this.#left = new Set(storage.readFact('marketplaces left'))
  }

  get all(): KnownIntegration[] {
    return [...this.#known.values()]
  }

  get marketplaces(): string[] {
    return [...new Set(this.all.map(({ access }) => access.marketplace))]
  }

  /** More than one marketplace has customers here, also one whose integration is gone. */
  get isShared(): boolean {
    return new Set([...this.marketplaces, ...this.#left]).size > 1
  }

  find(id: string): KnownIntegration | null {
    return this.#known.get(id) ?? null
  }

  /** Null for a credential that is not the saved one: only tried, or replaced meanwhile. */
  findCurrent({ id, sealedCredential }: IntegrationAccess): KnownIntegration | null {
    const known = this.find(id)
    return known?.access.sealedCredential === sealedCredential ? known : null
  }

  put(known: KnownIntegration): void {
    this.putInMemory(known)
    this.#save()
  }

  /** Stored with the next change of any. */
  putInMemory(known: KnownIntegration): void {
    this.#known.set(known.access.id, known)
  }

  /** Their marketplaces remain, as ones that left. */
  delete(gone: KnownIntegration[]): void {
    for (const { access } of gone) {
      this.#known.delete(access.id)
      this.#left.add(access.marketplace)
    }
    this.#saveLeft()
    this.#save()
  }

  forgetLeft(marketplace: string): void {
    this.#left.delete(marketplace)
    this.#saveLeft()
  }

  #saveLeft(): void {
    this.#storage.saveFact('marketplaces left', this.#left.size === 0 ? null : [...this.#left])
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

export function isAccepted({ fault }: KnownIntegration): boolean {
  return fault === null
}

function readKnown(storage: SiteStorage): Map<string, KnownIntegration> {
  const stored = storage.readFact('integrations') ?? {}
  return new Map(
    Object.entries(stored).map(([id, { fault, ...known }]) => [id, { ...known, fault: fault && fromStored(fault) }]),
  )
}

function fromStored({ told: savedToD1, ...fault }: StoredFault): CredentialFault {
  return { ...fault, savedToD1 }
}

function toStored({ savedToD1: told, ...fault }: CredentialFault): StoredFault {
  return { ...fault, told }
}
