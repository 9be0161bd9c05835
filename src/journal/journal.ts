/**
 * One marketplace's journal: the events it received and their outcomes. Its interface is journal-api.ts; each method
 * is a file, and works on the state in journal-runtime.ts.
 */
import { DurableObject } from 'cloudflare:workers'
import type { Env } from '../env'
import { limitEnv } from '../limits/limited-env'
import type { CauseLine } from '../model/alert'
import type { MarketEvent } from '../model/event'
import type { NoteEffect } from '../model/firing-job'
import { type QueueMessage, toEventMessage } from '../model/message'
import { mayNeedPerson } from '../model/outcome'
import type { PostTraits } from '../model/post-traits'
import type { PurchaseChoice } from '../model/purchase'
import { openHistory } from '../recovery/object-history'
import { answerRestore, type RestoreAnswer, type RestoreRequest } from '../recovery/restoration'
import { AlertClock, type LoadAlertCheck } from './alert-clock'
import type { ApiAdmission, CountedRequest, KeptAnswer } from './api-requests/admission'
import { RequestCounter } from './api-requests/request-counter'
import { readEarlierPurchases, sliceEarlierPurchases } from './customers/earlier-purchases'
import { resolveCustomer } from './customers/erasure'
import { findCustomers } from './customers/find-customers'
import { findOrders } from './customers/find-orders'
import { exportFromJournal, readCustomer } from './customers/history'
import { recordActs } from './customers/manual-action'
import { beginImport, changeImport, discardSome, toImportJob } from './imports/change-import'
import type { BegunImport, ImportChange, ImportPage, NewImportJob } from './imports/import-queries'
import type { ImportRecord, ImportRow, StoredOrder } from './imports/import-record'
import { endWaitingJob } from './jobs/end-waiting'
import type { JobChange, JobKind, JobView, NewJob } from './jobs/job'
import { JobRunner } from './jobs/job-runner'
import { JOB_KINDS } from './jobs/kinds'
import { listCustomersJob } from './jobs/list-customers'
import { createJobPorts } from './jobs/ports'
import type { JournalApi } from './journal-api'
import { JournalRuntime } from './journal-runtime'
import { readEntry } from './log/entry'
import { ignoreEntries } from './log/ignore'
import { applyChoices, listNotUnderstoodPosts, listNotUnderstoodWords } from './log/not-understood'
import { countByProduct } from './log/product-figures'
import type { LostSale } from './lost-sales/lost-sale'
import { forgetComparison, leaveLostSale, readLostSales } from './lost-sales/lost-sales'
import { noteEndedHold } from './overview/ended-holds'
import { type JournalHealth, readHealth } from './overview/health'
import { listReceived, readLog, readOverview } from './overview/overview'
import type * as Queries from './queries'
import { foreseeArrival } from './receipts/foresee-arrival'
import { toOpenFiring } from './receipts/receipt'
import type { ReceiptPlace } from './receipts/receipt-table'
import { recordEffects } from './receipts/record-effects'
import { recordSettlements } from './receipts/record-settlement'
import { receiveArrivals } from './receive-arrivals'
import { readDifferences, setWeekly } from './reconcile/reconcile'
import type { ReconciledIntegration } from './reconcile/state'
import { WeeklyClock } from './reconcile/weekly-clock'
import { recordRefusal } from './refusals/resends'
import { readRetention } from './retention'
import { readSitesLeft, rememberSiteLeft } from './storage/facts'
import { entryId } from './storage/keys'
import { readUndo } from './undo/find-undo'
import { undoOneEntry } from './undo/start-undo'
import { CHECK_EVERY_MS } from './upkeep'
import { endWaitingOfRules, giveUpEntries, SLICE_ENTRIES } from './waiting/end-entries'
import { RESEND_AFTER_MS } from './waiting/outbox'
import { parkMessage } from './waiting/park-message'
import { listReleased, listReleasedBefore } from './waiting/release'
import { queueReplay, releaseParked, retryEntries, runWithPurchase } from './waiting/run-again'

export class Journal extends DurableObject<Env> implements JournalApi {
  readonly #runtime: JournalRuntime
  readonly #jobs: JobRunner
  readonly #alerts: AlertClock
  readonly #weekly: WeeklyClock
  readonly #apiRequests = new RequestCounter()

  /** @param stations what stations above have it do: look for alerts, and kinds of jobs */
  constructor(ctx: DurableObjectState, env: Env, stations: { loadAlertCheck?: LoadAlertCheck; jobs?: JobKind[] } = {}) {
    super(ctx, env)
    const parts = limitEnv(env)
    const send = async (messages: QueueMessage[]) => {
      await parts.EVENTS.sendBatch(messages.map((body) => ({ body })))
    }
    this.#runtime = new JournalRuntime(ctx.storage, send, readRetention(parts.RETENTION_DAYS).ms)
    const kinds = [...JOB_KINDS, ...(stations.jobs ?? [])]
    this.#jobs = new JobRunner(this.#runtime, createJobPorts(parts), kinds, () => this.#alerts.poke())
    this.#alerts = new AlertClock(this.#runtime, stations.loadAlertCheck ?? null)
    this.#weekly = new WeeklyClock(this.#runtime, (job) => this.#jobs.start(job))
  }

