/** An event comes by: its receipt is opened or resumed, and what it fires is decided once and for all. */
import type { MarketEvent } from '../../model/event'
import { isTold } from '../../model/event'
import type { Rule } from '../../model/rule'
import { yielded } from '../../rules/explain'
import { match } from '../../rules/match'
import { told } from '../dunning/derive-triggers'
import type { Books } from '../journal-store'
import { lineOf } from '../log/line'
import { notUnderstood, skippedTest, whyNothing } from '../log/sentences'
import type { Arrival, Received } from '../queries'
import { entryId } from '../storage/keys'
import { isUnread, newReceipt, openResult, openResults, type Receipt, type Result, toSettle } from './receipt'
import { rematch } from './rematch'

/** One event. The caller wraps it in a transaction: dunning, receipt and log are written together or not at all. */
export function receive(books: Books, { event, candidates }: Arrival, now: number): Received {
  const known = books.receipts.load(books.keyFor(event))
  if (known === null) return open(books, event, candidates, now)
  if (isUnread(known)) {
    books.waiting.drop(entryId(known.key, 0))
    return open(books, known.event, candidates, now)
  }
  if (known.replay !== null) {
    rematch(books, known, candidates, now)
    return received(books, known)
  }
  // The queue may bring one message twice; only another arrival of the event is the sender repeating itself.
  if (known.closed === null || known.event.receivedAt === event.receivedAt) return received(books, known)
  repeat(books, known, now)
  return { ...received(books, known), status: 'repeat' }
}

/** Settles what needs no site: test orders skipped, and twins that yield. @param fresh results just matched */
export function settleAtOnce(books: Books, receipt: Receipt, fresh: Result[], now: number): void {
  for (const result of fresh) {
    const { firing } = result
    if (firing === null) continue
    const decider = receipt.results.find((one) => one.firing?.id === firing.yieldsTo)?.firing
    if (firing.rule.on && firing.rule.options.skipTest && receipt.event.test === true) {
      books.settle(receipt, result, 'test order skipped', skippedTest(firing), now)
    } else if (firing.rule.on && decider) {
      books.settle(receipt, result, 'superseded', yielded(decider), now)
    }
  }
}

function open(books: Books, event: MarketEvent, candidates: Rule[], now: number): Received {
  const items = told(books, event)
  const key = books.keyFor(event)
  const originals = new Set(items.map((item) => item.repeats))
  const [original] = originals
  if (original && originals.size === 1) return repeatsEarlier(books, event, original, now)
  const fired = items.map((item) => item.fired)
  const receipt: Receipt = {
    ...newReceipt(key, event, now),
    fired,
    results: match(event, fired, candidates, key).map((firing, index) => openResult(index + 1, firing)),
    newProducts: books.seen.note(event),
  }
  if (isTold(event)) {
    books.rush.saw(event.receivedAt)
    books.log.saw(event.receivedAt)
  }
  settleAtOnce(books, receipt, receipt.results, now)
  const why = items.map((item) => item.why)
  if (receipt.results.length === 0) settleNothing(books, receipt, why, now)
  books.save(receipt, now)
  return received(books, receipt)
}

/** A post without an id that says nothing but what an earlier one said: counted there, and no receipt of its own. */
function repeatsEarlier(books: Books, event: MarketEvent, original: string, now: number): Received {
  const receipt = books.receipts.load(original)
  if (receipt !== null) repeat(books, receipt, now)
  return { status: 'repeat', event, triggers: event.items.map(() => []), firings: [], newProducts: [] }
}

/** The one entry of an event that fired nothing, or nothing that a rule listens for. */
export function settleNothing(books: Books, receipt: Receipt, why: (string | null)[], now: number): void {
  const result = receipt.results.find((one) => one.n === 0) ?? openResult(0, null)
  if (!receipt.results.includes(result)) receipt.results.push(result)
  const { event, fired } = receipt
  if (event.type === null) {
    books.settle(receipt, result, 'not understood', notUnderstood(event), now)
  } else {
    const reasons = [...new Set(why.filter((reason) => reason !== null))]
    books.settle(receipt, result, 'no rule', reasons.join(' ') || whyNothing(event, fired), now)
  }
}

function repeat(books: Books, receipt: Receipt, now: number): void {
  receipt.repeats += 1
  if (isTold(receipt.event)) books.log.saw(now)
  books.save(receipt, now)
  for (const result of receipt.results) {
    books.log.reline(lineOf(receipt, result, null))
  }
}

/** What dispatch is told: parked firings wait for their release and are not settled now. */
function received(books: Books, receipt: Receipt): Received {
  const active = openResults(receipt).filter(
    (result) => books.waiting.known(entryId(receipt.key, result.n))?.parked !== true,
  )
  return {
    status: receipt.closed === null ? 'open' : 'closed',
    event: receipt.event,
    triggers: receipt.fired.map((item) => item.map((one) => one.trigger)),
    firings: active.flatMap((result) => toSettle(receipt, result) ?? []),
    newProducts: receipt.newProducts,
  }
}
