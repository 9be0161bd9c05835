/** Whether an order is to be imported, in the preview as in the run. */
import type { ImportRecord, OrderAnswer, StoredOrder } from '../../journal/imports/import-record'
import type { JournalStore } from '../../journal/journal-store'
import type { MarketEvent } from '../../model/event'
import { chooseOrder } from './chosen-order'
import { type PastOrder, toPastEvent } from './past-order'

const LEFT_OUT: OrderAnswer = { fate: 'left out', outcome: null, sentence: 'Left out by its date or product.' }
const KNOWN: OrderAnswer = { fate: 'known', outcome: null, sentence: 'Imported before.' }

type Decision = { event: MarketEvent; receipt: string } | { answer: OrderAnswer }

export function decideOrder(
  store: JournalStore,
  record: ImportRecord,
  order: StoredOrder<PastOrder>,
  context: { marketplace: string; now: number },
): Decision {
  const event = toChosenEvent(record, order, context)
  if (event === null) {
    return { answer: LEFT_OUT }
  }
  const receipt = store.receiptKeyFor(event)
  return store.receipts.loadReadable(receipt) === null ? { event, receipt } : { answer: KNOWN }
}

/** Null where its date or product was not chosen. */
export function toChosenEvent(
  { choice, mapping, format }: ImportRecord,
  { doc }: StoredOrder<PastOrder>,
  { marketplace, now }: { marketplace: string; now: number },
): MarketEvent | null {
  const past = choice === null || mapping === null ? null : chooseOrder(doc, choice, mapping)
  return past === null ? null : toPastEvent(past, { marketplace, format, now })
}
