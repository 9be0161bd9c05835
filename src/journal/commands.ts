/** What people do with entries: Retry, Replay, Give up, switching off a rule, putting parked firings back in line. */
import { MESSAGE_VERSION, type QueueMessage } from '../model/message'
import type { FinalOutcome } from '../model/outcome'
import type { Books } from './journal-store'
import { givenUp, ruleWentOff } from './log/sentences'
import type { Asked, ReleaseFilter } from './queries'
import { openResults, type Receipt, type Result, toSettle } from './receipts/receipt'

/** The dialect of what stands in for a message nobody could read; its body is that message. */
export const UNREADABLE = 'unreadable'

/** Runs firings again: a final one as another run of it, a waiting or parked one now. Answers what is to be queued. */
export function retry(books: Books, ids: string[], person: string, now: number): QueueMessage[] {
  return ids.flatMap((id) => {
    const found = books.entry(id)
    if (found === null || found.receipt.erased) return []
    const { receipt, result } = found
    if (result.firing === null)
      return result.outcome === null ? released(books, id, now) : replay(books, id, person, now)
    note(result, 'retry', person, now)
    if (result.outcome !== null) {
      Object.assign(result, { origin: 'person' === result.origin ? 'person' : 'event', person })
      books.reopen(receipt, result, now, `Queued again by ${person}.`)
    } else {
      books.waiting.unpark(id, now)
    }
    books.save(receipt, now)
    return messageFor(receipt, result)
  })
}

/** Has an event run against today's rules when the queue brings it. @param id of the event or of one of its entries */
export function replay(books: Books, id: string, person: string, now: number): QueueMessage[] {
  const receipt = books.entry(id)?.receipt ?? books.receiptOf(id)
  if (receipt === null || receipt.erased || receipt.event.type === null) return []
  receipt.replay = { person, at: now }
  for (const result of receipt.results) note(result, 'replay', person, now)
  books.save(receipt, now)
  return [{ v: MESSAGE_VERSION, kind: 'event', event: receipt.event, copies: 0 }]
}

/** Ends what waits: nothing more is done for it. Answers how many that were. */
export function giveUp(books: Books, ids: string[], person: string, now: number): number {
  return end(books, ids, 'given up', () => givenUp(person), { did: 'give up', person, at: now })
}

/** A rule was switched off or deleted: its waiting firings end. Answers how many that were. */
export function ruleOff(books: Books, rule: string, now: number): number {
  const sentence = (result: Result) => (result.firing === null ? '' : ruleWentOff(result.firing))
  return end(books, books.waiting.ofRule(rule), 'rule off', sentence, { did: 'rule off', person: null, at: now })
}

/** Parked entries go back to the queue. Answers what is to be queued. */
export function release(books: Books, filter: ReleaseFilter, now: number): QueueMessage[] {
  return books.waiting.released(filter).flatMap((id) => released(books, id, now))
}

/** The message that brings an open entry to its site; for an event that could not even be read, the event itself. */
export function messageFor(receipt: Receipt, result: Result): QueueMessage[] {
  if (receipt.event.dialect === UNREADABLE) return [JSON.parse(receipt.event.body) as QueueMessage]
  const firing = toSettle(receipt, result)?.firing
  if (firing === undefined) return [{ v: MESSAGE_VERSION, kind: 'event', event: receipt.event, copies: 0 }]
  const { marketplace, id } = receipt.event
  return [{ v: MESSAGE_VERSION, kind: 'firing', marketplace, event: id, firing: firing.id, copies: 0 }]
}

function released(books: Books, id: string, now: number): QueueMessage[] {
  const found = books.entry(id)
  if (found === null || found.result.outcome !== null) return []
  const { receipt, result } = found
  if (receipt.event.dialect === UNREADABLE) {
    // The message itself goes back to the queue; what comes of it has entries of its own.
    books.settle(receipt, result, 'superseded', 'Put back in the queue as it came.', now)
    books.save(receipt, now)
  } else {
    books.waiting.unpark(id, now)
  }
  return messageFor(receipt, result)
}

function end(
  books: Books,
  ids: string[],
  outcome: FinalOutcome,
  sentence: (result: Result) => string,
  asked: Asked,
): number {
  let ended = 0
  for (const id of ids) {
    const found = books.entry(id)
    const result = found && openResults(found.receipt).find((one) => one.n === found.result.n)
    if (!found || !result) continue
    books.settle(found.receipt, result, outcome, sentence(result), asked.at)
    result.byHand = true
    result.asked.push(asked)
    books.save(found.receipt, asked.at)
    ended += 1
  }
  return ended
}

/** A person's wishes an entry remembers; the oldest go first. */
const KEPT_WISHES = 20

function note(result: Result, did: Asked['did'], person: string, at: number): void {
  result.asked = [...result.asked, { did, person, at }].slice(-KEPT_WISHES)
}
