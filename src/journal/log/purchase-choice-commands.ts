/** Choose the purchase: a person says which purchase an unclear event is about. */
import { type Author, recordDeed } from '../../accounts/audit-line'
import { displayName } from '../../accounts/display-name'
import type { Env } from '../../env'
import type { CommandResult } from '../../model/command-result'
import type { PurchaseChoice } from '../../model/purchase'
import type { Entry } from '../queries'
import { listChoices } from './entry-purchases'

/** Settles the entry at its event's own date. `form`: the same form chooses once. */
export async function choosePurchase(
  env: Env,
  author: Author,
  { form, entry: id, choice }: { form: string; entry: string; choice: PurchaseChoice },
): Promise<CommandResult<'settled' | 'gone'>> {
  const journal = env.JOURNAL.getByName(author.marketplace)
  const entry = (await journal.entry(id)) as Entry | null
  if (entry === null) {
    return { ok: false, reason: 'gone', sentence: 'This entry no longer exists.' }
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
    const sentence = by === null ? 'This entry was already settled.' : `${by} already chose the purchase.`
    return { ok: false, reason: 'settled', sentence }
  }
  await recordDeed(env.DB, author, `choice ${form}`, {
    did: 'chose the purchase for',
    what: 'an unclear entry',
    link: `/logs/${encodeURIComponent(id)}`,
  })
  return { ok: true }
}
