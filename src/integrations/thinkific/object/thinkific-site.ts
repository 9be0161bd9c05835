/**
 * A Thinkific site: one object owns its pace, its ledger and what was learned of its users, and makes all calls to it.
 * Everything it promises holds across eviction: see storage/site-storage.ts for what is written, firing/firing-run.ts for when.
 */
import { DurableObject } from 'cloudflare:workers'
import type { Env } from '../../../env'
import { limitEnv } from '../../../limits/limited-env'
import type { Concern, ConcernsByCause } from '../../../model/concern'
import type { Difference } from '../../../model/difference'
import { type Note, type NoteEffect, readFiringJob } from '../../../model/firing-job'
import type { Settling } from '../../../model/outcome'
import { openHistory } from '../../../recovery/object-history'
import { answerRestore, type RestoreAnswer, type RestoreRequest } from '../../../recovery/restoration'
import type {
  ChoosablePurchase,
  CurrentAccess,
  CustomerView,
  EmailCorrection,
  EmailPage,
  HolderCount,
  NamedEvent,
  Sharer,
  TargetHolder,
  UserLookup,
} from '../../customer-access'
import type { ForeseeableEvent, Foresight } from '../../kind'
import type { ComparedPage, GrantedTarget, Part, Reconciler, SiteReading } from '../../reconciler'
import type { SiteStatus } from '../../site-status'
import { type Target, toTarget } from '../actions'
import type { RefreshProgress } from '../catalog/refresh-progress'
import { readAccess } from '../customers/access-now'
import { listChoosable } from '../customers/choosable-purchases'
import { correctEmailAtSite } from '../customers/correct-email'
import { viewCustomer } from '../customers/customer-view'
import { eraseFromSite, exportFromSite, forgetMarketplace, type SiteExport } from '../customers/erasure'
import { listEmails } from '../customers/known-emails'
import { listSharers } from '../customers/purchase-sharers'
import { type CourseOrBundleRef, countHolders, listHolders } from '../customers/target-holders'
import { recordNotes } from '../firing/notes'
import { JobSettler } from '../firing/settle-jobs'
import { foresee } from '../foresight/foresee'
import { describePace } from '../pace/pace-owner'
import { listGranted, listTargets } from '../reconcile/granted'
import { checkDifference, readComparedPage, readContents } from '../reconcile/site-reconciler'
import { InteractiveCalls } from '../site/interactive-calls'
import { probeSite } from '../site/probe'
import { Site } from '../site/site'
import type { IntegrationAccess, SentThinkificJob } from '../thinkific-job'
import { SiteAlarm } from './alarm'
import { createSitePorts } from './bindings'
import type { SiteApi } from './site-api'
import { isNearlyFull, readStatus } from './status'

export class ThinkificSite extends DurableObject<Env> implements SiteApi {
  readonly #site: Site
  readonly #runs: JobSettler
  readonly #alarm: SiteAlarm
  readonly #interactive: InteractiveCalls

  constructor(ctx: DurableObjectState, env: Env) {
    super(ctx, env)
    this.#site = new Site(ctx.storage, createSitePorts(limitEnv(env), ctx.id))
    this.#runs = new JobSettler(this.#site)
    this.#alarm = new SiteAlarm(this.#site, ctx.storage)
    this.#interactive = new InteractiveCalls(this.#site)
  }

  async settle(jobs: SentThinkificJob[]): Promise<Settling[]> {
    const answers = await this.#runs.settle(jobs.map(readFiringJob), (work) => this.#background(work))
    await this.#alarm.arm()
    return answers
  }

