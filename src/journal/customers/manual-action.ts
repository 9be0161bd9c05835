/** A person's own click on a customer's page, kept as an event of its own: logged under their name, and settled like any other. */
import { KINDS } from '../../integrations'
import { EVENT_VERSION, type MarketEvent, toStoredSource } from '../../model/event'
import type { Firing } from '../../model/firing'
import { PLAIN_OPTIONS } from '../../model/rule'
import type { JournalStore } from '../journal-store'
import type { ManualAction } from '../queries'
import { newReceipt, newResult, type Receipt } from '../receipts/receipt'
import { entryId } from '../storage/keys'

/** The rule's id, and the result's origin, of what a person did. */
const BY_HAND = 'person'

/** Opens the receipt of the act, or finds the one it has; its one firing is the caller's to queue. */
export function recordManualAction(store: JournalStore, marketplace: string, act: ManualAction, now: number): Receipt {
  const event = buildManualEvent(marketplace, act, now)
  const key = store.receiptKeyFor(event)
  const known = store.receipts.load(key)
  if (known !== null) {
    return known
  }
  const receipt = newReceipt(key, event, now)
  const did = isOpening(act) ? ('enroll now' as const) : ('end access now' as const)
  const result = {
    ...newResult(1, buildFiring(marketplace, act, event, entryId(receipt.key, 1)), BY_HAND),
    person: act.person,
    asked: [{ did, person: act.person, at: now }],
  } satisfies Receipt['results'][number]
  receipt.results = [result]
  store.save(receipt, now)
  return receipt
}

export function buildManualEvent(marketplace: string, act: ManualAction, now: number): MarketEvent {
  const subscription =
    act.subscriptionId === null ? null : { id: act.subscriptionId, failedAttempts: null, periodEnd: null }
  return {
    v: EVENT_VERSION,
    id: `by-hand-${act.id}`,
    marketplace,
    ...toStoredSource({ kind: 'person' }),
    tells: 'triggers',
    type: isOpening(act) ? 'product.purchased' : 'product.refunded',
    typeWord: isOpening(act) ? 'Enroll now' : 'End access now',
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

function buildFiring(marketplace: string, act: ManualAction, event: MarketEvent, id: string): Firing {
  const trigger = isOpening(act) ? 'product.purchased' : 'product.refunded'
  return {
    id,
    event: event.id,
    item: 0,
    trigger,
    rule: {
      id: BY_HAND,
      marketplace,
      name: event.typeWord,
      integration: act.integration.id,
      integrationName: act.integration.name,
      site: act.integration.site,
      action: act.action,
      trigger,
      target: act.target,
      product: act.productId,
      on: true,
      // Ending access by hand ends it whatever else grants it; undoing a test takes back the test's grant alone.
      options: { ...PLAIN_OPTIONS, removeAlways: !isOpening(act) && !act.test && act.sparing !== true },
    },
    happenedAt: event.happenedAt,
    impliedBy: null,
    ownTrigger: true,
    yieldsTo: null,
  }
}

function isOpening({ action }: ManualAction): boolean {
  return KINDS.action(action).effect === 'opens'
}
