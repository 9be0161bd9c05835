/** A marketplace journal's RPC interface. Times are epoch ms. */
import type { CauseLine } from '../model/alert'
import type { MarketEvent } from '../model/event'
import type { NoteEffect } from '../model/firing-job'
import type { QueueMessage } from '../model/message'
import type { PostTraits } from '../model/post-traits'
import type { PurchaseChoice } from '../model/purchase'
import type { RestoreAnswer, RestoreRequest } from '../recovery/restoration'
import type { ApiAdmission, CountedRequest, KeptAnswer } from './api-requests/admission'
import type { BegunImport, ImportChange, ImportPage, NewImportJob } from './imports/import-queries'
import type { ImportRecord, ImportRow, StoredOrder } from './imports/import-record'
import type { JobChange, JobView, NewJob } from './jobs/job'
import type { LostSale } from './lost-sales/lost-sale'
import type { JournalHealth } from './overview/health'
import type * as Queries from './queries'
import type { ReceiptPlace } from './receipts/receipt-table'
import type { ReconciledIntegration } from './reconcile/state'

export interface JournalApi extends Rpc.DurableObjectBranded {
  /** Opens or resumes an event's receipt and returns what is left to settle. */
  receive(event: MarketEvent, candidates: Queries.Arrival['candidates']): Promise<Queries.ReceiveResult>

  /** Counts a request of the API, and says whether its key was used before. */
  admitApiRequest(request: CountedRequest): Promise<ApiAdmission>

  /** @param answer null where nothing was done */
  endApiRequest(key: string, answer: KeptAnswer | null): Promise<void>

  /** Newest first. */
  imports(): Promise<ImportRecord[]>

  import(id: string): Promise<ImportRecord | null>

  importOrders(id: string, page: ImportPage): Promise<StoredOrder[]>

  /** A file that is being uploaded: the same again begins again. Null where as many imports are kept as may be. */
  beginImport(begun: BegunImport): Promise<ImportRecord | null>

  /** False where the import was discarded meanwhile. */
  keepImportSlice(id: string, n: number, rows: ImportRow[]): Promise<boolean>

  /** Null where it is not as the form saw it; the same form again changes nothing. */
  changeImport(id: string, change: ImportChange): Promise<ImportRecord | null>

  /** The same, with its job: both are stored, or neither is. */
  startImportWork(id: string, change: ImportChange, work: NewImportJob): Promise<JobView | null>

  /** Deletes all of one that does not run. */
  discardImport(id: string): Promise<boolean>

  /** Brings everything stored here back to an earlier moment. */
  restore(request: RestoreRequest): Promise<RestoreAnswer>

  /** The same for a batch; null for an event that could not be written down, which costs the others nothing. */
  receiveAll(arrivals: Queries.Arrival[]): Promise<(Queries.ReceiveResult | null)[]>

  /** What an event would fire and decide if it arrived now; nothing is stored. */
  foresee(arrival: Queries.Arrival): Promise<Queries.ForeseenArrival>

  /** A firing that is still to be settled; null where it is final already, or unknown. */
  firing(event: string, firing: string): Promise<Queries.DueFiring | null>

  firings(ids: string[]): Promise<(Queries.DueFiring | null)[]>

  record(answers: Queries.FiringAnswer[]): Promise<void>

  /** What an event without rules changed anyway becomes its entry's outcome. @param entry the run that brought it about */
  recordEffects(event: Pick<MarketEvent, 'id' | 'customer'>, effects: NoteEffect[], entry?: string): Promise<void>

  /** Puts parked entries back in line; answers how many. */
  releaseParked(filter: Queries.ReleaseFilter): Promise<number>

  /** @param traits what its resend would say too */
  refuse(
    refusal: Queries.RefusedPost,
    event?: Pick<MarketEvent, 'id' | 'customer'> | null,
    traits?: PostTraits | null,
  ): Promise<void>

  /** Stores an event the queue refused, until it accepts it. */
  fallback(event: MarketEvent): Promise<void>

  park(message: QueueMessage, reason: string): Promise<void>

  log(query: Queries.LogQuery): Promise<Queries.LogPage>

  entry(id: string): Promise<Queries.Entry | null>

  customer(email: string): Promise<Queries.CustomerHistory>

