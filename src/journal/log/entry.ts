/** An entry's page: the event, the rule, each request, the sentence, and what a person can do about it. */

import { KINDS } from '../../integrations'
import { isUnreadable, sourceOf } from '../../model/event'
import { instructionOf } from '../../model/instruction'
import { FAILED, type Outcome } from '../../model/outcome'
import { isOpenEnded } from '../../model/resolution'
import type { JournalStore } from '../journal-store'
import type { Entry, EntryButton, LogRow } from '../queries'
import type { Receipt, Result } from '../receipts/receipt'
import { entryId, parseEntryId } from '../storage/keys'
import { toLine } from './line'
import { isUndoable } from './undoable'

/** Null for an unknown id, or one past retention. */
export function readEntry(store: JournalStore, id: string): Entry | null {
  const found = store.findEntry(id) ?? findSuccessor(store, id)
  if (found === null) {
    return null
  }
  const { receipt, result } = found
  const own = entryId(receipt.key, result.n)
  const known = result.outcome === null ? store.waiting.findEntry(own) : null
  const attempts = result.outcome === null ? (known?.attempts ?? []) : store.log.readAttempts(own)
  return {
    ...toCurrentLine(store, receipt, result),
    marketEvent: receipt.event,
    source: sourceOf(receipt.event),
    triggers: [...new Set(receipt.fired.flat().map((one) => one.trigger))],
    fired: receipt.fired,
    firing: result.firing,
    attempts: attempts ?? [],
    attemptsKept: attempts !== null,
    asked: result.asked,
    siblings: receipt.results.filter((one) => one !== result).map((one) => toCurrentLine(store, receipt, one)),
    refusedBefore: receipt.refusedBefore ?? null,
    buttons: listButtons(receipt, result, known?.parked === true),
  }
}

/** An event's own entry ends when the event fires after all: a link to it leads to the first firing. */
function findSuccessor(store: JournalStore, id: string): { receipt: Receipt; result: Result } | null {
  const parts = parseEntryId(id)
  const receipt = parts?.n === 0 ? store.receipts.load(parts.receipt) : null
  const [result] = receipt?.results ?? []
  return receipt && result ? { receipt, result } : null
}

/** Includes why it waits, while it does. */
export function toCurrentLine(store: JournalStore, receipt: Receipt, result: Result): LogRow {
  const known = result.outcome === null ? store.waiting.findEntry(entryId(receipt.key, result.n)) : null
  return toLine(receipt, result, known)
}

/** Outcomes that another run could change. */
const RETRIABLE: readonly Outcome[] = [...FAILED, 'no such customer', 'administrator, left alone', 'kept', 'sent']

/** What a replay settled stays so: its old rule would only fail again. */
export function isRetriable({ firing, outcome, resolved }: Pick<Result, 'firing' | 'outcome' | 'resolved'>): boolean {
  const changes = outcome !== null && (RETRIABLE.includes(outcome) || resolved?.how === 'undone')
  return firing !== null && changes && resolved?.how !== 'replayed'
}

function listButtons(receipt: Receipt, result: Result, parked: boolean): EntryButton[] {
  const { firing, outcome } = result
  const { event, erased } = receipt
  const opened = outcome === 'enrolled' || outcome === 'renewed'
  const isTest = event.test === true && opened && isOpening(firing)
  const offered: [EntryButton, boolean][] = [
    ['ignore', isOpenEnded(result) && outcome !== 'not understood'],
    ['run again', !erased && outcome === null && parked],
    ['retry', !erased && firing !== null && (outcome === null ? !parked : isRetriable(result))],
    ['give up', outcome === null],
    ['replay', !erased && event.type !== null && outcome !== null && result.origin !== 'person'],
    ['treat as', !erased && outcome === 'not understood' && !isUnreadable(event)],
    ['undo test', isTest && isUndoable(receipt, result)],
    ['undo', !isTest && isUndoable(receipt, result)],
    ['open rule', firing !== null && result.origin !== 'person'],
    ['open customer', event.customer !== null],
  ]
  return offered.filter(([, sensible]) => sensible).map(([button]) => button)
}

function isOpening(firing: Result['firing']): boolean {
  return firing !== null && KINDS.action(instructionOf(firing).action).effect === 'opens'
}
