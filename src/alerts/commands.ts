/** Channels added, changed, deleted and tested. Each may run again after a crash at any step, and then ends whole. */
import { and, eq, exists, ne, notExists, or, sql } from 'drizzle-orm'
import { drizzle } from 'drizzle-orm/d1'
import { batchAsAdmin, FORMER_ADMIN, refuseFormerAdmin } from '../accounts/admin-batch'
import { type Author, auditLine, listChanges } from '../accounts/audit-line'
import { differsFrom, insertWhere } from '../accounts/conditional-writes'
import { CHANGED_MEANWHILE, isStale } from '../accounts/form-stamp'
import { type Limit, takeAttempt } from '../accounts/throttle'
import { alertChannels } from '../db/schema'
import type { Env } from '../env'
import {
  createSigningSecret,
  OVERLAP_HOURS,
  rotateSigningSecret,
  showSecret,
} from '../integrations/signed-post/signing-secret'
import type { CauseKind } from '../model/alert'
import { type CommandResult, refuseWith } from '../model/command-result'
import { CHANNELS } from '.'
import type { ChannelAccess, ChannelAnswer } from './channel/channel'
import { deliverAlert } from './deliver'
import { describeChannel } from './describe'
import { channelParts } from './parts'
import { refuseRecipient } from './recipients'
import type { DigestTime, QuietHours } from './schedule'
import { openAccess, sealAccess } from './sealed-address'
import { type Channel, findChannel, findShop, isChannel, listChannels, selectChannels, stampChannel } from './store'

export interface ChannelSettings {
  name: string
  causes: CauseKind[]
  quiet: QuietHours | null
  digest: DigestTime | null
  on: boolean
}

interface NewChannel extends ChannelSettings {
  id: string
  kind: string
  /** As typed. */
  address: string
  /** Where this Worker is reached. */
  origin: string
}

const MOST_CHANNELS = 10
const TESTS: Limit = { most: 10, windowS: 3600 }

