/** What ledgers know of an entry's purchase: which others it may be about, and who else bought under its order. */
import type { Env } from '../../env'
import { KINDS } from '../../integrations'
import type { AccessLedger } from '../../integrations/access-ledger'
import type { ChoosablePurchase, NamedEvent, Sharer } from '../../integrations/customer-access'
import { findLedger, listReachableLedgers } from '../../integrations/ledgers'
import type { EventItem, MarketEvent } from '../../model/event'
import { instructionOf } from '../../model/instruction'
import { ENDING_TRIGGERS } from '../../model/trigger'
import type { Entry } from '../queries'

/** The purchases to choose from; none for an entry that is not unclear. */
export async function listChoices(env: Env, entry: Entry): Promise<ChoosablePurchase[]> {
  const { outcome, firing, marketEvent } = entry
  if (outcome !== 'unclear') {
    return []
  }
  if (firing !== null) {
    const known = findAtLedger(env, entry)
    return known === null ? [] : known.ledger.choosable(known.event)
  }
  const ledgers = await listReachableLedgers(env.DB, marketEvent.marketplace)
  const all = await Promise.all(
    ledgers.flatMap((one) =>
      marketEvent.items.map((item) => findLedger(env, one)?.choosable(nameEvent(marketEvent, item)) ?? []),
    ),
  )
  // Each site of the marketplace knows the same purchases.
  return [...new Map(all.flat().map((one) => [JSON.stringify([one.choice, one.productName]), one])).values()]
}

/** Others who bought under an entry's order or subscription; none where it is neither a purchase nor an ending. */
export async function listEntrySharers(env: Env, entry: Entry): Promise<Sharer[]> {
  const { trigger } = entry
  const mayBeTheirs = trigger === 'product.purchased' || (trigger !== null && ENDING_TRIGGERS.has(trigger))
  const known = mayBeTheirs ? findAtLedger(env, entry) : null
  return known === null ? [] : known.ledger.sharers(known.event)
}

function findAtLedger(env: Env, { marketEvent, firing }: Entry): { ledger: AccessLedger; event: NamedEvent } | null {
  const item = firing === null ? undefined : marketEvent.items[firing.item]
  const instruction = firing && instructionOf(firing)
  const kind = instruction && KINDS.findByAction(instruction.action)
  const ledger = kind && findLedger(env, { kind: kind.id, site: instruction.integration.site })
  if (!firing || !ledger || item === undefined || marketEvent.customer === null) {
    return null
  }
  return { ledger, event: { ...nameEvent(marketEvent, item), event: firing.impliedBy ?? firing.event } }
}

function nameEvent({ id, customer, marketplace, orderId, test }: MarketEvent, item: EventItem): NamedEvent {
  const { productId, productName, subscription } = item
  return {
    event: id,
    email: customer?.email ?? '',
    purchase: { marketplace, productId, productName, orderId, subscription, test: test === true },
  }
}
