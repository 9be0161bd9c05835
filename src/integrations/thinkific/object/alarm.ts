/** Alarm work: probes a silent site, retries a rejected credential, releases parked firings. */
import { withTimeout } from '../../../limits/timeout'
import { ObjectAlarm, RELEASED_WITHIN_MS } from '../../object-alarm'
import { nextProbeAt } from '../../outage/circuit-breaker'
import { listReleasable, recordDeferredNotes } from '../firing/deferred-notes'
import { siteKey } from '../settings'
import { areConcernsCurrent, reviewConcerns } from '../site/concern-review'
import { isAccepted, type KnownIntegration } from '../site/known-integrations'
import { probeSite } from '../site/probe'
import type { Site } from '../site/site'
import type { Release } from '../storage/site-facts'

export class SiteAlarm extends ObjectAlarm {
  readonly #site: Site

  constructor(site: Site, storage: DurableObjectStorage) {
    super(storage, 'thinkific.alarm')
    this.#site = site
  }

  override listDue(now: number, soon: number): number[] {
    const { circuit, integrations, releases } = this.#site
    const faults = integrations.all.flatMap(({ fault }) => (fault === null ? [] : [fault]))
    const isDueSoon =
      releases.all.length > 0 ||
      integrations.faults.hasUnreported ||
      listReleasable(this.#site).length > 0 ||
      !areConcernsCurrent(this.#site)
    return [
      // Without an integration there is nothing to probe with, and nothing waits.
      (integrations.all.length === 0 ? null : nextProbeAt(circuit)) ?? Number.POSITIVE_INFINITY,
      ...faults.map(({ probeAt }) => probeAt),
      ...this.#site.standing.listSetters(now).map(({ due }) => due),
      ...(isDueSoon ? [soon] : []),
    ]
  }

  override async ring(): Promise<PromiseSettledResult<unknown>[]> {
    const results: PromiseSettledResult<unknown>[] = await Promise.allSettled([
      this.#probeSite(),
      this.#probeIntegrations(),
      this.#site.standing.proveSetters(),
    ])
    this.#site.updatePace()
    const due = [
      this.#site.integrations.faults.reportAll(),
      this.#release(),
      recordDeferredNotes(this.#site),
      reviewConcerns(this.#site),
    ]
    return [...results, ...(await Promise.allSettled(due))]
  }

  /** Any working integration can show whether the site answers. */
  async #probeSite(): Promise<void> {
    const { all } = this.#site.integrations
    const access = (all.find(isAccepted) ?? all[0])?.access
    if (access === undefined || this.#site.circuit === null) {
      return
    }
    if (this.#site.permission(Date.now()).go === 'probe') {
      await probeSite(this.#site, access, true)
    }
  }

  async #probeIntegrations(): Promise<void> {
    const due = this.#site.integrations.all
      .filter(({ fault }) => fault !== null && fault.probeAt <= Date.now())
      // Those put off the last time come first.
      .sort((one, other) => (one.fault?.probeAt ?? 0) - (other.fault?.probeAt ?? 0))
    await Promise.all(due.map((known) => this.#probeIntegration(known)))
  }

  async #probeIntegration({ access, fault }: KnownIntegration): Promise<void> {
    const now = Date.now()
    if (this.#site.circuit?.open || !this.#site.integrations.faults.mayTry(access, now)) {
      return this.#site.integrations.faults.record(access, fault?.sentence ?? '', now)
    }
    await probeSite(this.#site, access, false)
  }

  /** All are carried out though one fails; that one is tried again. */
  async #release(): Promise<void> {
    const { releases } = this.#site
    const results = await Promise.allSettled(
      releases.all.map(async (release) => {
        await this.#carryOut(release)
        releases.complete(release)
      }),
    )
    throwFirst(results)
  }

  /** Every marketplace is asked, since the journal of one may fail or stall for good. Releasing twice is harmless. */
  async #carryOut({ integration, waits, held }: Release): Promise<void> {
    const { ports, integrations } = this.#site
    const known = integrations.all.filter(({ access }) => integration === null || access.id === integration)
    const filters = known.map(({ access }) => ({
      marketplace: access.marketplace,
      filter:
        integration === null
          ? {
              site: siteKey(access),
              ...(waits === undefined ? {} : { waits }),
              ...(held === undefined ? {} : { held }),
            }
          : { integration },
    }))
    const each = new Map(filters.map(({ marketplace, filter }) => [marketplace, filter]))
    const results = await Promise.allSettled(
      [...each].map(([marketplace, filter]) =>
        withTimeout(RELEASED_WITHIN_MS, ports.releaseParked(marketplace, filter)),
      ),
    )
    throwFirst(results)
  }
}

function throwFirst(results: PromiseSettledResult<unknown>[]): void {
  const failed = results.find((one) => one.status === 'rejected')
  if (failed !== undefined) {
    throw failed.reason
  }
}
