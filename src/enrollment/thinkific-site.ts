/**
 * A Thinkific site: one object owns its pace, its ledger and what was learned of its users, and makes all calls to it.
 * Everything it promises holds across eviction: see customers/tables.ts for what is written, errand.ts for when.
 */
import { DurableObject } from 'cloudflare:workers'
import type { RefreshProgress } from '../catalog/progress'
import type { Env } from '../env'
import type { IntegrationAccess, Job, Note } from '../model/job'
import type { Outcome, Settling } from '../model/outcome'
import type { TargetKind } from '../model/rule'
import { Alarm } from './alarm'
import { type Corrected, correct } from './customers/correct-email'
import { type CustomerExport, erase, exported, forgetMarketplace } from './customers/erasure'
import { type Holders, type Holding, holdersOf, holdingOf } from './customers/holding'
import { type CustomerHolds, customerHolds } from './customers/holds'
import { explainJob } from './explain'
import { type CheckAnswer, Interactive, type LookUp } from './interactive'
import { takeNotes } from './notes'
import { Errands } from './settle'
import { Site } from './site'
import { type SiteStatus, statusOf } from './status'

export class ThinkificSite extends DurableObject<Env> {
  readonly #site: Site
  readonly #errands: Errands
  readonly #alarm: Alarm
  readonly #interactive: Interactive

  constructor(ctx: DurableObjectState, env: Env) {
    super(ctx, env)
    this.#site = new Site(ctx.storage, env)
    this.#errands = new Errands(this.#site)
    this.#alarm = new Alarm(this.#site, ctx.storage)
    this.#interactive = new Interactive(this.#site)
  }

  /** An outcome for each job, or the second to come back for it; in the jobs' order, within 3 s. Never rejects. */
  async settle(jobs: Job[]): Promise<Settling[]> {
    const answers = await this.#errands.settle(jobs, (work) => this.#background(work))
    await this.#alarm.arm()
    return answers
  }

  /** Events no rule brings here, which the ledger must know all the same. */
  async note(notes: Note[]): Promise<void> {
    try {
      await takeNotes(this.#site, notes)
    } finally {
      // What a note moves is brought to Thinkific, which may turn the integration away or not answer.
      await this.#alarm.arm()
    }
  }

  /** What a job would come to, calling nothing and keeping nothing. */
  async explain(job: Job): Promise<{ outcome: Outcome; sentence: string }> {
    return explainJob(this.#site, job)
  }

  /** What a customer holds here and why; null for somebody the marketplace never told of. */
  async customer(marketplace: string, email: string): Promise<CustomerHolds | null> {
    return customerHolds(this.#site, marketplace, email)
  }

  /** How many customers a marketplace's purchases let into a target now, as far as `most`. */
  async holders(marketplace: string, target: { kind: TargetKind; id: string }, most: number): Promise<Holders> {
    return holdersOf(this.#site, marketplace, target, most)
  }

  /** Who they are, at most so many. */
  async holding(marketplace: string, target: { kind: TargetKind; id: string }, most: number): Promise<Holding[]> {
    return holdingOf(this.#site, marketplace, target, most)
  }

  /** Does Thinkific take this credential? Ahead of any burst; what is stored stays until it is saved. */
  async check(access: IntegrationAccess): Promise<CheckAnswer> {
    const answer = await this.#interactive.check(access)
    await this.#alarm.arm()
    return answer
  }

  /** Reads the catalog anew in the background, unless that is under way. */
  async refresh(access: IntegrationAccess): Promise<RefreshProgress> {
    return this.#interactive.refresh(access, (work) => this.#background(work))
  }

  async refreshProgress(integration: string): Promise<RefreshProgress | null> {
    return this.#interactive.refreshProgress(integration)
  }

  /** What Thinkific itself says of somebody now. */
  async lookUp(access: IntegrationAccess, email: string): Promise<LookUp> {
    const answer = await this.#interactive.lookUp(access, email)
    // An answer may have shown that the site, or the key, is well again: what is parked goes on.
    await this.#alarm.arm()
    return answer
  }

  /** Moves a marketplace's purchases from one email to another; answers what is to be opened and ended by hand. */
  async correctEmail(marketplace: string, from: string, to: string, stays: boolean): Promise<Corrected> {
    return correct(this.#site, marketplace, from, to, stays)
  }

  async exportCustomer(marketplace: string, email: string): Promise<CustomerExport | null> {
    return exported(this.#site, marketplace, email)
  }

  /** Forgets who it was; what they bought stays under a keyed hash. True where anything was known of them. */
  async erase(marketplace: string, email: string): Promise<boolean> {
    return erase(this.#site, marketplace, email)
  }

  /** An integration or a whole marketplace is gone; another marketplace on this site is not touched. */
  async forget(gone: { integration?: string; marketplace?: string }): Promise<void> {
    if (gone.marketplace !== undefined) await forgetMarketplace(this.#site, gone.marketplace)
    this.#site.integrations.forget(({ id, marketplace }) => id === gone.integration || marketplace === gone.marketplace)
  }

  /** Seals the object's own secret under the newest key, so that the old one can be retired. */
  async reseal(): Promise<void> {
    await this.#site.keyOf('')
  }

  async status(): Promise<SiteStatus> {
    return statusOf(this.#site, this.#errands)
  }

  override async alarm(): Promise<void> {
    await this.#alarm.ring()
  }

  #background(work: Promise<unknown>): void {
    this.ctx.waitUntil(work.then(() => this.#alarm.arm()))
  }
}