  restore(request: RestoreRequest): Promise<RestoreAnswer> {
    return answerRestore(this.ctx.storage, openHistory(this.ctx), request, Date.now())
  }

  async admitApiRequest({ token, keyed }: CountedRequest): Promise<ApiAdmission> {
    const counted = this.#apiRequests.take(token, Date.now())
    if (keyed === null || counted.left < 0 || this.#runtime.isCleared) {
      return { ...counted, keyed: null }
    }
    return { ...counted, keyed: this.#runtime.transact((store, now) => store.apiAnswers.begin(keyed, now)) }
  }

  async endApiRequest(key: string, answer: KeptAnswer | null): Promise<void> {
    this.#runtime.transact((store) => store.apiAnswers.end(key, answer))
  }

  async receive(event: MarketEvent, candidates: Queries.Arrival['candidates']): Promise<Queries.ReceiveResult> {
    const [received] = await this.receiveAll([{ event, candidates }])
    if (!received) {
      throw new Error('the event could not be written down')
    }
    return received
  }

  async receiveAll(arrivals: Queries.Arrival[]): Promise<(Queries.ReceiveResult | null)[]> {
    const all = receiveArrivals(this.#runtime, arrivals)
    this.#runtime.readOn()
    if (all.some((received) => received?.status === 'open')) {
      await this.#runtime.arm(CHECK_EVERY_MS)
    }
    if (arrivals.some(({ event }) => event.type === null)) {
      await this.#alerts.poke()
    }
    return all
  }

  async foresee(arrival: Queries.Arrival): Promise<Queries.ForeseenArrival> {
    return this.#runtime.tryOut((store, now) => foreseeArrival(store, arrival, now))
  }

  async firing(_event: string, firing: string): Promise<Queries.DueFiring | null> {
    const [found] = await this.firings([firing])
    return found ?? null
  }

  async firings(ids: string[]): Promise<(Queries.DueFiring | null)[]> {
    return ids.map((id) => {
      const found = this.#runtime.store.findEntry(id)
      if (found === null || found.result.outcome !== null) {
        return null
      }
      const open = toOpenFiring(found.receipt, found.result)
      return open === null ? null : { ...open, event: found.receipt.event }
    })
  }

  async record(answers: Queries.FiringAnswer[]): Promise<void> {
    this.#runtime.transact((store, now) => recordSettlements(store, answers, now))
    await this.#runtime.commitEach(listReleasedBefore(this.#runtime.store, answers), releaseParked)
    if (answers.some(({ settling }) => mayNeedPerson(settling))) {
      await this.#alerts.poke()
    }
  }

  async recordEffects(
    event: Pick<MarketEvent, 'id' | 'customer'>,
    effects: NoteEffect[],
    entry?: string,
  ): Promise<void> {
    this.#runtime.transact((store, now) => recordEffects(store, event, effects, now, entry))
    if (effects.some(({ own }) => own !== null && mayNeedPerson({ final: true, ...own }))) {
      await this.#alerts.poke()
    }
  }

  async releaseParked(filter: Queries.ReleaseFilter): Promise<number> {
    await this.#runtime.readOpen()
    await this.#alerts.poke()
    const { site, held } = filter
    this.#runtime.store.releases.note(filter, Date.now())
    if (site !== undefined && held !== undefined) {
      this.#runtime.transact((store) => noteEndedHold(store, site, held))
    }
    return this.#runtime.commitEach(listReleased(this.#runtime.store.waiting, filter), releaseParked)
  }

  async refuse(
    refusal: Queries.RefusedPost,
    event: Pick<MarketEvent, 'id' | 'customer'> | null = null,
    traits: PostTraits | null = null,
  ): Promise<void> {
    this.#runtime.transact((store) => recordRefusal(store, refusal, event, traits))
    await this.#alerts.poke()
  }

  async fallback(event: MarketEvent): Promise<void> {
    if (this.#runtime.isCleared) {
      return
    }
    await this.#runtime.arm(RESEND_AFTER_MS)
    this.#runtime.transact((store, now) => store.outbox.keep(toEventMessage(event), now))
  }

  async park(message: QueueMessage, reason: string): Promise<void> {
    if (this.#runtime.isCleared) {
      return
    }
    await this.#runtime.arm(CHECK_EVERY_MS)
    this.#runtime.transact((store, now) => parkMessage(store, message, reason, now))
    await this.#alerts.poke()
  }

  async log(query: Queries.LogQuery): Promise<Queries.LogPage> {
    await this.#runtime.readOpen()
    return readLog(this.#runtime.store, query)
  }

  async entry(id: string): Promise<Queries.Entry | null> {
    return readEntry(this.#runtime.store, id)
  }

  async customer(email: string): Promise<Queries.CustomerHistory> {
    return readCustomer(this.#runtime.store, email)
  }

  async customers(marketplace: string, query: Queries.CustomerQuery): Promise<Queries.CustomerAnswer> {
    await this.#runtime.readOpen()
    const found = this.#runtime.transact((store, now) => findCustomers(store, query, now))
    if (this.#runtime.store.pages.filling?.done !== false) {
      return { ...found, listing: null }
    }
    const { done, total } = await this.#jobs.start(listCustomersJob(marketplace))
    return { ...found, listing: { done, total } }
  }

  async addNote(email: string, note: Omit<Queries.CustomerNote, 'at'>): Promise<boolean> {
    return this.#runtime.transact((store, at) => store.notes.add(resolveCustomer(store, email), { ...note, at }))
  }

  async deleteNote(email: string, id: string): Promise<void> {
    this.#runtime.transact((store) => store.notes.delete(resolveCustomer(store, email), id))
  }

  async orders(begins: string, limit: number): Promise<Queries.FoundOrder[]> {
    await this.#runtime.readOpen()
    return this.#runtime.transact((store, now) => findOrders(store, begins, limit, now))
  }

  async retry(ids: string[], person: string): Promise<number> {
    return this.#runtime.commitEach(ids, (store, slice, now) => retryEntries(store, slice, person, now))
  }

  async replay(id: string, person: string): Promise<void> {
    await this.#runtime.readOpen()
    await this.#runtime.commit((store, now) => ({ messages: queueReplay(store, id, person, now) }))
  }

  async choosePurchase(
    id: string,
    choice: PurchaseChoice,
    person: string,
  ): Promise<{ chosen: boolean; by: string | null }> {
    const { chosen, by } = await this.#runtime.commit((store, now) => runWithPurchase(store, id, choice, person, now))
    return { chosen, by }
  }

  async notUnderstoodWords(): Promise<Queries.NotUnderstoodWord[]> {
    return listNotUnderstoodWords(this.#runtime.store)
  }

  async notUnderstoodPosts(
    format: string,
    words: string[],
    wanted: { limit: number; except: string[] },
  ): Promise<Queries.NotUnderstoodPost[]> {
    return listNotUnderstoodPosts(this.#runtime.store, format, words, wanted)
  }

  async treat(choices: Queries.WordChoice[], person: string): Promise<string[]> {
    const { settled } = await this.#runtime.commit((store, now) => applyChoices(store, choices, person, now))
    return settled
  }

  async ignore(ids: string[], person: string, note: string): Promise<number> {
    return this.#runtime.transact((store, now) => ignoreEntries(store, ids, { person, note }, now))
  }

  async giveUp(ids: string[], person: string): Promise<number> {
    return this.#runtime.transact((store, now) => giveUpEntries(store, ids, person, now))
  }

  async ruleOff(rule: string): Promise<number> {
    await this.#runtime.readOpen()
    const { ended, left } = this.#runtime.transact((store, now) => endWaitingOfRules(store, [rule], SLICE_ENTRIES, now))
    if (left > 0) {
      await this.#jobs.start(endWaitingJob(this.#runtime.store, rule))
    }
    return ended + left
  }

  async startJob(job: NewJob): Promise<JobView> {
    await this.#runtime.readOpen()
    return this.#jobs.start(job)
  }

  async jobs(): Promise<JobView[]> {
    // In case the alarm was lost.
    await this.#jobs.arm()
    return this.#jobs.list()
  }

  async changeJob(id: string, change: JobChange): Promise<JobView | null> {
    return this.#jobs.change(id, change)
  }

  async earlierPurchases(look: Queries.EarlierQuery, after: string): Promise<Queries.EarlierPurchases> {
    return readEarlierPurchases((from) => sliceEarlierPurchases(this.#runtime.store, look, from), after)
  }

  async findUndo(asked: Queries.UndoQuery, after: string): Promise<Queries.UndoPage> {
    await this.#runtime.readOpen()
    return readUndo(() => this.#runtime.store, asked, after)
  }

  async undoEntry(asked: Queries.EntryUndo): Promise<string | null> {
    await this.#runtime.readOpen()
    const { entry } = await this.#runtime.commit((store, now) => undoOneEntry(store, asked, now))
    return entry
  }

  async act(marketplace: string, act: Queries.ManualAction): Promise<string> {
    const { receipts } = await this.#runtime.commit((store, now) => recordActs(store, marketplace, [act], now))
    return entryId(receipts[0]?.key ?? '', 1)
  }

  async lostSales(): Promise<Queries.LostSalesAnswer> {
    return this.#runtime.transact((store, now) => readLostSales(store, now))
  }

  async lostSale(id: string): Promise<LostSale | null> {
    return this.#runtime.store.lostSales.findOpen(id)
  }

  async leaveLostSale(id: string): Promise<void> {
    this.#runtime.transact((store, now) => leaveLostSale(store, id, now))
  }

  async forgetComparison(): Promise<void> {
    this.#runtime.transact(({ sql }) => forgetComparison(sql))
    await this.#alerts.poke()
  }

  async differenceCounts(): Promise<Record<string, number>> {
    return this.#runtime.store.differences.countAll()
  }

  async differences(integration: string): Promise<Queries.ReconcileAnswer> {
    return readDifferences(this.#runtime.store, integration)
  }

  async setWeekly(integration: ReconciledIntegration, isWeekly: boolean): Promise<void> {
    this.#runtime.transact((store, now) => setWeekly(store, integration, isWeekly, now))
    await this.#weekly.arm()
  }

  async overview(): Promise<Queries.OverviewFacts> {
    await this.#runtime.readOpen()
    return this.#runtime.transact((store, now) => readOverview(store, now))
  }

  async health(): Promise<JournalHealth> {
    await this.#runtime.readOpen()
    await this.#runtime.rearm()
    await this.#jobs.arm()
    await this.#weekly.arm()
    await this.#alerts.arm()
    return readHealth(this.#runtime.store, Date.now())
  }

  async watchAlerts(marketplace: string, retry: string | null = null): Promise<void> {
    if (!this.#runtime.isCleared) {
      await this.#alerts.watch(marketplace, retry)
    }
  }

  async causes(marketplace: string): Promise<CauseLine[] | null> {
    return this.#alerts.listCauses(marketplace)
  }

  async seen(): Promise<Queries.Sightings> {
    return this.#runtime.store.sightings.list()
  }

  async productFigures(since: number): Promise<Record<string, Queries.ProductFigures>> {
    return countByProduct(this.#runtime.store.sql, since)
  }

  async received(limit: number): Promise<Queries.ReceivedEvent[]> {
    await this.#runtime.readOpen()
    return listReceived(this.#runtime.store, limit)
  }

  async refused(): Promise<Queries.RefusalSummary> {
    return this.#runtime.store.refusals.summary
  }

  async exportCustomer(email: string, after?: ReceiptPlace): Promise<Queries.CustomerExport> {
    return exportFromJournal(this.#runtime.store, email, after)
  }

  async left(site: string): Promise<void> {
    this.#runtime.transact(({ sql }) => rememberSiteLeft(sql, site))
  }

  async sitesLeft(): Promise<string[]> {
    return readSitesLeft(this.#runtime.store.sql)
  }

  async imports(): Promise<ImportRecord[]> {
    return this.#runtime.store.imports.list()
  }

  async import(id: string): Promise<ImportRecord | null> {
    return this.#runtime.store.imports.find(id)
  }

  async importOrders(id: string, page: ImportPage): Promise<StoredOrder[]> {
    return this.#runtime.store.imports.listPage(id, page)
  }

  async beginImport(begun: BegunImport): Promise<ImportRecord | null> {
    return this.#runtime.transact((store, now) => beginImport(store, begun, now))
  }

  async keepImportSlice(id: string, n: number, rows: ImportRow[]): Promise<boolean> {
    return this.#runtime.transact((store) => store.imports.keepSlice(id, n, rows))
  }

  async changeImport(id: string, change: ImportChange): Promise<ImportRecord | null> {
    return this.#runtime.transact((store, now) => changeImport(store, id, change, now))
  }

  async startImportWork(id: string, change: ImportChange, work: NewImportJob): Promise<JobView | null> {
    await this.#runtime.readOpen()
    const changed = this.#runtime.transact((store, now) => changeImport(store, id, change, now))
    // Nothing is awaited in between, so that Cloudflare stores both or neither.
    return changed && this.#jobs.start(toImportJob(changed, work))
  }

  async discardImport(id: string): Promise<boolean> {
    while (!this.#runtime.transact((store) => discardSome(store, id))) {
      await scheduler.wait(0)
    }
    return this.#runtime.store.imports.find(id) === null
  }

  async sweep(now: number): Promise<void> {
    // First: a sweep of many receipts may outlast its caller.
    await this.#runtime.rearm()
    await this.#jobs.arm()
    await this.#weekly.arm()
    await this.#alerts.arm()
    await this.#runtime.sweep(now)
  }

  override async alarm(): Promise<void> {
    try {
      await this.#runtime.onAlarm()
    } finally {
      await this.#weekly.onAlarm()
      await this.#jobs.onAlarm()
      await this.#alerts.onAlarm()
    }
  }
}
