/** Opens or resumes an event's receipt and decides, once, what it fires. */
import type { MarketEvent } from '../../model/event'
import { isFromSender, sourceOf } from '../../model/event'
import type { Rule } from '../../model/rule'
import { match } from '../../rules/match'
import { deriveTriggers, type EventDerivation } from '../dunning/derive-triggers'
import type { JournalStore } from '../journal-store'
import { toLine } from '../log/line'
import { explainRepeat } from '../log/sentences'
import type { Arrival, ReceiveResult } from '../queries'
import { settleRefusals } from '../refusals/resends'
import { entryId } from '../storage/keys'
import { dateByFirst, dateFiring } from './first-arrival'
import { settlePostedBefore } from './posted-before'
import {
  findOwn,
  isUnmatched,
  listOpenResults,
  nameOwnRun,
  newReceipt,
  newResult,
  type Receipt,
  toChoice,
  toOpenFiring,
} from './receipt'
import { rematch } from './rematch'
import { settleEvent, settleImmediately } from './siteless-outcomes'

interface TakenIn {
  result: ReceiveResult
  /** The event's own; null where it has none. */
  receipt: Receipt | null
}

/** The caller wraps it in a transaction: history, receipt and log are written together or not at all. */
export function receiveEvent(store: JournalStore, arrival: Arrival, now: number): ReceiveResult {
  return openOrResume(store, arrival, now).result
}

export function openOrResume(store: JournalStore, { event, candidates, earlier = [] }: Arrival, now: number): TakenIn {
  const known = store.receipts.load(store.receiptKeyFor(event))
  if (known === null || isUnmatched(known)) {
    const derived = deriveTriggers(store, known?.event ?? event, earlier)
    if ('missing' in derived) {
      const none = { triggers: [], firings: [], newProducts: [] }
      return { result: { status: 'more', event, ...none, earlier: derived.missing }, receipt: known }
    }
    if (known === null) {
      return openReceipt(store, derived, candidates, now)
    }
    store.waiting.drop(entryId(known.key, 0))
    const received = openReceipt(store, derived, candidates, now)
    if (received.result.status === 'repeat') {
      settleRepeat(store, known, now)
      return { ...received, receipt: known }
    }
    return received
  }
  if (known.replay !== null) {
    rematch(store, known, candidates, now)
    return { result: { ...toReceiveResult(store, known), replayed: true }, receipt: known }
  }
  const dated = dateByFirst(known.event, event)
  if (dated !== known.event) {
    known.event = dated
    for (const result of known.results) {
      result.firing = result.firing && dateFiring(result.firing, dated)
    }
    store.save(known, now)
  }
  // The queue may deliver a message twice; only a new arrival is the sender repeating itself.
  if (known.closed === null || known.event.receivedAt === event.receivedAt) {
    return { result: toReceiveResult(store, known), receipt: known }
  }
  countRepeat(store, known, now)
  return { result: { ...toReceiveResult(store, known), status: 'repeat' }, receipt: known }
}

function openReceipt(store: JournalStore, { event, items }: EventDerivation, candidates: Rule[], now: number): TakenIn {
  const key = store.receiptKeyFor(event)
  const originals = new Set(items.map((item) => item.repeats))
  const [original] = originals
  if (original && originals.size === 1) {
    return { result: countEarlierRepeat(store, event, original, now), receipt: null }
  }
  const fired = items.map((item) => item.fired)
  const origin = sourceOf(event).kind === 'import' ? 'import' : 'event'
  const receipt: Receipt = {
    ...newReceipt(key, event, now),
    fired,
    results: match(event, fired, candidates, key).map((firing, index) => newResult(index + 1, firing, origin)),
    newProducts: store.sightings.note(event),
  }
  if (isFromSender(event)) {
    store.backlog.noteArrival(event.receivedAt)
    store.log.noteArrival(event.receivedAt)
  }
  settleImmediately(store, receipt, receipt.results, now)
  settlePostedBefore(store, receipt, now)
  const refusedBefore = settleRefusals(store, receipt, now)
  if (refusedBefore !== null) {
    receipt.refusedBefore = refusedBefore
  }
  const why = items.map((item) => item.why)
  if (receipt.results.length === 0) {
    settleEvent(store, receipt, why, now)
  }
  store.save(receipt, now)
  return { result: toReceiveResult(store, receipt), receipt }
}

/** A post without an id that only repeats an earlier one is counted there and gets no receipt. */
function countEarlierRepeat(store: JournalStore, event: MarketEvent, original: string, now: number): ReceiveResult {
  const receipt = store.receipts.load(original)
  if (receipt !== null) {
    countRepeat(store, receipt, now)
  }
  return { status: 'repeat', event, triggers: event.items.map(() => []), firings: [], newProducts: [] }
}

/** A parked or newly understood event turns out to repeat an earlier one, which counts it. */
function settleRepeat(store: JournalStore, receipt: Receipt, now: number): void {
  for (const result of listOpenResults(receipt)) {
    store.settle(receipt, result, 'no change', explainRepeat(), now)
  }
  store.save(receipt, now)
}

function countRepeat(store: JournalStore, receipt: Receipt, now: number): void {
  receipt.repeats += 1
  settleRefusals(store, receipt, now)
  if (isFromSender(receipt.event)) {
    store.log.noteArrival(now)
  }
  store.save(receipt, now)
  for (const result of receipt.results) {
    store.log.replaceLine(toLine(receipt, result, null))
  }
}

/** Parked firings are left out until released. */
function toReceiveResult(store: JournalStore, receipt: Receipt): ReceiveResult {
  const active = listOpenResults(receipt).filter(
    (result) => store.waiting.findEntry(entryId(receipt.key, result.n))?.parked !== true,
  )
  return {
    status: receipt.closed === null ? 'open' : 'closed',
    event: receipt.event,
    triggers: receipt.fired.map((item) => item.map((one) => one.trigger)),
    firings: active.flatMap((result) => toOpenFiring(receipt, result) ?? []),
    newProducts: receipt.newProducts,
    entry: nameOwnRun(receipt),
    ...toChoice(findOwn(receipt.results)),
  }
}
