/**
 * One marketplace's journal: what it was told and what came of it. Each verb is a file; here they get their transaction,
 * their clock and their alarm. Calls and answers are in answers.ts.
 */
import { DurableObject } from 'cloudflare:workers'
import type { QueueMessage } from '../dispatch/message'
import type { Env } from '../env'
import type { MarketEvent } from '../intake/event'
import { giveUp, messageFor, release, replay, retry, ruleOff } from './acts'
import type * as Told from './answers'
import { Books } from './books'
import { entry } from './entry'
import { erase } from './erase'
import { customer, exportCustomer } from './history'
import { entryId } from './keys'
import { REFUSED_AGAIN_MS } from './outbox'
import { lastReceived, log, overview } from './overview'
import { park } from './park'
import { personal } from './personal'
import { openResults, toSettle } from './receipt'
import { receive } from './receive'
import { record } from './record'
import { refusals, refuse } from './refused'
import { findIds } from './search'
import { LOOK_AROUND_MS, overdue, sweep, sweepIsDue } from './upkeep'

export class Journal extends DurableObject<Env> {
  private books: Books
  /** When the alarm is set for, epoch ms; null: not at all; undefined: not asked yet. */
  private alarmAt: number | null | undefined

  constructor(ctx: DurableObjectState, env: Env) {
    super(ctx, env)
    this.books = this.open()
  }

  /** Opens or resumes an event's receipt and tells what is to be settled of it. */
  async receive(event: MarketEvent, candidates: Told.Arrival['candidates']): Promise<Told.Received> {
    const [received] = await this.receiveAll([{ event, candidates }])
    if (!received) throw new Error('the event could not be written down')
    return received
  }

  /** The same for a batch; null for an event that could not be written down, which costs the others nothing. */
  async receiveAll(arrivals: Told.Arrival[]): Promise<(Told.Received | null)[]> {
    const all = arrivals.map((arrival) => {
      try {
        return this.write((books, now) => receive(books, arrival, now))
      } catch (error) {
        console.error(JSON.stringify({ at: 'journal.receive', event: arrival.event.id, error: String(error) }))
        return null
      }
    })
    if (all.some((received) => received?.status === 'open')) await this.arm(LOOK_AROUND_MS)
    return all
  }

  /** A firing that is still to be settled; null: final already, or unknown. */
  async firing(_event: string, firing: string): Promise<Told.FiringToSettle | null> {
    const [found] = await this.firings([firing])
    return found ?? null
  }

  async firings(ids: string[]): Promise<(Told.FiringToSettle | null)[]> {
    return ids.map((id) => {
      const found = this.books.entry(id)
      if (found === null || found.result.outcome !== null) return null
      const open = toSettle(found.receipt, found.result)
      return open === null ? null : { ...open, event: found.receipt.event }
    })
  }

  async record(answers: Told.Answer[]): Promise<void> {
    this.write((books, now) => record(books, answers, now))
  }

  /** Puts parked entries back in line; answers how many. */
  async release(filter: Told.ReleaseFilter): Promise<number> {
    return this.queue(this.write((books, now) => release(books, filter, now)))
  }

  async refuse(refusal: Told.Refusal): Promise<void> {
    this.write((books) => refuse(books.sql, refusal))
  }

  /** Keeps an event the queue refused, until it takes it. */
  async fallback(event: MarketEvent): Promise<void> {
    this.write((books, now) => books.outbox.keep({ v: 1, kind: 'event', event, copies: 0 }, now))
    await this.arm(REFUSED_AGAIN_MS)
  }

  async park(message: QueueMessage, reason: string): Promise<void> {
    this.write((books, now) => park(books, message, reason, now))
    await this.arm(LOOK_AROUND_MS)
  }

  async log(query: Told.LogQuery): Promise<Told.LogPage> {
    return log(this.books, query)
  }

  async entry(id: string): Promise<Told.Entry | null> {
    return entry(this.books, id)
  }

  async customer(email: string): Promise<Told.CustomerHistory> {
    return customer(this.books, email)
  }

  /** Runs these firings again; answers how many. */
  async retry(ids: string[], person: string): Promise<number> {
    return this.queue(this.write((books, now) => retry(books, ids, person, now)))
  }

