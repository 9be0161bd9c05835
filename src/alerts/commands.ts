/** Channels added and deleted. Each may run again after a crash at any step, and then ends whole. */
import { eq, exists, notExists, or } from 'drizzle-orm'
import { drizzle } from 'drizzle-orm/d1'
import { batchAsAdmin, FORMER_ADMIN } from '../accounts/admin-batch'
import { type Author, auditLine } from '../accounts/audit-line'
import { insertWhere } from '../accounts/conditional-writes'
import { alertChannels } from '../db/schema'
import type { Env } from '../env'
import { createSigningSecret, showSecret } from '../integrations/signed-post/signing-secret'
import { type CommandResult, refuseWith } from '../model/command-result'
import { type ChannelSettings, toColumns } from './channel-settings'
import { readAddress } from './read-address'
import { sealAccess } from './sealed-address'
import {
  CHANNEL_GONE,
  CHANNEL_TAKEN,
  type Channel,
  findChannel,
  isChannel,
  isNamedAlike,
  listChannels,
  selectChannels,
} from './store'

interface NewChannel extends ChannelSettings {
  id: string
  kind: string
  /** As typed. */
  address: string
  /** Where this Worker is reached. */
  origin: string
}

const MOST_CHANNELS = 10

const refuse = refuseWith({
  gone: CHANNEL_GONE,
  taken: CHANNEL_TAKEN,
  'too many': `A marketplace has at most ${MOST_CHANNELS} channels. Delete one first.`,
})

/** The same id again is the same channel. `secret`: shown once, where this attempt made it. */
export async function addChannel(
  env: Env,
  author: Author,
  { id, kind, address, origin, ...settings }: NewChannel,
): Promise<CommandResult<'taken' | 'too many' | 'address refused' | 'no admin', { secret: string | null }>> {
  const { marketplace } = author
  let secret: string | null = null
  if ((await findChannel(env.DB, marketplace, id)) === null) {
    const parsed = await readAddress(env, marketplace, kind, { address, origin })
    if (!parsed.ok) {
      return parsed
    }
    if ((await listChannels(env.DB, marketplace)).length >= MOST_CHANNELS) {
      return refuse('too many')
    }
    const made = parsed.isSigned ? createSigningSecret() : null
    const now = Date.now()
    const row: Channel = {
      id,
      marketplace,
      kind,
      shown: parsed.shown,
      sealedAddress: await sealAccess(env.SEALING_KEYS, { marketplace, id }, { address: parsed.address, secret: made }),
      origin,
      ...toColumns(settings),
      createdAt: now,
      updatedAt: now,
    }
    const db = drizzle(env.DB)
    const isNew = notExists(
      selectChannels(db, or(eq(alertChannels.id, id), isNamedAlike(marketplace, settings.name, id))),
    )
    const what = `the alert channel “${settings.name}” (${parsed.shown})`
    const written = await batchAsAdmin(db, author, [
      auditLine(db, author, { did: 'added', what, link: `/alerts/${id}` }, isNew),
      insertWhere(db, alertChannels, row, isNew),
    ])
    if (written === null) {
      return FORMER_ADMIN
    }
    const stored = await findChannel(env.DB, marketplace, id)
    if (stored === null) {
      return refuse('taken')
    }
    secret = made !== null && stored.sealedAddress === row.sealedAddress ? showSecret(made) : null
  }
  await env.JOURNAL.getByName(marketplace).watchAlerts(marketplace)
  return { ok: true, secret }
}

/** It gets nothing more; what other channels were sent stays. */
export async function deleteChannel(
  env: Env,
  author: Author,
  id: string,
): Promise<CommandResult<'gone' | 'no admin', { name: string }>> {
  const { marketplace } = author
  const found = await findChannel(env.DB, marketplace, id)
  if (found === null) {
    return refuse('gone')
  }
  const db = drizzle(env.DB)
  const own = isChannel(marketplace, id)
  const written = await batchAsAdmin(db, author, [
    auditLine(
      db,
      author,
      { did: 'deleted', what: `the alert channel “${found.name}” (${found.shown})` },
      exists(selectChannels(db, own)),
    ),
    db.delete(alertChannels).where(own),
  ])
  if (written === null) {
    return FORMER_ADMIN
  }
  await env.JOURNAL.getByName(marketplace).watchAlerts(marketplace)
  return { ok: true, name: found.name }
}