  /** A list and searches of everyone known. Begins to list who was known before there was a list. */
  customers(marketplace: string, query: Queries.CustomerQuery): Promise<Queries.CustomerAnswer>

  /** False where the customer has as many as they may. */
  addNote(email: string, note: Omit<Queries.CustomerNote, 'at'>): Promise<boolean>

  deleteNote(email: string, id: string): Promise<void>

  orders(begins: string, limit: number): Promise<Queries.FoundOrder[]>

  retry(ids: string[], person: string): Promise<number>

  /** Runs an event against current rules. @param id of the event or one of its entries */
  replay(id: string, person: string): Promise<void>

  /** Settles an unclear entry by the purchase a person chose; false where another did before. */
  choosePurchase(id: string, choice: PurchaseChoice, person: string): Promise<{ chosen: boolean; by: string | null }>

  notUnderstoodWords(): Promise<Queries.NotUnderstoodWord[]>

  /** @param wanted how many, and which entries not */
  notUnderstoodPosts(
    format: string,
    words: string[],
    wanted: { limit: number; except: string[] },
  ): Promise<Queries.NotUnderstoodPost[]>

  /** Settles posts that were not understood as a person chose; returns which. Skips those settled since. */
  treat(choices: Queries.WordChoice[], person: string): Promise<string[]>

  /** Closes open-ended entries; answers how many. */
  ignore(ids: string[], person: string, note: string): Promise<number>

  giveUp(ids: string[], person: string): Promise<number>

  /** Ends what waits for a rule; answers how many entries that concerns. */
  ruleOff(rule: string): Promise<number>
  /** Starts work that takes long, or goes on with the job of that id; its first slices are done in the answer. */
  startJob(job: NewJob): Promise<JobView>
  jobs(): Promise<JobView[]>
  /** Null where it no longer applies. */
  changeJob(id: string, change: JobChange): Promise<JobView | null>

  /** Purchases that a rule was too late for. @param after the previous answer's `next`, or '' */
  earlierPurchases(look: Queries.EarlierQuery, after: string): Promise<Queries.EarlierPurchases>

  /** What an undo would take back, customer by customer; changes nothing. @param after the previous answer's `next`, or '' */
  findUndo(asked: Queries.UndoQuery, after: string): Promise<Queries.UndoPage>

  /** Takes back what one entry did; answers the undo's entry, or null where nothing is left. */
  undoEntry(asked: Queries.EntryUndo): Promise<string | null>

  /** A person's own click; answers the entry to look at. */
  act(marketplace: string, act: Queries.ManualAction): Promise<string>

  /** Looks first whether what is listed was reported since. */
  lostSales(): Promise<Queries.LostSalesAnswer>

  /** Null unless it is open. */
  lostSale(id: string): Promise<LostSale | null>

  /** It is not listed again. */
  leaveLostSale(id: string): Promise<void>

  /** The store's books are read with another key, or no longer: nothing goes on, and nothing is wrong. */
  forgetComparison(): Promise<void>

  /** How many are open, by integration. */
  differenceCounts(): Promise<Record<string, number>>

  differences(integration: string): Promise<Queries.ReconcileAnswer>

  setWeekly(integration: ReconciledIntegration, isWeekly: boolean): Promise<void>

  overview(): Promise<Queries.OverviewFacts>

  health(): Promise<JournalHealth>

  /** Alerts go on from here by the object's alarm. @param retry a channel that is to be tried at once */
  watchAlerts(marketplace: string, retry?: string | null): Promise<void>

  /** What needs a person; null where the object cannot look. */
  causes(marketplace: string): Promise<CauseLine[] | null>

  seen(): Promise<Queries.Sightings>

  /** By product id, over the log's entries. @param since epoch ms */
  productFigures(since: number): Promise<Record<string, Queries.ProductFigures>>

  /** The last events received, newest first. */
  received(limit: number): Promise<Queries.ReceivedEvent[]>

  refused(): Promise<Queries.RefusalSummary>

  exportCustomer(email: string, after?: ReceiptPlace): Promise<Queries.CustomerExport>

  /** Records a site that no integration reaches now; its ledger still holds customers. */
  left(site: string): Promise<void>

  /** Sites of deleted or moved integrations. */
  sitesLeft(): Promise<string[]>

  /** Deletes receipts past their retention. @param now epoch ms */
  sweep(now: number): Promise<void>
}
