/** What people do with entries: Retry, Replay, Give up, switching off a rule, putting parked firings back in line. */
import { isUnreadable } from '../model/event'
import { fitToMessage } from '../model/fit-to-message'
import { MESSAGE_VERSION, type QueueMessage } from '../model/message'
import type { FinalOutcome } from '../model/outcome'
import type { PurchaseChoice } from '../model/purchase'
import type { JournalStore } from './journal-store'
import { explainGivenUp, explainIntegrationDeleted, explainRuleOff } from './log/sentences'
import type { PersonRequest } from './queries'
import { listOpenResults, type Receipt, type Result, toOpenFiring } from './receipts/receipt'
import type { OpenEntry } from './waiting/open-entry'

/** Runs firings again: a final one as another run of it, a waiting or parked one now. Answers what is to be queued. */
export function retryEntries(store: JournalStore, ids: string[], person: string, now: number): QueueMessage[] {
  return ids.flatMap((id) => {
    const found = store.findEntry(id)
    if (found === null || found.receipt.erased) {
      return []
    }
    const { receipt, result } = found
    if (result.firing === null) {
      return result.outcome === null ? releaseEntry(store, id, now) : replayEvent(store, id, person, now)
    }
    keepRequest(result, 'retry', person, now)
    if (result.outcome !== null) {
      Object.assign(result, { origin: 'person' === result.origin ? 'person' : 'event', person })
      store.reopen(receipt, result, now, `Queued again by ${person}.`)
    } else {
      store.waiting.unpark(id, now)
    }
    store.save(receipt, now)
    return buildMessage(receipt, result)
  })
}

/** Runs an event against current rules once queued. @param id of the event or one of its entries */
export function replayEvent(store: JournalStore, id: string, person: string, now: number): QueueMessage[] {
  const receipt = store.findEntry(id)?.receipt ?? store.findReceipt(id)
  if (receipt === null || receipt.erased || receipt.event.type === null) {
    return []
  }
  receipt.replay = { person, at: now }
  for (const result of receipt.results) {
    keepRequest(result, 'replay', person, now)
  }
  store.save(receipt, now)
  return [eventMessage(receipt)]
}

/** Runs an unclear entry again for the purchase a person chose. `by`: who chose last, or null. */
export function choosePurchase(
  store: JournalStore,
  id: string,
  choice: PurchaseChoice,
  person: string,
  now: number,
): { chosen: boolean; by: string | null; messages: QueueMessage[] } {
  const found = store.findEntry(id)
  if (found === null || found.receipt.erased || found.result.firing === null) {
    return { chosen: false, by: null, messages: [] }
  }
  const { receipt, result } = found
  const { chosen } = result
  if (result.outcome !== 'unclear') {
    const isSame =
      chosen?.person === person && chosen.event === choice.event && chosen.subscription === choice.subscription
    const messages = isSame && result.outcome === null ? buildMessage(receipt, result) : []
    return { chosen: isSame, by: chosen?.person ?? null, messages }
  }
  store.reopen(receipt, result, now, `${person} chose the purchase; it runs in a moment.`)
  result.chosen = { event: choice.event, subscription: choice.subscription, person }
  keepRequest(result, 'choose purchase', person, now)
  store.save(receipt, now)
  return { chosen: true, by: person, messages: buildMessage(receipt, result) }
}

/** Ends open entries for good. Returns how many. */
export function giveUpEntries(store: JournalStore, ids: string[], person: string, now: number): number {
  return endEntries(store, ids, 'given up', () => explainGivenUp(person), { did: 'give up', person, at: now })
}

/** Ended in one step; the rest is a job's. */
export const SLICE_ENTRIES = 200

/** `left`: how many still wait. */
interface EndedSlice {
  ended: number
  left: number
}

/** Ends at most so many waiting firings of a rule that was switched off or deleted; not those whose grant stands. */
export function endWaitingOfRule(store: JournalStore, rule: string, most: number, now: number): EndedSlice {
  const sentence = (result: Result) => (result.firing === null ? '' : explainRuleOff(result.firing))
  const isMeant = (entry: OpenEntry) => entry.rule?.rule.id === rule && !entry.granted
  return endWaiting(store, isMeant, sentence, most, now)
}

/** Ends at most so many waiting firings of an integration that is being deleted. */
export function endWaitingOfIntegration(
  store: JournalStore,
  { id, name }: { id: string; name: string },
  most: number,
  now: number,
): EndedSlice {
  return endWaiting(
    store,
    ({ rule }) => rule?.integration.id === id,
    () => explainIntegrationDeleted(name),
    most,
    now,
  )
}

/** Returns the messages to queue. */
export function releaseParked(store: JournalStore, ids: string[], now: number): QueueMessage[] {
  return ids.flatMap((id) => releaseEntry(store, id, now))
}

/** The message that takes an open entry to its site; for an unreadable message, that message. */
export function buildMessage(receipt: Receipt, result: Result): QueueMessage[] {
  if (isUnreadable(receipt.event)) {
    return [JSON.parse(receipt.event.body) as QueueMessage]
  }
  const firing = toOpenFiring(receipt, result)?.firing
  if (firing === undefined) {
    return [eventMessage(receipt)]
  }
  const { marketplace, id } = receipt.event
  return [{ v: MESSAGE_VERSION, kind: 'firing', marketplace, event: id, firing: firing.id, copies: 0 }]
}

/** Since the queue took it, names were added, or a person's choice. */
function eventMessage({ event }: Receipt): QueueMessage {
  return { v: MESSAGE_VERSION, kind: 'event', event: fitToMessage(event), copies: 0 }
}

function releaseEntry(store: JournalStore, id: string, now: number): QueueMessage[] {
  const found = store.findEntry(id)
  if (found === null || found.result.outcome !== null) {
    return []
  }
  const { receipt, result } = found
  if (isUnreadable(receipt.event)) {
    // The message itself goes back to the queue; its results get entries of their own.
    store.settle(receipt, result, 'superseded', 'Put back in the queue as it came.', now)
    store.save(receipt, now)
  } else {
    store.waiting.unpark(id, now)
  }
  return buildMessage(receipt, result)
}

function endWaiting(
  store: JournalStore,
  isMeant: (entry: OpenEntry) => boolean,
  sentence: (result: Result) => string,
  most: number,
  now: number,
): EndedSlice {
  const meant = store.waiting.listIds(isMeant)
  const request = { did: 'rule off', person: null, at: now } as const
  return {
    ended: endEntries(store, meant.slice(0, most), 'rule off', sentence, request),
    left: Math.max(meant.length - most, 0),
  }
}

function endEntries(
  store: JournalStore,
  ids: string[],
  outcome: FinalOutcome,
  sentence: (result: Result) => string,
  request: PersonRequest,
): number {
  let ended = 0
  for (const id of ids) {
    const found = store.findEntry(id)
    const result = found && listOpenResults(found.receipt).find((one) => one.n === found.result.n)
    if (!found || !result) {
      continue
    }
    store.settle(found.receipt, result, outcome, sentence(result), request.at)
    result.byHand = true
    result.asked.push(request)
    store.save(found.receipt, request.at)
    ended += 1
  }
  return ended
}

/** Requests kept per entry; the oldest are dropped first. */
const KEPT_REQUESTS = 20

function keepRequest(result: Result, did: PersonRequest['did'], person: string, at: number): void {
  result.asked = [...result.asked, { did, person, at }].slice(-KEPT_REQUESTS)
}