  async note(notes: Note[]): Promise<(NoteEffect | null)[]> {
    try {
      return await recordNotes(this.#site, notes)
    } finally {
      // Ends moved by a note are sent to Thinkific, and the call may have failed.
      await this.#alarm.arm()
    }
  }

  async foresee(events: ForeseeableEvent<SentThinkificJob>[]): Promise<Foresight[]> {
    const read = events.map(({ jobs, notes }) => ({ jobs: jobs.map(readFiringJob), notes }))
    return this.#watch(foresee(this.#site, read))
  }

  restore(request: RestoreRequest): Promise<RestoreAnswer> {
    return answerRestore(this.ctx.storage, openHistory(this.ctx), request, Date.now())
  }

  async customer(marketplace: string, email: string): Promise<CustomerView | null> {
    return this.#watch(viewCustomer(this.#site, marketplace, email))
  }

  async concerns(marketplace: string): Promise<ConcernsByCause[]> {
    return this.#site.storage.concerns.groups(marketplace, Date.now())
  }

  async isNearlyFull(marketplace: string): Promise<boolean | null> {
    return this.#watch(isNearlyFull(this.#site, marketplace))
  }

  async choosable(event: NamedEvent): Promise<ChoosablePurchase[]> {
    return listChoosable(this.#site, event)
  }

  async sharers(event: NamedEvent): Promise<Sharer[]> {
    return this.#watch(listSharers(this.#site, event))
  }

  async dismissConcern(marketplace: string, email: string, concern: string): Promise<Concern | null> {
    return this.#site.storage.concerns.dismiss(await this.#site.customerKey(email), marketplace, concern)
  }

  async access(marketplace: string, email: string, target: CourseOrBundleRef): Promise<CurrentAccess> {
    return readAccess(this.#site, marketplace, email, target)
  }

  async countHolders(marketplace: string, target: CourseOrBundleRef, most: number): Promise<HolderCount> {
    return this.#watch(countHolders(this.#site, marketplace, target, most))
  }

  async listEmails(marketplace: string, after: string): Promise<EmailPage> {
    return this.#watch(listEmails(this.#site, marketplace, after))
  }

  async listHolders(marketplace: string, target: CourseOrBundleRef, most: number): Promise<TargetHolder[]> {
    return this.#watch(listHolders(this.#site, marketplace, target, most))
  }

  async adopt(access: IntegrationAccess): Promise<void> {
    this.#site.integrations.remember(access)
    this.#site.integrations.recordOpens(access, 'its own')
    await this.#site.recordAccepted(access)
    await this.#alarm.arm()
  }

  async recheck(access: IntegrationAccess): Promise<{ ok: true } | { ok: false; sentence: string } | null> {
    if (!this.#site.integrations.isProven(access)) {
      return null
    }
    const failure = await this.#watch(probeSite(this.#site, access, false))
    return failure === null ? { ok: true } : { ok: false, sentence: failure.sentence }
  }

  async describePace(integration: string): Promise<string | null> {
    const { integrations, standing } = this.#site
    const marketplace = integrations.all.find(({ access }) => access.id === integration)?.access.marketplace
    if (marketplace === undefined) {
      return null
    }
    await this.#watch(standing.renew(marketplace))
    return standing.isGood(marketplace) ? describePace(integrations.all, integration) : null
  }

  async refresh(access: IntegrationAccess): Promise<RefreshProgress> {
    return this.#interactive.refresh(access, (work) => this.#background(work))
  }

  async refreshProgress(integration: string): Promise<RefreshProgress | null> {
    return this.#interactive.refreshProgress(integration)
  }

  async lookUp(access: IntegrationAccess, email: string): Promise<UserLookup> {
    const answer = await this.#interactive.lookUp(access, email)
    // The call may have shown that the site or credential works again; then parked firings go on.
    await this.#alarm.arm()
    return answer
  }

  async listTargets(marketplace: string, after: string): Promise<Part<Target>> {
    return listTargets(this.#site, marketplace, after)
  }

  async readContents(access: IntegrationAccess, bundle: string): Promise<SiteReading<Target[]>> {
    return this.#watch(readContents(this.#site, access, bundle))
  }

  async readPage(access: IntegrationAccess, course: Target, page: number): Promise<SiteReading<ComparedPage>> {
    return this.#watch(readComparedPage(this.#site, access, course, page))
  }

  async listGranted(
    marketplace: string,
    { targets, since, after }: Parameters<Reconciler['listGranted']>[0],
  ): Promise<Part<GrantedTarget>> {
    return listGranted(this.#site, marketplace, { targets: targets.map(toTarget), since, after })
  }

  async checkDifference(access: IntegrationAccess, difference: Difference): Promise<SiteReading<Difference | null>> {
    return this.#watch(checkDifference(this.#site, access, difference))
  }

  async correctEmail(marketplace: string, from: string, to: string, stays: boolean): Promise<EmailCorrection> {
    return this.#watch(correctEmailAtSite(this.#site, marketplace, from, to, stays))
  }

  async exportCustomer(marketplace: string, email: string): Promise<SiteExport | null> {
    return this.#watch(exportFromSite(this.#site, marketplace, email))
  }

  async erase(marketplace: string, email: string): Promise<boolean> {
    return eraseFromSite(this.#site, marketplace, email)
  }

  async forget(gone: { integration?: string; marketplace?: string }): Promise<void> {
    if (gone.marketplace !== undefined) {
      await forgetMarketplace(this.#site, gone.marketplace)
      this.#site.integrations.forgetMarketplace(gone.marketplace)
    }
    this.#site.integrations.forget(({ id }) => id === gone.integration)
    await this.#alarm.arm()
  }

  async reseal(): Promise<void> {
    await this.#site.customerKey('')
  }

  async status(): Promise<SiteStatus> {
    await this.#alarm.arm()
    return readStatus(this.#site, this.#runs)
  }

  override async alarm(): Promise<void> {
    await this.#alarm.onAlarm()
  }

  /** What a page finds out of a credential is stored and reported as when a call does, also after the page was answered. */
  async #watch<T>(answer: Promise<T>): Promise<T> {
    try {
      return await answer
    } finally {
      await this.#alarm.arm()
      const asking = this.#site.standing.underWay
      if (asking !== null) {
        this.#background(asking)
      }
    }
  }

  #background(work: Promise<unknown>): void {
    this.ctx.waitUntil(work.then(() => this.#alarm.arm()))
  }
}
