/** Integrations connected, deleted and refreshed. Each may run again after a crash at any step, and then ends whole. */
import { and, eq, exists, notExists, or } from 'drizzle-orm'
import { drizzle } from 'drizzle-orm/d1'
import { type Author, auditLine } from '../accounts/audit-line'
import { insertWhere } from '../accounts/conditional-writes'
import { integrations, mappings, rules } from '../db/schema'
import type { Env } from '../env'
import { type CommandResult, type Refusal, refuseWith } from '../model/command-result'
import { listRules } from '../rules/store'
import { KINDS } from '.'
import { toConnection, toSettingsColumns } from './connection'
import { findRefusal, sealSecret, startRefresh } from './credential'
import type { IntegrationKind } from './kind'
import { findIntegration, findRows, type Integration, isIntegration, isNamesake, NAME_TAKEN } from './store'

interface NewIntegration {
  id: string
  kind: IntegrationKind
  name: string
  settings: object
  /** Empty for a kind without credentials. */
  secret: string
}

const refuse = refuseWith({
  gone: 'This integration is gone: it was deleted meanwhile.',
  taken: NAME_TAKEN,
})

/** Connects an integration, once the other side lets it in. The same id again is the same integration. */
export async function connectIntegration(
  env: Env,
  author: Author,
  { id, kind, name, settings, secret }: NewIntegration,
): Promise<CommandResult<'taken' | 'key refused'>> {
  const { marketplace } = author
  if ((await findIntegration(env.DB, marketplace, id)) === null) {
    const now = Date.now()
    const integration: Integration = {
      ...{ id, marketplace, kind: kind.id, name, ...toSettingsColumns(kind, settings, id) },
      sealedCredential: await sealSecret(env, { marketplace, id }, secret),
      ...{ problem: null, createdAt: now, updatedAt: now },
    }
    const refusal = await findRefusal(env, integration)
    if (refusal !== null) {
      return refuseKey(refusal)
    }
    const db = drizzle(env.DB)
    const isNew = notExists(findRows(db, or(eq(integrations.id, id), isNamesake(marketplace, name, id))))
    const what = `the integration “${name}” (${kind.address(integration.site)})`
    await db.batch([
      auditLine(db, author, { did: 'added', what }, isNew),
      insertWhere(db, integrations, integration, isNew),
    ])
  }
  const stored = await findIntegration(env.DB, marketplace, id)
  if (stored === null) {
    return refuse('taken')
  }
  const catalog = await kind.catalog?.state(env, toConnection(stored))
  if (catalog !== undefined && catalog.counts === null) {
    await startRefresh(env, stored)
  }
  return { ok: true }
}

/** Deletes an integration with its rules and mappings. Its rules are switched off first; its row goes last. */
export async function deleteIntegration(
  env: Env,
  author: Author,
  id: string,
): Promise<CommandResult<'gone', { name: string }>> {
  const { marketplace } = author
  const found = await findIntegration(env.DB, marketplace, id)
  if (found === null) {
    return refuse('gone')
  }
  const db = drizzle(env.DB)
  const own = isIntegration(marketplace, id)
  const ownRules = and(eq(rules.marketplace, marketplace), eq(rules.integration, id))
  await db
    .update(rules)
    .set({ on: false })
    .where(and(ownRules, eq(rules.on, true)))
  const going = await listRules(env.DB, marketplace, { integration: id })
  const journal = env.JOURNAL.getByName(marketplace)
  await Promise.all(going.map((rule) => journal.ruleOff(rule.id)))
  const kind = KINDS.find(found.kind)
  if (kind?.ledger !== undefined) {
    // Its ledger goes on knowing who bought: an erasure must find the way there.
    await journal.left(found.site)
  }
  await kind?.forget(env, toConnection(found), 'deleted')
  const what = `the integration “${found.name}” with ${going.length} rules`
  await db.batch([
    auditLine(db, author, { did: 'deleted', what }, exists(findRows(db, own))),
    db.delete(rules).where(ownRules),
    db.delete(mappings).where(and(eq(mappings.marketplace, marketplace), eq(mappings.integration, id))),
    db.delete(integrations).where(own),
  ])
  // Once more, for a job that was under way when the site forgot it.
  await kind?.forget(env, toConnection(found), 'deleted')
  return { ok: true, name: found.name }
}

/** Has the catalog fetched in the background; pages ask for its progress. */
export async function refreshCatalog(env: Env, author: Author, id: string): Promise<CommandResult<'gone'>> {
  const found = await findIntegration(env.DB, author.marketplace, id)
  if (found === null) {
    return refuse('gone')
  }
  await startRefresh(env, found)
  return { ok: true }
}

function refuseKey(sentence: string): Refusal<'key refused'> {
  return { ok: false, reason: 'key refused', sentence }
}
