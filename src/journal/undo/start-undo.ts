/** Starts taking back what firings did: marks their entries, ends those that wait, and queues an entry of its own for the site. */
import type { QueueMessage } from '../../model/message'
import { recordActs } from '../customers/manual-action'
import type { JournalStore } from '../journal-store'
import type { EntryUndo } from '../queries'
import { listOpenResults, type Receipt, type Result } from '../receipts/receipt'
import { buildMessage } from '../receipts/receipt-message'
import { customerOf, entryId } from '../storage/keys'
import { type CustomerUndo, readCustomerUndo, type SiteUndo, type UndoneResult, undoEntryOf } from './undo-customer'

/** Ids of the undo's entries, and what is to be queued. */
export function startUndo(
  store: JournalStore,
  marketplace: string,
  { parts }: Pick<CustomerUndo, 'parts'>,
  now: number,
): { entries: string[]; messages: QueueMessage[] } {
  const started = parts.map((part) => startPart(store, marketplace, part, now))
  return {
    entries: started.map(({ entry }) => entry),
    messages: started.flatMap(({ messages }) => messages),
  }
}

/** Null where nothing is left of the entry; the same form again answers what it began. */
export function undoOneEntry(
  store: JournalStore,
  { marketplace, entry, form, person, sites }: EntryUndo,
  now: number,
): { entry: string | null; messages: QueueMessage[] } {
  const found = store.findReadable(entry)
  if (found === null) {
    return { entry: null, messages: [] }
  }
  const { resolved } = found.result
  const id = `undo ${form}`
  const request = { extent: { kind: 'entry' as const, entry }, sites, id, person }
  if (resolved?.how === 'undone') {
    const own = sites.map(({ integration }) => undoEntryOf(customerOf(entry), id, integration.site))
    return { entry: own.includes(resolved.entry) ? resolved.entry : null, messages: [] }
  }
  const undo = readCustomerUndo(store, customerOf(entry), request)
  if (undo === null || undo.parts.length === 0) {
    return { entry: null, messages: [] }
  }
  const { entries, messages } = startUndo(store, marketplace, undo, now)
  return { entry: entries[0] ?? null, messages }
}

function startPart(store: JournalStore, marketplace: string, { act, undone }: SiteUndo, now: number) {
  const { receipts, messages } = recordActs(store, marketplace, [act], now)
  const entry = entryId(receipts[0]?.key ?? '', 1)
  for (const one of undone) {
    markUndone(store, one, { person: act.person, entry }, now)
  }
  const touched = [...new Set(undone.map(({ receipt }) => receipt))]
  const freed = touched.flatMap((receipt) => freeYielding(store, receipt, undone, now))
  for (const receipt of touched) {
    store.save(receipt, now)
  }
  return { entry, messages: [...messages, ...freed] }
}

function markUndone(
  store: JournalStore,
  { receipt, result }: UndoneResult,
  { person, entry }: { person: string; entry: string },
  now: number,
): void {
  if (result.outcome === null) {
    store.settle(receipt, result, 'given up', `Undone by ${person} before it was done.`, now)
    result.byHand = true
  }
  store.resolve(receipt, result, { how: 'undone', at: now, person, entry })
}

/** What yielded to a rule of the same event never reached the site: it runs now. */
function freeYielding(store: JournalStore, receipt: Receipt, undone: UndoneResult[], now: number): QueueMessage[] {
  const gone = undone.filter((one) => one.receipt === receipt).map(({ result }) => entryId(receipt.key, result.n))
  const isFreed = ({ firing, outcome, resolved }: Result) =>
    outcome === 'superseded' && resolved?.how !== 'undone' && gone.includes(firing?.yieldsTo ?? '')
  const freed = receipt.results.filter(isFreed)
  for (const result of freed) {
    store.reopen(receipt, result, now, 'What superseded this was undone; it runs in a moment.')
    if (result.firing !== null) {
      result.firing.yieldsTo = null
    }
  }
  return listOpenResults(receipt)
    .filter((result) => freed.includes(result))
    .flatMap((result) => buildMessage(receipt, result))
}
