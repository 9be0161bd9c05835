/** Choose the purchase: a person says which purchase an unclear event is about. */
import { type Author, recordDeed } from '../../accounts/audit-line'
import { displayName } from '../../accounts/display-name'
import type { Env } from '../../env'
import { KINDS } from '../../integrations'
import { findLedger } from '../../integrations/ledgers'
import type { ChoosablePurchase } from '../../integrations/thinkific/customers/choosable-purchases'
import type { CommandResult } from '../../model/command-result'
import type { PurchaseChoice } from '../../model/purchase'
import type { Entry } from '../queries'

/** The purchases to choose from; none for an entry that is not unclear. */
export async function listChoices(env: Env, { told, firing, outcome }: Entry): Promise<ChoosablePurchase[]> {
  const item = firing === null ? undefined : told.items[firing.item]
  const kind = firing && KINDS.findByAction(firing.rule.action)
  const ledger = firing && kind && findLedger(env, { kind: kind.id, site: firing.rule.site })
  if (outcome !== 'unclear' || !ledger || item === undefined || told.customer === null) {
    return []
  }
  return ledger.choosable({
    event: firing.impliedBy ?? firing.event,
    email: told.customer.email,
    purchase: {
      ...{ marketplace: told.marketplace, productId: item.productId, productName: item.productName },
      ...{ orderId: told.orderId, subscription: item.subscription, test: told.test === true },
    },
  })
}

/** Settles the entry at its event's own date. */
export async function choosePurchase(
  env: Env,
  author: Author,
  id: string,
  choice: PurchaseChoice,
): Promise<CommandResult<'settled' | 'gone'>> {
  const journal = env.JOURNAL.getByName(author.marketplace)
  const entry = (await journal.entry(id)) as Entry | null
  if (entry === null) {
    return { ok: false, reason: 'gone', sentence: 'This entry is gone.' }
  }
  const choices = await listChoices(env, entry)
  const isOffered = choices.some(
    (one) => one.choice.event === choice.event && one.choice.subscription === choice.subscription,
  )
  if (entry.outcome === 'unclear' && !isOffered) {
    return { ok: false, reason: 'gone', sentence: 'That purchase no longer fits. Choose one of these.' }
  }
  const { chosen, by } = await journal.choosePurchase(id, choice, displayName(author.person))
  if (!chosen) {
    const sentence = by === null ? 'This entry was settled already.' : `${by} chose the purchase already.`
    return { ok: false, reason: 'settled', sentence }
  }
  const what = 'an unclear entry'
  const link = `/logs/${encodeURIComponent(id)}`
  await recordDeed(env.DB, author, `choice ${id} ${choice.event}`, { did: 'chose the purchase of', what, link })
  return { ok: true }
}
