/**
 * One marketplace's journal: what it was told and what came of it. Each verb is a file; what it works at is
 * desk.ts. Calls and answers are in answers.ts.
 */
import { DurableObject } from 'cloudflare:workers'
import type { Env } from '../env'
import type { MarketEvent } from '../model/event'
import type { QueueMessage } from '../model/message'
import { giveUp, messageFor, release, replay, retry, ruleOff } from './commands'
import { erase } from './customers/erasure'
import { customer, exportCustomer } from './customers/history'
import { personal } from './customers/manual-action'
import type { JournalApi } from './journal-api'
import { Desk } from './journal-runtime'
import { entry } from './log/entry'
import { findIds } from './log/search'
import { health, type JournalHealth } from './overview/health'
import { lastReceived, log, overview } from './overview/overview'
import { refusals, refuse } from './overview/refusals'
import type * as Told from './queries'
import { openResults, toSettle } from './receipts/receipt'
import { receive } from './receipts/receive'
import { record } from './receipts/record-settlement'
import { SITES_LEFT, setFact, sitesLeft } from './storage/facts'
import { entryId } from './storage/keys'
import { LOOK_AROUND_MS } from './upkeep'
import { REFUSED_AGAIN_MS } from './waiting/outbox'
import { park } from './waiting/park'

export class Journal extends DurableObject<Env> implements JournalApi {
  readonly #desk: Desk

  constructor(ctx: DurableObjectState, env: Env) {
    super(ctx, env)
    this.#desk = new Desk(ctx.storage, async (messages) => {
      await env.EVENTS.sendBatch(messages.map((body) => ({ body })))
    })
  }

  async receive(event: MarketEvent, candidates: Told.Arrival['candidates']): Promise<Told.Received> {
    const [received] = await this.receiveAll([{ event, candidates }])
    if (!received) throw new Error('the event could not be written down')
    return received
  }

  async receiveAll(arrivals: Told.Arrival[]): Promise<(Told.Received | null)[]> {
    const all = arrivals.map((arrival) => {
      try {
        return this.#desk.write((books, now) => receive(books, arrival, now))
      } catch (error) {
        console.error(JSON.stringify({ at: 'journal.receive', event: arrival.event.id, error: String(error) }))
        return null
      }
    })
    if (all.some((received) => received?.status === 'open')) await this.#desk.arm(LOOK_AROUND_MS)
    return all
  }

  async firing(_event: string, firing: string): Promise<Told.FiringToSettle | null> {
    const [found] = await this.firings([firing])
    return found ?? null
  }

  async firings(ids: string[]): Promise<(Told.FiringToSettle | null)[]> {
    return ids.map((id) => {
      const found = this.#desk.books.entry(id)
      if (found === null || found.result.outcome !== null) return null
      const open = toSettle(found.receipt, found.result)
      return open === null ? null : { ...open, event: found.receipt.event }
    })
  }

  async record(answers: Told.Answer[]): Promise<void> {
    this.#desk.write((books, now) => record(books, answers, now))
  }

  async release(filter: Told.ReleaseFilter): Promise<number> {
    return this.#desk.queue(this.#desk.write((books, now) => release(books, filter, now)))
  }

  async refuse(refusal: Told.Refusal): Promise<void> {
    this.#desk.write((books) => refuse(books.sql, refusal))
  }

  async fallback(event: MarketEvent): Promise<void> {
    this.#desk.write((books, now) => books.outbox.keep({ v: 1, kind: 'event', event, copies: 0 }, now))
    await this.#desk.arm(REFUSED_AGAIN_MS)
  }

  async park(message: QueueMessage, reason: string): Promise<void> {
    this.#desk.write((books, now) => park(books, message, reason, now))
    await this.#desk.arm(LOOK_AROUND_MS)
  }

  async log(query: Told.LogQuery): Promise<Told.LogPage> {
    return log(this.#desk.books, query)
  }

  async entry(id: string): Promise<Told.Entry | null> {
    return entry(this.#desk.books, id)
  }

  async customer(email: string): Promise<Told.CustomerHistory> {
    return customer(this.#desk.books, email)
  }

  async retry(ids: string[], person: string): Promise<number> {
    return this.#desk.queue(this.#desk.write((books, now) => retry(books, ids, person, now)))
  }

  async retryFound(query: Told.LogQuery, person: string): Promise<number> {
    return this.retry(findIds(this.#desk.books.sql, { ...query, outcome: query.outcome ?? 'failed' }), person)
  }

  async replay(id: string, person: string): Promise<void> {
    await this.#desk.queue(this.#desk.write((books, now) => replay(books, id, person, now)))
  }

  async giveUp(ids: string[], person: string): Promise<number> {
    return this.#desk.write((books, now) => giveUp(books, ids, person, now))
  }

  async ruleOff(rule: string): Promise<number> {
    return this.#desk.write((books, now) => ruleOff(books, rule, now))
  }

  async act(marketplace: string, act: Told.PersonalAct): Promise<string> {
    const receipt = this.#desk.write((books, now) => personal(books, marketplace, act, now))
    await this.#desk.queue(openResults(receipt).flatMap((result) => messageFor(receipt, result)))
    return entryId(receipt.key, 1)
  }

  async overview(): Promise<Told.OverviewFacts> {
    return this.#desk.write((books, now) => overview(books, now))
  }

  async health(): Promise<JournalHealth> {
    return health(this.#desk.books, Date.now())
  }

  async seen(): Promise<Told.Seen> {
    return this.#desk.books.seen.all()
  }

  async received(limit: number): Promise<Told.ReceivedEvent[]> {
    return lastReceived(this.#desk.books, limit)
  }

  async refused(): Promise<Told.RefusedPosts> {
    return refusals(this.#desk.books.sql)
  }

  async exportCustomer(email: string): Promise<Told.CustomerExport> {
    return exportCustomer(this.#desk.books, email)
  }

  async erase(email: string): Promise<Told.Erased> {
    return this.#desk.write((books, now) => erase(books, email, now))
  }

  async left(site: string): Promise<void> {
    this.#desk.write((books) => setFact(books.sql, SITES_LEFT, [...new Set([...sitesLeft(books.sql), site])]))
  }

  async sitesLeft(): Promise<string[]> {
    return sitesLeft(this.#desk.books.sql)
  }

  async sweep(now: number): Promise<void> {
    await this.#desk.sweep(now)
  }

  async forget(): Promise<void> {
    await this.#desk.clear()
  }

  override async alarm(): Promise<void> {
    await this.#desk.ring()
  }
}
