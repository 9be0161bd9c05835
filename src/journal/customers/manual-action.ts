/** A person's own click on a customer's page, kept as an event of its own: logged under their name, and settled like any other. */
import { KINDS } from '../../integrations'
import { EVENT_VERSION, type MarketEvent, toStoredReports, toStoredSource } from '../../model/event'
import type { Firing } from '../../model/firing'
import { toStoredInstruction } from '../../model/instruction'
import type { QueueMessage } from '../../model/message'
import { PLAIN_OPTIONS } from '../../model/rule'
import type { JournalStore } from '../journal-store'
import type { ManualAction } from '../queries'
import { listOpenResults, newReceipt, newResult, type Receipt } from '../receipts/receipt'
import { buildMessage } from '../receipts/receipt-message'
import { entryId } from '../storage/keys'

/** Returns the acts' receipts, and the messages to queue. */
export function recordActs(
  store: JournalStore,
  marketplace: string,
  acts: ManualAction[],
  now: number,
): { receipts: Receipt[]; messages: QueueMessage[] } {
  const receipts = acts.map((act) => recordManualAction(store, marketplace, act, now))
  const toMessages = (receipt: Receipt) => listOpenResults(receipt).flatMap((one) => buildMessage(receipt, one))
  return { receipts, messages: receipts.flatMap(toMessages) }
}

/** Opens the receipt of the act, or finds the one it has; its one firing is the caller's to queue. */
function recordManualAction(store: JournalStore, marketplace: string, act: ManualAction, now: number): Receipt {
  const event = buildManualEvent(marketplace, act, now)
  const key = store.receiptKeyFor(event)
  const known = store.receipts.load(key)
  if (known !== null) {
    return known
  }
  const receipt = newReceipt(key, event, now)
  const did = act.withdraws ? 'undo' : isOpening(act) ? 'enroll now' : 'end access now'
  const result = {
    ...newResult(1, buildFiring(act, event, entryId(receipt.key, 1)), 'person'),
    person: act.person,
    asked: [{ did, person: act.person, at: now }],
  } satisfies Receipt['results'][number]
  receipt.results = [result]
  store.save(receipt, now)
  return receipt
}

/** @param act the act's own id */
export function manualEventId(act: string): string {
  return `by-hand-${act}`
}

/** The act as it would be settled, before it is one. */
export function buildManualFiring(
  marketplace: string,
  act: ManualAction,
  now: number,
): { event: MarketEvent; firing: Firing } {
  const event = buildManualEvent(marketplace, act, now)
  return { event, firing: buildFiring(act, event, event.id) }
}

export function buildManualEvent(marketplace: string, act: ManualAction, now: number): MarketEvent {
  const subscription =
    act.subscriptionId === null ? null : { id: act.subscriptionId, failedAttempts: null, periodEnd: null }
  return {
    v: EVENT_VERSION,
    id: manualEventId(act.id),
    marketplace,
    ...toStoredSource({ kind: 'person' }),
    ...toStoredReports('triggers'),
    type: triggerOf(act),
    typeWord: act.withdraws ? 'Undo' : isOpening(act) ? 'Enroll now' : 'End access now',
    problem: null,
    happenedAt: now,
    receivedAt: now,
    test: act.test,
    customer: act.customer,
    orderId: act.orderId,
    items: [
      { productId: act.productId, productName: act.productName, role: 'primary', subscription, fingerprint: null },
    ],
    customFields: {},
    body: '',
  }
}

function buildFiring(act: ManualAction, event: MarketEvent, id: string): Firing {
  const { action, target, integration, person, productId: product } = act
  const trigger = triggerOf(act)
  return {
    id,
    event: event.id,
    item: 0,
    trigger,
    ...toStoredInstruction(
      {
        action,
        target,
        integration,
        // Ending access by hand ends it whatever else grants it; undoing a test takes back the test's grant alone.
        options: { ...PLAIN_OPTIONS, removeAlways: !isOpening(act) && !act.test && act.sparing !== true },
        by: { kind: 'person', label: event.typeWord, person },
        ...(act.settles === undefined ? {} : { settles: act.settles }),
        ...(act.withdraws === undefined ? {} : { withdraws: act.withdraws }),
      },
      { marketplace: event.marketplace, product, trigger },
    ),
    happenedAt: event.happenedAt,
    impliedBy: null,
    ownTrigger: true,
    yieldsTo: null,
  }
}

function triggerOf(act: ManualAction) {
  return isOpening(act) ? 'product.purchased' : 'product.refunded'
}

function isOpening({ action }: ManualAction): boolean {
  return KINDS.action(action).effect === 'opens'
}
