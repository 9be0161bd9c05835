/** Entries that are not understood, which a person may settle by saying what the sender's word means. */
import { formatOf, isRefused, isUnreadable, sourceOf } from '../../model/event'
import { fitToMessage } from '../../model/fit-to-message'
import { type QueueMessage, toEventMessage } from '../../model/message'
import type { JournalStore } from '../journal-store'
import type { LogRow, NotUnderstoodPost, NotUnderstoodWord, WordChoice } from '../queries'
import type { Receipt } from '../receipts/receipt'
import { IS_OPEN, openSince } from './log'
import { explainIgnoredWord, explainReadAs } from './sentences'

const NOT_UNDERSTOOD = `SELECT line FROM log WHERE ${IS_OPEN} AND outcome = 'not understood' ORDER BY seq DESC`

/** By word and format, the one with the newest entry first. */
export function listNotUnderstoodWords(store: JournalStore): NotUnderstoodWord[] {
  const words = new Map<string, NotUnderstoodWord>()
  for (const { id, typeWord, receivedAt, customer, product, format = null } of listLines(store)) {
    const treatable = customer === null || product === null ? 0 : 1
    const key = `${format} ${typeWord}`
    const known = words.get(key)
    if (known !== undefined) {
      known.count += 1
      known.treatable += treatable
    } else if (typeWord !== '') {
      words.set(key, { word: typeWord, format, count: 1, treatable, newest: { entry: id, receivedAt } })
    }
  }
  return [...words.values()]
}

/** Posts with one of these words in that format, newest first. @param except entries that are not asked for */
export function listNotUnderstoodPosts(
  store: JournalStore,
  format: string,
  words: readonly string[],
  { limit, except }: { limit: number; except: readonly string[] },
): NotUnderstoodPost[] {
  const posts: NotUnderstoodPost[] = []
  for (const { id } of listLines(store).filter(({ typeWord }) => words.includes(typeWord))) {
    if (posts.length === limit) {
      break
    }
    const event = except.includes(id) ? undefined : store.findReadable(id)?.receipt.event
    if (event !== undefined && formatOf(sourceOf(event)) === format) {
      posts.push({ entry: id, event })
    }
  }
  return posts
}

/** True while a person may say what it means: it has whom it is about, and what. */
function isTreatable({ event, erased }: Receipt): boolean {
  return !erased && event.type === null && event.customer !== null && event.items.length > 0 && !isUnreadable(event)
}

/** Settles entries that are still not understood; answers which, and what is to be queued. */
export function applyChoices(
  store: JournalStore,
  choices: WordChoice[],
  person: string,
  now: number,
): { settled: string[]; messages: QueueMessage[] } {
  const settled: string[] = []
  const messages = choices.flatMap(({ entry, reading }): QueueMessage[] => {
    const found = store.findReadable(entry)
    if (found === null || found.receipt.erased || found.result.outcome !== 'not understood') {
      return []
    }
    const { receipt, result } = found
    if (reading === 'ignore') {
      store.settle(receipt, result, 'no change', explainIgnoredWord(receipt.event, person), now)
      store.save(receipt, now)
      settled.push(entry)
      return []
    }
    if (!isTreatable(receipt)) {
      return []
    }
    settled.push(entry)
    store.reopen(receipt, result, now, explainReadAs(receipt.event, reading.type, person))
    receipt.event = { ...receipt.event, ...reading, problem: null, chosenBy: person }
    store.save(receipt, now)
    return [toEventMessage(fitToMessage(receipt.event))]
  })
  return { settled, messages }
}

function listLines(store: JournalStore): LogRow[] {
  return store.sql
    .exec<{ line: string }>(NOT_UNDERSTOOD, ...openSince(Date.now()))
    .toArray()
    .map(({ line }) => JSON.parse(line) as LogRow)
    .filter(({ event }) => !isRefused(event))
}
