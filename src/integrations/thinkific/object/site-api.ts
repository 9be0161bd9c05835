/** What a Thinkific site's object can be asked over RPC. */

import type { Note } from '../../../model/job'
import type { Outcome, Settling } from '../../../model/outcome'
import type { TargetKind } from '../actions'
import type { RefreshProgress } from '../catalog/refresh-progress'
import type { EmailCorrection } from '../customers/correct-email'
import type { CustomerView } from '../customers/customer-view'
import type { CustomerExport } from '../customers/erasure'
import type { HolderCount, TargetHolder } from '../customers/target-holders'
import type { IntegrationAccess, Job } from '../job'
import type { CheckResult, UserLookup } from '../site/interactive-calls'
import type { SiteStatus } from './status'

export interface SiteApi extends Rpc.DurableObjectBranded {
  /** An outcome for each job, or the second to come back for it; in the jobs' order, within 3 s. Never rejects. */
  settle(jobs: Job[]): Promise<Settling[]>

  /** Events no rule brings here, which the ledger must know all the same. */
  note(notes: Note[]): Promise<void>

  /** What a job would come to, calling nothing and keeping nothing. */
  explain(job: Job): Promise<{ outcome: Outcome; sentence: string }>

  /** What a customer holds here and why; null for somebody the marketplace never told of. */
  customer(marketplace: string, email: string): Promise<CustomerView | null>

  /** How many customers a marketplace's purchases let into a target now, as far as `most`. */
  holders(marketplace: string, target: { kind: TargetKind; id: string }, most: number): Promise<HolderCount>

  /** Who they are, at most so many. */
  holding(marketplace: string, target: { kind: TargetKind; id: string }, most: number): Promise<TargetHolder[]>

  /** Does Thinkific take this credential? Ahead of any burst; what is stored stays until it is saved. */
  check(access: IntegrationAccess): Promise<CheckResult>

  /** Reads the catalog anew in the background, unless that is under way. */
  refresh(access: IntegrationAccess): Promise<RefreshProgress>

  refreshProgress(integration: string): Promise<RefreshProgress | null>

  /** What Thinkific itself says of somebody now. */
  lookUp(access: IntegrationAccess, email: string): Promise<UserLookup>

  /** Moves a marketplace's purchases from one email to another; answers what is to be opened and ended by hand. */
  correctEmail(marketplace: string, from: string, to: string, stays: boolean): Promise<EmailCorrection>

  exportCustomer(marketplace: string, email: string): Promise<CustomerExport | null>

  /** Forgets who it was; what they bought stays under a keyed hash. True where anything was known of them. */
  erase(marketplace: string, email: string): Promise<boolean>

  /** An integration or a whole marketplace is gone; another marketplace on this site is not touched. */
  forget(gone: { integration?: string; marketplace?: string }): Promise<void>

  /** Seals the object's own secret under the newest key, so that the old one can be retired. */
  reseal(): Promise<void>

  status(): Promise<SiteStatus>
}