const refuse = refuseWith({
  gone: 'This channel has since been deleted.',
  taken: 'Another channel has this name. Give this one its own, so that people can tell them apart.',
  'too many': `A marketplace has at most ${MOST_CHANNELS} channels. Delete one first.`,
  'changed meanwhile': CHANGED_MEANWHILE,
  'done already': 'The secret was already rotated and shown. Rotate it again if you don’t have it.',
  'too often': 'This channel was tested ten times within the hour. Try again later.',
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

/** @param change `address` as typed; empty keeps the stored one. `madeFrom`: stamp of what the form showed */
export async function changeChannel(
  env: Env,
  author: Author,
  id: string,
  { address, origin, madeFrom, ...settings }: ChannelSettings & { address: string; origin: string; madeFrom: string },
): Promise<CommandResult<'gone' | 'taken' | 'changed meanwhile' | 'address refused' | 'no admin'>> {
  const { marketplace } = author
  const before = await findChannel(env.DB, marketplace, id)
  if (before === null) {
    return refuse('gone')
  }
  const columns: Partial<Channel> = { ...toColumns(settings), origin }
  if (address !== '') {
    const parsed = await readAddress(env, marketplace, before.kind, { address, origin })
    if (!parsed.ok) {
      return refuseAddress(parsed.sentence)
    }
    const stored = await openStored(env, before)
    if (stored?.address !== parsed.address) {
      const secret = stored?.secret ?? (parsed.isSigned ? createSigningSecret() : null)
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
  return { ok: true }
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

/** @param rotation the form's id; the same one rotates once */
export async function rotateChannelSecret(
  env: Env,
  author: Author,
  id: string,
  rotation: string,
): Promise<CommandResult<'gone' | 'done already' | 'no admin', { name: string; secret: string }>> {
  const { marketplace } = author
  const found = await findChannel(env.DB, marketplace, id)
  const stored = found && (await openStored(env, found))
  if (found === null || !stored?.secret) {
    return refuse('gone')
  }
  const secret = rotateSigningSecret(stored.secret, rotation, Date.now())
  if (secret === null) {
    return refuse('done already')
  }
  const sealedAddress = await sealAccess(env.SEALING_KEYS, found, { ...stored, secret })
  const db = drizzle(env.DB)
  const unchanged = and(isChannel(marketplace, id), eq(alertChannels.sealedAddress, found.sealedAddress))
  const what = `the signing secret of the alert channel “${found.name}”`
  const written = await batchAsAdmin(db, author, [
    auditLine(db, author, { did: 'rotated', what, link: `/alerts/${id}` }, exists(selectChannels(db, unchanged))),
    db.update(alertChannels).set({ sealedAddress }).where(unchanged),
  ])
  if (written === null) {
    return FORMER_ADMIN
  }
  const after = await findChannel(env.DB, marketplace, id)
  if (after?.sealedAddress !== sealedAddress) {
    return refuse(after === null ? 'gone' : 'done already')
  }
  return { ok: true, name: found.name, secret: showSecret(secret) }
}

export const SECRET_OVERLAP_HOURS = OVERLAP_HOURS

/** Changes nothing; a channel that failed is tried again where the test got through. */
export async function sendTestAlert(
  env: Env,
  author: Author,
  id: string,
): Promise<CommandResult<'gone' | 'too often' | 'no admin', { name: string; result: ChannelAnswer }>> {
  const { marketplace } = author
  const refused = await refuseFormerAdmin(drizzle(env.DB), author)
  if (refused !== null) {
    return refused
  }
  const [channel, shop] = await Promise.all([findChannel(env.DB, marketplace, id), findShop(env.DB, marketplace)])
  if (channel === null || shop === null) {
    return refuse('gone')
  }
  const now = Date.now()
  if ((await takeAttempt(env.DB, `alert test ${id}`, TESTS, now)) > 0) {
    return refuse('too often')
  }
  const message = { id: `alert_${crypto.randomUUID()}`, at: now, kind: 'test' as const }
  const result = await deliverAlert(env, channel, shop, message)
  if (result.sent) {
    await env.JOURNAL.getByName(marketplace).watchAlerts(marketplace, id)
  }
  return { ok: true, name: channel.name, result }
}

function refuseAddress(sentence: string) {
  return { ok: false, reason: 'address refused', sentence } as const
}

async function readAddress(
  env: Env,
  marketplace: string,
  kindId: string,
  { address, origin }: { address: string; origin: string },
): Promise<{ ok: true; address: string; shown: string; isSigned: boolean } | { ok: false; sentence: string }> {
  const kind = CHANNELS.find(kindId)
  const parts = channelParts(env, new URL(origin).host)
  if (kind === null || !kind.isOffered(parts)) {
    return { ok: false, sentence: 'This deployment cannot send there. Choose another kind of channel.' }
  }
  const parsed = kind.parse(address, parts)
  if (!parsed.ok) {
    return parsed
  }
  const refused = kind.mails === true ? await refuseRecipient(env, marketplace, parsed.url) : null
  return refused === null
    ? { ok: true, address: parsed.url, shown: kind.show(parsed.url), isSigned: kind.isSigned === true }
    : { ok: false, sentence: refused }
}

function isNamesake(marketplace: string, name: string, self: string) {
  return and(
    eq(alertChannels.marketplace, marketplace),
    sql`lower(${alertChannels.name}) = lower(${name})`,
    ne(alertChannels.id, self),
  )
}

function toColumns({ name, causes, quiet, digest, on }: ChannelSettings) {
  return {
    name,
    causes,
    on,
    quietFrom: quiet?.from ?? null,
    quietUntil: quiet?.until ?? null,
    digestWeekday: digest?.weekday ?? null,
    digestHour: digest?.hour ?? null,
  }
}

/** Null if no key opens it. */
function openStored(env: Env, channel: Channel): Promise<ChannelAccess | null> {
  return openAccess(env.SEALING_KEYS, channel).catch(() => null)
}
