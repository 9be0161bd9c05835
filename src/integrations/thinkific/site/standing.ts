/**
 * Whether a marketplace counts beside the others on its site. A credential that no call uses may have died unnoticed, so it
 * is shown to work before anything that others reported is shown to, or comes to depend on, its marketplace.
 */
import { withTimeout } from '../../../limits/timeout'
import { UnsealError } from '../../../secrets/sealing'
import { probeSite } from './probe'
import type { Site } from './site'
import { UNREADABLE_KEY } from './site-integrations'

/** At most one call for each marketplace in this time, however many pages its people open. */
const RENEWED_EVERY_MS = 10 * 60_000
/** A page then goes on with what was known before. */
const ANSWERED_WITHIN_MS = 2_000
/** While Thinkific does not answer, the last proof counts this long. */
const PROOF_LASTS_MS = 12 * 3_600_000

type Proof = 'accepted' | 'refused' | 'unknown'

export class Standing {
  readonly #site: Site
  readonly #running = new Map<string, Promise<Proof>>()

  constructor(site: Site) {
    this.#site = site
  }

  /** Without it, a marketplace sees its own facts alone. */
  isGood(marketplace: string, now = Date.now()): boolean {
    const { integrations } = this.#site
    return (
      integrations.isAccepted(marketplace) &&
      (!integrations.isShared || integrations.provenAt(marketplace) > now - PROOF_LASTS_MS)
    )
  }

  /** Before what others reported may be shown. Never throws. */
  async renew(marketplace: string, now = Date.now()): Promise<void> {
    const { integrations } = this.#site
    if (integrations.isShared && integrations.provenAt(marketplace) <= now - RENEWED_EVERY_MS) {
      await withTimeout(ANSWERED_WITHIN_MS, this.prove(marketplace)).catch(() => undefined)
    }
  }

  /** Before what others' customers have may come to depend on it. Those who ask at the same time share one call. */
  prove(marketplace: string): Promise<Proof> {
    const running = this.#running.get(marketplace)
    if (running !== undefined) {
      return running
    }
    const asked = this.#ask(marketplace).finally(() => this.#running.delete(marketplace))
    this.#running.set(marketplace, asked)
    return asked
  }

  async #ask(marketplace: string): Promise<Proof> {
    const { integrations } = this.#site
    for (const { access } of integrations.acceptedOf(marketplace)) {
      if (this.#site.circuit?.held) {
        return 'unknown'
      }
      try {
        const failure = await probeSite(this.#site, access, false)
        if (failure === null) {
          return 'accepted'
        }
        if (failure.class !== 'credentials') {
          return 'unknown'
        }
      } catch (error) {
        if (!(error instanceof UnsealError)) {
          throw error
        }
        integrations.recordFault(access, UNREADABLE_KEY, Date.now())
      }
    }
    return 'refused'
  }
}
