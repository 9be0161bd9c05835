/** Changes of a channel. One may run again after a crash at any step, and then ends whole. */
import { and, exists, notExists } from 'drizzle-orm'
import { drizzle } from 'drizzle-orm/d1'
import { batchAsAdmin, FORMER_ADMIN } from '../accounts/admin-batch'
import { type Author, auditLine } from '../accounts/audit-line'
import { differsFrom, sameAs } from '../accounts/conditional-writes'
import { listChanges } from '../accounts/field-changes'
import { CHANGED_MEANWHILE, isStale } from '../accounts/form-stamp'
import { alertChannels } from '../db/schema'
import type { Env } from '../env'
import { createSigningSecret, showSecret } from '../integrations/signed-post/signing-secret'
import { type CommandResult, refuseWith } from '../model/command-result'
import { type ChannelSettings, toColumns } from './channel-settings'
import { describeChannel } from './describe'
import { readAddress } from './read-address'
import { openStoredAccess, sealAccess } from './sealed-address'
import {
  CHANNEL_GONE,
  CHANNEL_TAKEN,
  type Channel,
  describesSame,
  findChannel,
  isChannel,
  isNamedAlike,
  selectChannels,
  stampChannel,
} from './store'

const refuse = refuseWith({ gone: CHANNEL_GONE, taken: CHANNEL_TAKEN, 'changed meanwhile': CHANGED_MEANWHILE })

/**
 * `secret`: shown once, where the stored one could not be opened and this attempt made another.
 * @param change `address` as typed; empty keeps the stored one. `madeFrom`: stamp of what the form showed
 */
export async function changeChannel(
  env: Env,
  author: Author,
  id: string,
  { address, origin, madeFrom, ...settings }: ChannelSettings & { address: string; origin: string; madeFrom: string },
): Promise<
  CommandResult<'gone' | 'taken' | 'changed meanwhile' | 'address refused' | 'no admin', { secret: string | null }>
> {
  const { marketplace } = author
  const before = await findChannel(env.DB, marketplace, id)
  if (before === null) {
    return refuse('gone')
  }
  const columns: Partial<Channel> = { ...toColumns(settings), origin }
  let made: string | null = null
  let asked: string | null = null
  if (address !== '') {
    const parsed = await readAddress(env, marketplace, before.kind, { address, origin })
    if (!parsed.ok) {
      return parsed
    }
    const stored = await openStoredAccess(env.SEALING_KEYS, before)
    if (stored?.address !== parsed.address) {
      made = parsed.isSigned && !stored?.secret ? createSigningSecret() : null
      const secret = made ?? stored?.secret ?? null
      asked = parsed.address
      columns.shown = parsed.shown
      columns.sealedAddress = await sealAccess(env.SEALING_KEYS, before, { address: parsed.address, secret })
    }
  }
  const after = { ...before, ...columns }
  if (stampChannel(before) !== stampChannel(after) && isStale(madeFrom, stampChannel(before))) {
    return refuse('changed meanwhile')
  }
  const db = drizzle(env.DB)
  const namesake = selectChannels(db, isNamedAlike(marketplace, settings.name, id))
  if ((await namesake).length > 0) {
    return refuse('taken')
  }
  const { updatedAt: _, ...asRead } = before
  const isChanging = and(
    isChannel(marketplace, id),
    sameAs(alertChannels, asRead),
    differsFrom(alertChannels, columns),
    notExists(namesake),
  )
  const changes = listChanges(describeChannel(before), describeChannel(after))
  if (columns.sealedAddress !== undefined) {
    const to = after.shown === before.shown ? `another at ${after.shown}` : after.shown
    changes.push({ field: 'Address', from: before.shown, to })
  }
  const deed = { did: 'changed', what: `the alert channel “${settings.name}”`, link: `/alerts/${id}`, changes }
  const written = await batchAsAdmin(db, author, [
    auditLine(db, author, deed, exists(selectChannels(db, isChanging))),
    db
      .update(alertChannels)
      .set({ ...columns, updatedAt: Date.now() })
      .where(isChanging),
  ])
  if (written === null) {
    return FORMER_ADMIN
  }
  const now = await findChannel(env.DB, marketplace, id)
  if (now === null) {
    return refuse('gone')
  }
  // The same form may have been sent twice at once: its address is then sealed in another text.
  const reached = asked === null ? null : await openStoredAccess(env.SEALING_KEYS, now)
  const isAsked = describesSame(now, after) && (asked === null || reached?.address === asked)
  if (!isAsked) {
    return refuse('changed meanwhile')
  }
  await env.JOURNAL.getByName(marketplace).watchAlerts(marketplace, id)
  return { ok: true, secret: made !== null && now.sealedAddress === columns.sealedAddress ? showSecret(made) : null }
}
