/** Integrations connected, deleted and refreshed. Each may run again after a crash at any step, and then ends whole. */
import { and, eq, exists, notExists, or } from 'drizzle-orm'
import { drizzle } from 'drizzle-orm/d1'
import { batchAsAdmin, FORMER_ADMIN } from '../accounts/admin-batch'
import { type Author, auditLine } from '../accounts/audit-line'
import { insertWhere } from '../accounts/conditional-writes'
import { displayName } from '../accounts/display-name'
import { integrations, rules } from '../db/schema'
import type { Env } from '../env'
import { type CommandResult, type Refusal, refuseWith } from '../model/command-result'
import { listRules } from '../rules/store'
import { toConnection, toSettingsColumns } from './connection'
import { isStoredSecret, proveIntegration, sealSecret, startRefresh } from './credential'
import { startDeletion } from './deletion'
import type { IntegrationKind } from './kind'
import {
  findIntegration,
  findRows,
  INTEGRATION_GONE,
  type Integration,
  isIntegration,
  isNamesake,
  listDeleting,
  NAME_TAKEN,
  nameDeleting,
} from './store'

interface NewIntegration {
  id: string
  kind: IntegrationKind
  name: string
  settings: object
  /** Empty for a kind without credentials. */
  secret: string
  /** Where this Worker is reached; empty if unknown. */
  host?: string
}

interface Connected {
  /** What the other side answered, in a sentence. */
  remark?: string
  /** Its own secret, where this attempt made the one that is stored. */
  secret?: string
}

const refuse = refuseWith({
  gone: INTEGRATION_GONE,
  taken: NAME_TAKEN,
})

/** Connects an integration, once the other side lets it in. The same id again is the same integration. */
export async function connectIntegration(
  env: Env,
  author: Author,
  { id, kind, name, settings, secret, host = '' }: NewIntegration,
): Promise<CommandResult<'taken' | 'key refused' | 'no admin', Connected>> {
  const { marketplace } = author
  let isProven = false
  let connected: Connected = {}
  if ((await findIntegration(env.DB, marketplace, id)) === null) {
    const now = Date.now()
    const integration: Integration = {
      id,
      marketplace,
      kind: kind.id,
      name,
      ...toSettingsColumns(kind, settings, id),
      sealedCredential: await sealSecret(env, { marketplace, id }, secret),
      problem: null,
      createdAt: now,
      updatedAt: now,
      deletingAt: null,
    }
    const proven = await proveIntegration(env, author, integration, { isOwnSite: false, isStored: false, host })
    if ('refusal' in proven) {
      return refuseKey(proven.refusal)
    }
    const db = drizzle(env.DB)
    const isNew = notExists(findRows(db, or(eq(integrations.id, id), isNamesake(marketplace, name, id))))
    const what = `the integration “${name}” (${kind.address(integration.site, settings)})`
    const written = await batchAsAdmin(db, author, [
      auditLine(db, author, { did: 'added', what, link: `/integrations/${id}` }, isNew),
      insertWhere(db, integrations, { ...integration, ...proven.columns }, isNew),
    ])
    if (written === null) {
      return FORMER_ADMIN
    }
    isProven = true
    const { remark } = proven
    connected = remark === undefined ? {} : { remark }
  }
  const stored = await findIntegration(env.DB, marketplace, id)
  if (stored === null) {
    return refuse('taken')
  }
  if (isProven) {
    if (kind.ownSecret !== undefined && (await isStoredSecret(env, stored, secret))) {
      connected.secret = kind.ownSecret.show(secret)
    }
    await kind.adopt?.(env, toConnection(stored))
  }
  const catalog = await kind.catalog?.state(env, toConnection(stored))
  if (catalog !== undefined && catalog.counts === null) {
    await startRefresh(env, stored)
  }
  return { ok: true, ...connected }
}

/**
 * Deletes an integration with its rules and mappings. It is marked and its credential goes at once; the journal ends what
 * waits for it and deletes its row last. `left`: that is still under way.
 */
export async function deleteIntegration(
  env: Env,
  author: Author,
  id: string,
): Promise<CommandResult<'gone' | 'no admin', { name: string; left: boolean }>> {
  const { marketplace } = author
  const found = await findIntegration(env.DB, marketplace, id)
  const going = found ?? (await findDeleting(env.DB, marketplace, id))
  if (going === null) {
    return refuse('gone')
  }
  if (found !== null && !(await markDeleting(env, author, found))) {
    return FORMER_ADMIN
  }
  await startDeletion(env, going, displayName(author.person))
  return { ok: true, name: going.name, left: (await findDeleting(env.DB, marketplace, id)) !== null }
}

export async function refreshCatalog(env: Env, author: Author, id: string): Promise<CommandResult<'gone'>> {
  const found = await findIntegration(env.DB, author.marketplace, id)
  if (found === null) {
    return refuse('gone')
  }
  await startRefresh(env, found)
  return { ok: true }
}

/** False if the author is no longer an admin. */
async function markDeleting(env: Env, author: Author, { id, name }: Integration): Promise<boolean> {
  const { marketplace } = author
  const db = drizzle(env.DB)
  const own = isIntegration(marketplace, id)
  const isThere = exists(findRows(db, own))
  const count = (await listRules(env.DB, marketplace, { integration: id })).length
  const what = `the integration “${name}” with ${count === 1 ? 'one rule' : `${count} rules`}`
  const written = await batchAsAdmin(db, author, [
    auditLine(db, author, { did: 'deleted', what }, isThere),
    db
      .update(rules)
      .set({ on: false })
      .where(and(eq(rules.marketplace, marketplace), eq(rules.integration, id), isThere)),
    db
      .update(integrations)
      .set({ deletingAt: Date.now(), sealedCredential: '', name: nameDeleting({ id, name }) })
      .where(own),
  ])
  return written !== null
}

async function findDeleting(d1: D1Database, marketplace: string, id: string): Promise<Integration | null> {
  return (await listDeleting(d1, marketplace)).find((one) => one.id === id) ?? null
}

function refuseKey(sentence: string): Refusal<'key refused'> {
  return { ok: false, reason: 'key refused', sentence }
}
