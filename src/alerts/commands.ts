/** Channels added, changed and deleted. Each may run again after a crash at any step, and then ends whole. */
import { and, eq, exists, ne, notExists, or, sql } from 'drizzle-orm'
import { drizzle } from 'drizzle-orm/d1'
import { batchAsAdmin, FORMER_ADMIN } from '../accounts/admin-batch'
import { type Author, auditLine, listChanges } from '../accounts/audit-line'
import { differsFrom, insertWhere } from '../accounts/conditional-writes'
import { CHANGED_MEANWHILE, isStale } from '../accounts/form-stamp'
import { alertChannels } from '../db/schema'
import type { Env } from '../env'
import { createSigningSecret, showSecret } from '../integrations/signed-post/signing-secret'
import { type CommandResult, refuseWith } from '../model/command-result'
import { type ChannelSettings, toColumns } from './channel-settings'
import { describeChannel } from './describe'
import { readAddress } from './read-address'
import { openStoredAccess, sealAccess } from './sealed-address'
import { CHANNEL_GONE, type Channel, findChannel, isChannel, listChannels, selectChannels, stampChannel } from './store'

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
  taken: 'Another channel has this name. Choose a different one.',
  'too many': `A marketplace has at most ${MOST_CHANNELS} channels. Delete one first.`,
  'changed meanwhile': CHANGED_MEANWHILE,
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
      return refuseAddress(parsed.sentence)
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
      selectChannels(db, or(eq(alertChannels.id, id), isNamesake(marketplace, settings.name, id))),
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
  if (address !== '') {
    const parsed = await readAddress(env, marketplace, before.kind, { address, origin })
    if (!parsed.ok) {
      return refuseAddress(parsed.sentence)
    }
    const stored = await openStoredAccess(env.SEALING_KEYS, before)
    if (stored?.address !== parsed.address) {
      made = parsed.isSigned && !stored?.secret ? createSigningSecret() : null
      const secret = made ?? stored?.secret ?? null
      columns.shown = parsed.shown
      columns.sealedAddress = await sealAccess(env.SEALING_KEYS, before, { address: parsed.address, secret })
    }
  }
  const after = { ...before, ...columns }
  const isSame = stampChannel(before) === stampChannel(after) && columns.sealedAddress === undefined
  if (!isSame && isStale(madeFrom, stampChannel(before))) {
    return refuse('changed meanwhile')
  }
  const db = drizzle(env.DB)
  const namesake = selectChannels(db, isNamesake(marketplace, settings.name, id))
  if ((await namesake).length > 0) {
    return refuse('taken')
  }
  const isChanging = and(isChannel(marketplace, id), differsFrom(alertChannels, columns), notExists(namesake))
  const changes = listChanges(describeChannel(before), describeChannel(after))
  if (columns.sealedAddress !== undefined) {
    changes.push({ field: 'Address', from: before.shown, to: after.shown })
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
  await env.JOURNAL.getByName(marketplace).watchAlerts(marketplace, id)
  const isStored =
    made !== null && (await findChannel(env.DB, marketplace, id))?.sealedAddress === columns.sealedAddress
  return { ok: true, secret: made !== null && isStored ? showSecret(made) : null }
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

function refuseAddress(sentence: string) {
  return { ok: false, reason: 'address refused', sentence } as const
}

function isNamesake(marketplace: string, name: string, self: string) {
  return and(
    eq(alertChannels.marketplace, marketplace),
    sql`lower(${alertChannels.name}) = lower(${name})`,
    ne(alertChannels.id, self),
  )
}
