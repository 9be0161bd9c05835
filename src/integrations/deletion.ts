/** The steps that delete an integration; the journal's job runs them in order. */
import { and, eq } from 'drizzle-orm'
import { drizzle } from 'drizzle-orm/d1'
import { integrations, mappings, rules } from '../db/schema'
import type { Env } from '../env'
import type { Connection } from '../model/connection'
import { KINDS } from '.'
import { type StoredConnection, toConnection } from './connection'
import { deletionId, type Integration, listDeleting } from './store'

/** Also of those that are being deleted. */
export async function listConnections(d1: D1Database, marketplace: string): Promise<Connection[]> {
  const found = await drizzle(d1).select().from(integrations).where(eq(integrations.marketplace, marketplace))
  return found.map(withoutCredential)
}

export async function forgetIntegration(env: Env, connection: Connection): Promise<void> {
  await KINDS.find(connection.kind)?.forget(env, connection, 'deleted')
}

/** With its rules and mappings, all or nothing. */
export async function deleteIntegrationRows(
  d1: D1Database,
  { marketplace, id }: Pick<Connection, 'marketplace' | 'id'>,
): Promise<void> {
  const db = drizzle(d1)
  await db.batch([
    db.delete(rules).where(and(eq(rules.marketplace, marketplace), eq(rules.integration, id))),
    db.delete(mappings).where(and(eq(mappings.marketplace, marketplace), eq(mappings.integration, id))),
    db.delete(integrations).where(and(eq(integrations.marketplace, marketplace), eq(integrations.id, id))),
  ])
}

/** Has the marketplace's journal finish what was marked. Starting it twice starts one job. */
export async function startDeletion(env: Pick<Env, 'JOURNAL'>, integration: Integration, person: string) {
  const connection = withoutCredential(integration)
  const hasLedger = KINDS.find(integration.kind)?.ledger !== undefined
  return env.JOURNAL.getByName(integration.marketplace).startJob({
    id: deletionId(integration),
    kind: 'delete-integration',
    again: true,
    marketplace: integration.marketplace,
    input: { connection, hasLedger },
    person,
  })
}

/** For deletions that stopped before the journal recorded them. @param marketplace all of them unless one is named */
export async function resumeDeletions(env: Pick<Env, 'DB' | 'JOURNAL'>, marketplace?: string): Promise<void> {
  for (const integration of await listDeleting(env.DB, marketplace)) {
    await startDeletion(env, integration, 'Enrollwire')
  }
}

function withoutCredential(row: StoredConnection): Connection {
  return { ...toConnection(row), sealedCredential: '', settings: null }
}
