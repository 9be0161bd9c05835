/** The RPC interface of a Thinkific site's object. */

import type { Concern, ConcernsByCause } from '../../../model/concern'
import type { Difference } from '../../../model/difference'
import type { Note, NoteEffect } from '../../../model/firing-job'
import type { Settling } from '../../../model/outcome'
import type { RestoreAnswer, RestoreRequest } from '../../../recovery/restoration'
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
import type { Target } from '../actions'
import type { RefreshProgress } from '../catalog/refresh-progress'
import type { SiteExport } from '../customers/erasure'
import type { CourseOrBundleRef } from '../customers/target-holders'
import type { IntegrationAccess, SentThinkificJob } from '../thinkific-job'

export interface SiteApi extends Rpc.DurableObjectBranded {
  /** In the jobs' order, within 3 s: an outcome, or when to come back. Never rejects. */
  settle(jobs: SentThinkificJob[]): Promise<Settling[]>

  /** Events without a rule here that the ledger must know; what each changed, in their order. */
  note(notes: Note[]): Promise<(NoteEffect | null)[]>

  /** What each event's notes and then its jobs would do; calls and stores nothing. */
  foresee(events: ForeseeableEvent<SentThinkificJob>[]): Promise<Foresight[]>

  /** Brings everything stored here back to an earlier moment. */
  restore(request: RestoreRequest): Promise<RestoreAnswer>

  customer(marketplace: string, email: string): Promise<CustomerView | null>

  concerns(marketplace: string): Promise<ConcernsByCause[]>

  /** Null where it is, and this marketplace may not know. */
  isNearlyFull(marketplace: string): Promise<boolean | null>

  choosable(event: NamedEvent): Promise<ChoosablePurchase[]>

  sharers(event: NamedEvent): Promise<Sharer[]>

  dismissConcern(marketplace: string, email: string, concern: string): Promise<Concern | null>

  /** Whether a target is open to a customer now, by the ledger. */
  access(marketplace: string, email: string, target: CourseOrBundleRef): Promise<CurrentAccess>

  countHolders(marketplace: string, target: CourseOrBundleRef, most: number): Promise<HolderCount>

  listHolders(marketplace: string, target: CourseOrBundleRef, most: number): Promise<TargetHolder[]>

  listEmails(marketplace: string, after: string): Promise<EmailPage>

  /** Saved, with a credential that Thinkific accepts for this object's site. */
  adopt(access: IntegrationAccess): Promise<void>

  /** Whether a credential that worked here still does; null where it has not been shown to. */
  recheck(access: IntegrationAccess): Promise<{ ok: true } | { ok: false; sentence: string } | null>

  /** Whose figure the site's pace is; null where an integration decides alone. */
  describePace(integration: string): Promise<string | null>

  /** Reads the catalog in the background, unless a refresh is running. */
  refresh(access: IntegrationAccess): Promise<RefreshProgress>

  refreshProgress(integration: string): Promise<RefreshProgress | null>

  lookUp(access: IntegrationAccess, email: string): Promise<UserLookup>

  /** As in integrations/reconciler.ts, each. */
  listTargets(marketplace: string, after: string): Promise<Part<Target>>

  readContents(access: IntegrationAccess, bundle: string): Promise<SiteReading<Target[]>>

  readPage(access: IntegrationAccess, course: Target, page: number): Promise<SiteReading<ComparedPage>>

  listGranted(marketplace: string, about: Parameters<Reconciler['listGranted']>[0]): Promise<Part<GrantedTarget>>

  checkDifference(access: IntegrationAccess, difference: Difference): Promise<SiteReading<Difference | null>>

  correctEmail(marketplace: string, from: string, to: string, stays: boolean): Promise<EmailCorrection>

  exportCustomer(marketplace: string, email: string): Promise<SiteExport | null>

  /** Purchases stay under a keyed hash. True if anything was stored. */
  erase(marketplace: string, email: string): Promise<boolean>

  /** For a deleted integration or marketplace; other marketplaces are not touched. */
  forget(gone: { integration?: string; marketplace?: string }): Promise<void>

  /** Reseals the object's secret under the newest key, so that the old one can be retired. */
  reseal(): Promise<void>

  status(): Promise<SiteStatus>
}
