/** Changes of an integration's custom field mapping. Each may run again after a crash. */
import { and, eq, exists, notExists, or } from 'drizzle-orm'
import { drizzle } from 'drizzle-orm/d1'
import { batchAsAdmin, FORMER_ADMIN } from '../accounts/admin-batch'
import { type Author, auditLine } from '../accounts/audit-line'
import { insertWhere } from '../accounts/conditional-writes'
import { mappings } from '../db/schema'
import type { Env } from '../env'
import { type CommandResult, type Refusal, refuseWith } from '../model/command-result'
import { listMappings, type Mapping } from './mappings'
import { findIntegration, INTEGRATION_GONE } from './store'

type Database = Pick<Env, 'DB'>

const refuse = refuseWith({
  'no integration': INTEGRATION_GONE,
  gone: 'This mapping has since been removed.',
})

/** Adds a row once: the same id again is the same row. `taken`: the other side's field is mapped already; it maps once. */
export async function addMapping(
  env: Database,
  author: Author,
  row: Omit<Mapping, 'marketplace'>,
): Promise<CommandResult<'no integration' | 'taken' | 'no admin'>> {
  const { marketplace } = author
  const integration = await findIntegration(env.DB, marketplace, row.integration)
  if (integration === null) {
    return refuse('no integration')
  }
  const db = drizzle(env.DB)
  const sameField = and(eq(mappings.integration, row.integration), eq(mappings.definition, row.definition))
  const isNew = notExists(
    db
      .select({ id: mappings.id })
      .from(mappings)
      .where(or(eq(mappings.id, row.id), sameField)),
  )
  const what = `${row.field} to ${row.definitionLabel} for the integration “${integration.name}”`
  const written = await batchAsAdmin(db, author, [
    auditLine(db, author, { did: 'mapped', what, link: `/integrations/${row.integration}/mapping` }, isNew),
    insertWhere(db, mappings, { ...row, marketplace }, isNew),
  ])
  if (written === null) {
    return FORMER_ADMIN
  }
  const stored = await listMappings(env.DB, marketplace, row.integration)
  return stored.some((one) => one.id === row.id) ? { ok: true } : refuseTaken(row)
}

export async function deleteMapping(
  env: Database,
  author: Author,
  integration: string,
  id: string,
): Promise<CommandResult<'gone' | 'no admin'>> {
  const stored = await listMappings(env.DB, author.marketplace, integration)
  const row = stored.find((one) => one.id === id)
  if (row === undefined) {
    return refuse('gone')
  }
  const link = `/integrations/${integration}/mapping`
  const db = drizzle(env.DB)
  const own = and(eq(mappings.marketplace, author.marketplace), eq(mappings.id, id))
  const isThere = exists(db.select({ id: mappings.id }).from(mappings).where(own))
  const written = await batchAsAdmin(db, author, [
    auditLine(
      db,
      author,
      { did: 'removed', what: `the mapping of ${row.field} to ${row.definitionLabel}`, link },
      isThere,
    ),
    db.delete(mappings).where(own),
  ])
  return written === null ? FORMER_ADMIN : { ok: true }
}

function refuseTaken({ definitionLabel }: Omit<Mapping, 'marketplace'>): Refusal<'taken'> {
  return { ok: false, reason: 'taken', sentence: `${definitionLabel} is already mapped.` }
}