  /** Retry for every failed entry a query finds; answers how many. */
  async retryFound(query: Told.LogQuery, person: string): Promise<number> {
    return this.retry(findIds(this.books.sql, { ...query, outcome: query.outcome ?? 'failed' }), person)
  }

  /** Runs an event against today's rules. @param id of the event or of one of its entries */
  async replay(id: string, person: string): Promise<void> {
    await this.queue(this.write((books, now) => replay(books, id, person, now)))
  }

  async giveUp(ids: string[], person: string): Promise<number> {
    return this.write((books, now) => giveUp(books, ids, person, now))
  }

  async ruleOff(rule: string): Promise<number> {
    return this.write((books, now) => ruleOff(books, rule, now))
  }

  /** A person's own click; answers the entry to look at. */
  async act(marketplace: string, act: Told.PersonalAct): Promise<string> {
    const receipt = this.write((books, now) => personal(books, marketplace, act, now))
    await this.queue(openResults(receipt).flatMap((result) => messageFor(receipt, result)))
    return entryId(receipt.key, 1)
  }

  async overview(): Promise<Told.OverviewFacts> {
    return this.write((books, now) => overview(books, now))
  }

  async seen(): Promise<Told.Seen> {
    return this.books.seen.all()
  }

  /** The last events received, newest first. */
  async received(limit: number): Promise<Told.ReceivedEvent[]> {
    return lastReceived(this.books, limit)
  }

  async refused(): Promise<Told.RefusedPosts> {
    return refusals(this.books.sql)
  }

  async exportCustomer(email: string): Promise<Told.CustomerExport> {
    return exportCustomer(this.books, email)
  }

  /** Forgets a customer; answers in how many events they were. */
  async erase(email: string): Promise<number> {
    return this.write((books, now) => erase(books, email, now))
  }

  /** Forgets what is older than receipts are kept. @param now epoch ms */
  async sweep(now: number): Promise<void> {
    while (this.write((books) => sweep(books, now))) await scheduler.wait(0)
  }

  /** Everything goes: the marketplace was deleted. */
  async forget(): Promise<void> {
    await this.ctx.storage.deleteAlarm()
    await this.ctx.storage.deleteAll()
    this.alarmAt = null
    this.books = this.open()
  }

  /** An alarm that throws is given up by the platform after six times, so it never does. */
  override async alarm(): Promise<void> {
    this.alarmAt = null
    let next = LOOK_AROUND_MS
    try {
      const now = Date.now()
      await this.queue(this.write((books) => overdue(books, now)))
      if (!(await this.books.outbox.flush(now))) next = REFUSED_AGAIN_MS
      if (sweepIsDue(this.books, now)) await this.sweep(now)
    } catch (error) {
      console.error(JSON.stringify({ at: 'journal.alarm', error: String(error) }))
      next = REFUSED_AGAIN_MS
    }
    if (this.books.outbox.size() > 0) next = REFUSED_AGAIN_MS
    if (next === REFUSED_AGAIN_MS || this.books.waiting.open().size > 0) await this.arm(next)
  }

  /** One step: all of it is written, or none and memory starts over from what is. */
  private write<T>(step: (books: Books, now: number) => T): T {
    try {
      return this.ctx.storage.transactionSync(() => step(this.books, Date.now()))
    } catch (error) {
      this.books = this.open()
      throw error
    }
  }

  /** Queues messages, or keeps those the queue refuses; answers how many there were. */
  private async queue(messages: QueueMessage[]): Promise<number> {
    if (messages.length === 0) return 0
    if (!(await this.books.outbox.post(messages, Date.now()))) await this.arm(REFUSED_AGAIN_MS)
    else await this.arm(LOOK_AROUND_MS)
    return messages.length
  }

  /** Sets the alarm, unless it is set for an earlier time. @param after ms from now */
  private async arm(after: number): Promise<void> {
    const at = Date.now() + after
    this.alarmAt ??= await this.ctx.storage.getAlarm()
    if (this.alarmAt !== null && this.alarmAt <= at) return
    this.alarmAt = at
    await this.ctx.storage.setAlarm(at)
  }

  private open(): Books {
    return new Books(this.ctx.storage.sql, async (messages) => {
      await this.env.EVENTS.sendBatch(messages.map((body) => ({ body })))
    })
  }
}
