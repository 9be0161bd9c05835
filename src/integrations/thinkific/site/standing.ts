/**
 * Whether a marketplace counts beside the others on its site. A credential that no call uses may have died unnoticed, so it
 * is shown to work before anything that others reported is shown to its marketplace, or depends on it.
 */
import { withTimeout } from '../../../limits/timeout'
import { listSetters } from '../pace/pace-owner'
import type { CredentialProof } from '../steps/site-knowledge'
import type { IntegrationAccess } from '../thinkific-job'
import { probeSite } from './probe'
import { madeUpSite, readOpens } from './proof'
import type { Site } from './site'

/** At most one call for each marketplace in this time, however many pages its people open. */
const RENEWED_EVERY_MS = 10 * 60_000
/** After this, a page shows what was known before. */
const ANSWERED_WITHIN_MS = 2_000
/** While Thinkific does not answer, the last proof counts this long. */
const PROOF_LASTS_MS = 12 * 3_600_000

/** An unanswered question is repeated after this time. */
const ASKED_EVERY_MS = 60_000
/** When to prove again a key that sets the pace and could not be proven. */
const SETTER_AGAIN_MS = 5 * 60_000
const OPENS_ANY =
  'Thinkific accepts this key under any site’s name, so nothing shows that it belongs to this site, which another marketplace uses too. Enter the key again under Edit: this integration then works separately.'

type ProbeAnswer = 'accepted' | 'refused' | 'unknown'

export class Standing {
  readonly #site: Site
  readonly #running = new Map<string, Promise<ProbeAnswer>>()
  /** By integration: when it was last asked which sites it opens, epoch ms. */
  readonly #askedAt = new Map<string, number>()
  /** By integration that sets the pace: when it was last asked for a proof, epoch ms. */
  readonly #setterAskedAt = new Map<string, number>()

  constructor(site: Site) {
    this.#site = site
  }

  /**
   * Integrations connected by earlier versions, or when they had the site to themselves, were never asked which sites they
   * open. They are once another marketplace is there; one that opens any name is at fault. Never throws.
   */
  async proveSite(integration: string, now = Date.now()): Promise<void> {
    const access = this.#site.integrations.findUnasked(integration)
    const isDue = (this.#askedAt.get(integration) ?? 0) <= now - ASKED_EVERY_MS
    if (access === null || !isDue || this.#site.circuit?.open) {
      return
    }
    this.#askedAt.set(integration, now)
    const opens = await this.#askElsewhere(access).catch(() => null)
    if (opens !== null) {
      this.#site.integrations.recordOpens(access, opens)
    }
    if (opens === 'any') {
      this.#site.integrations.faults.record(access, OPENS_ANY, Date.now())
    }
  }

  /** What a firing of this integration begins with. */
  proofOf(integration: string, now: number): CredentialProof {
    const { integrations } = this.#site
    if (!integrations.isShared) {
      return 'unasked'
    }
    return integrations.provenAtOf(integration) > now - RENEWED_EVERY_MS ? 'recent' : 'old'
  }

  isRecent(marketplace: string, now: number): boolean {
    return this.#site.integrations.provenAt(marketplace) > now - RENEWED_EVERY_MS
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
    if (integrations.isShared && !this.isRecent(marketplace, now)) {
      await withTimeout(ANSWERED_WITHIN_MS, this.prove(marketplace)).catch(() => undefined)
    }
  }

  /** Null where no credential is being proven. Never rejects. */
  get underWay(): Promise<unknown> | null {
    return this.#running.size === 0 ? null : Promise.allSettled(this.#running.values())
  }

  /** Before what others' customers have may depend on it. Those who ask at the same time share one call. */
  prove(marketplace: string): Promise<ProbeAnswer> {
    const running = this.#running.get(marketplace)
    if (running !== undefined) {
      return running
    }
    const asked = this.#ask(marketplace).finally(() => this.#running.delete(marketplace))
    this.#running.set(marketplace, asked)
    return asked
  }

  /** Whose figure holds others back, and when to prove it again, epoch ms; none while Thinkific does not answer. */
  listSetters(now: number): { access: IntegrationAccess; due: number }[] {
    const { integrations, circuit } = this.#site
    return (circuit?.open ? [] : listSetters(integrations.all, now)).map(({ known: { access }, due }) => ({
      access,
      due: Math.max(due, (this.#setterAskedAt.get(access.id) ?? 0) + SETTER_AGAIN_MS),
    }))
  }

  async proveSetters(now = Date.now()): Promise<void> {
    for (const { access } of this.listSetters(now).filter(({ due }) => due <= now)) {
      this.#setterAskedAt.set(access.id, now)
      await this.#probe(access)
    }
  }

  async #ask(marketplace: string): Promise<ProbeAnswer> {
    const { integrations } = this.#site
    for (const { access } of integrations.acceptedOf(marketplace)) {
      if (this.#site.circuit?.open) {
        return 'unknown'
      }
      await this.proveSite(access.id)
      if (integrations.faults.find(access.id) !== null) {
        continue
      }
      const proof = await this.#probe(access)
      if (proof !== 'refused') {
        return proof
      }
    }
    return 'refused'
  }

  async #probe(access: IntegrationAccess): Promise<ProbeAnswer> {
    const failure = await probeSite(this.#site, access, false)
    return failure === null ? 'accepted' : failure.class === 'credentials' ? 'refused' : 'unknown'
  }

  async #askElsewhere(access: IntegrationAccess) {
    const elsewhere = await this.#site.integrations.client({ ...access, site: madeUpSite() })
    return readOpens(await elsewhere.check())
  }
}
