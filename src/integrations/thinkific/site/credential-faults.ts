/** Credentials that Thinkific rejects: known at once, and reported to D1 for the pages. */
import { withTimeout } from '../../../limits/timeout'
import type { IntegrationAccess } from '../thinkific-job'
import type { CredentialFault, KnownIntegration, KnownIntegrations } from './known-integrations'
import type { SitePorts } from './ports'

/** To be written to D1 while someone waits; the alarm tries again. */
const REPORTED_WITHIN_MS = 2_000
/** A rejected credential may work again after a change in Thinkific. */
const PROBE_EVERY_MS = 5 * 60_000
/** Of one marketplace, as when keys are saved (credentials/check-limits.ts). */
const MOST_TRIES = 20
const TRIES_WITHIN_MS = 10 * 60_000

export class CredentialFaults {
  readonly #known: KnownIntegrations
  readonly #ports: SitePorts
  /** By marketplace: when a credential at fault was asked about, epoch ms. */
  readonly #tries = new Map<string, number[]>()

  constructor(known: KnownIntegrations, ports: SitePorts) {
    this.#known = known
    this.#ports = ports
  }

  find(id: string): CredentialFault | null {
    return this.#known.find(id)?.fault ?? null
  }

  /** Whether a credential at fault may be asked about: each question costs Thinkific's patience, not the site's pace. */
  mayTry({ id, marketplace }: IntegrationAccess, now: number): boolean {
    const tries = (this.#tries.get(marketplace) ?? []).filter((at) => at > now - TRIES_WITHIN_MS)
    const may = this.find(id) !== null && tries.length < MOST_TRIES
    if (may) {
      this.#tries.set(marketplace, [...tries, now])
    }
    return may
  }

  /** Ignores a credential that is not the saved one. */
  record(access: IntegrationAccess, sentence: string, now: number): void {
    const known = this.#known.findCurrent(access)
    if (known === null) {
      return
    }
    const since = known.fault?.since ?? now
    const saved = known.fault?.savedToD1 === true && known.fault.sentence === sentence
    const { provenAt: _, cleared: __, ...rest } = known
    this.#known.put({ ...rest, fault: { sentence, since, probeAt: now + PROBE_EVERY_MS, savedToD1: saved } })
  }

  /** `release` runs before the fault is cleared, so that a crash cannot lose it. Neither waits for D1. */
  async clear(access: IntegrationAccess, release: () => void): Promise<void> {
    const known = this.#known.findCurrent(access)
    if (known === null || known.fault === null || (known.opens === 'any' && this.#known.isShared)) {
      return
    }
    release()
    const cleared: KnownIntegration = { ...known, fault: null, cleared: true }
    this.#known.put(cleared)
    await withTimeout(REPORTED_WITHIN_MS, this.#report(cleared)).catch(() => undefined)
  }

  get hasUnreported(): boolean {
    return this.#known.all.some(isUnreported)
  }

  /** Saves to D1 what is new of faults. All are tried; throws when one could not be saved. */
  async reportAll(): Promise<void> {
    const unreported = this.#known.all.filter(isUnreported)
    const results = await Promise.allSettled(unreported.map((known) => this.#report(known)))
    const failed = results.find((one) => one.status === 'rejected')
    if (failed !== undefined) {
      throw failed.reason
    }
  }

  async #report(known: KnownIntegration): Promise<void> {
    const { access, fault } = known
    await this.#ports.reportProblem(access, fault?.sentence ?? null)
    if (this.#known.findCurrent(access) === known) {
      const { cleared: _, ...rest } = known
      this.#known.put({ ...rest, fault: fault && { ...fault, savedToD1: true } })
    }
  }
}

function isUnreported({ fault, cleared }: KnownIntegration): boolean {
  return fault === null ? cleared === true : !fault.savedToD1
}
