/** A marketplace journal's RPC interface. Times are epoch ms. */
import type { MarketEvent } from '../model/event'
import type { QueueMessage } from '../model/message'
import type { JournalHealth } from './overview/health'
import type * as Told from './queries'

export interface JournalApi extends Rpc.DurableObjectBranded {
  /** Opens or resumes an event's receipt. */
  receive(event: MarketEvent, candidates: Told.Arrival['candidates']): Promise<Told.ReceiveResult>

  /** Null for an event that could not be stored; the rest of the batch is unaffected. */
  receiveAll(arrivals: Told.Arrival[]): Promise<(Told.ReceiveResult | null)[]>

  /** Null when the firing is final or unknown. */
  firing(event: string, firing: string): Promise<Told.FiringToSettle | null>

  firings(ids: string[]): Promise<(Told.FiringToSettle | null)[]>

  record(answers: Told.FiringAnswer[]): Promise<void>

  /** Queues parked entries; returns how many. */
  release(filter: Told.ReleaseFilter): Promise<number>

  refuse(refusal: Told.Refusal): Promise<void>

  /** Stores an event the queue refused, until it accepts it. */
  fallback(event: MarketEvent): Promise<void>

  park(message: QueueMessage, reason: string): Promise<void>

  log(query: Told.LogQuery): Promise<Told.LogPage>

  entry(id: string): Promise<Told.Entry | null>

  customer(email: string): Promise<Told.CustomerHistory>

  /** Returns how many run again. */
  retry(ids: string[], person: string): Promise<number>

  /** Retries every failed entry the query finds; returns how many. */
  retryFound(query: Told.LogQuery, person: string): Promise<number>

  /** Runs an event against current rules. @param id of the event or one of its entries */
  replay(id: string, person: string): Promise<void>

  giveUp(ids: string[], person: string): Promise<number>

  ruleOff(rule: string): Promise<number>

  /** Records a person's action; returns its entry's id. */
  act(marketplace: string, act: Told.ManualAction): Promise<string>

  overview(): Promise<Told.OverviewFacts>

  health(): Promise<JournalHealth>

  seen(): Promise<Told.Sightings>

  /** Newest first. */
  received(limit: number): Promise<Told.ReceivedEvent[]>

  refused(): Promise<Told.RefusalSummary>

  exportCustomer(email: string): Promise<Told.CustomerExport>

  /** Erases a customer. */
  erase(email: string): Promise<Told.ErasureResult>

  /** Records a site no integration reaches any more; its ledger still holds customers. */
  left(site: string): Promise<void>

  /** Sites of deleted or moved integrations. */
  sitesLeft(): Promise<string[]>

  /** Deletes receipts past their retention. @param now epoch ms */
  sweep(now: number): Promise<void>

  /** Deletes everything, with the marketplace. */
  forget(): Promise<void>
}
