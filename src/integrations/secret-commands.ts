/** Rotates a secret that is made here and checked by the other side. */
import { and, eq, exists } from 'drizzle-orm'
import { drizzle } from 'drizzle-orm/d1'
import { batchAsAdmin, FORMER_ADMIN } from '../accounts/admin-batch'
import { type Author, auditLine } from '../accounts/audit-line'
import { integrations } from '../db/schema'
import type { Env } from '../env'
import { type CommandResult, refuseWith } from '../model/command-result'
import { UnsealError } from '../secrets/sealing'
import { KINDS } from '.'
import { openCredential, sealCredential } from './credentials/sealed-credential'
import { findIntegration, findRows, INTEGRATION_GONE, type Integration, isIntegration } from './store'

const refuse = refuseWith({
  gone: INTEGRATION_GONE,
  'done already': 'The secret was already rotated and shown. Rotate it again if you don’t have it.',
})

/**
 * The previous secret stays valid beside it for a while. Posts under way carry their secrets, so nothing else changes.
 * @param rotation the form's id; the same one rotates once
 */
export async function rotateOwnSecret(
  env: Env,
  author: Author,
  id: string,
  rotation: string,
): Promise<CommandResult<'gone' | 'done already' | 'no admin', { name: string; secret: string }>> {
  const found = await findIntegration(env.DB, author.marketplace, id)
  const own = found && KINDS.find(found.kind)?.ownSecret
  if (found === null || !own) {
    return refuse('gone')
  }
  const stored = await openStored(env, found)
  const next = stored === null ? own.create() : own.rotate(stored, rotation, Date.now())
  if (next === null) {
    return refuse('done already')
  }
  const db = drizzle(env.DB)
  const unchanged = and(
    isIntegration(author.marketplace, id),
    eq(integrations.sealedCredential, found.sealedCredential),
  )
  const sealedCredential = await sealCredential(env.SEALING_KEYS, found, next)
  const what = `the ${own.title.toLowerCase()} of the integration “${found.name}”`
  const written = await batchAsAdmin(db, author, [
    auditLine(db, author, { did: 'rotated', what, link: `/integrations/${id}` }, exists(findRows(db, unchanged))),
    db.update(integrations).set({ sealedCredential, updatedAt: Date.now() }).where(unchanged),
  ])
  if (written === null) {
    return FORMER_ADMIN
  }
  const after = await findIntegration(env.DB, author.marketplace, id)
  if (after?.sealedCredential !== sealedCredential) {
    return refuse(after === null ? 'gone' : 'done already')
  }
  return { ok: true, name: found.name, secret: own.show(next) }
}

/** Null if no key opens it. */
async function openStored(env: Env, integration: Integration): Promise<string | null> {
  try {
    return await openCredential(env.SEALING_KEYS, integration)
  } catch (error) {
    if (error instanceof UnsealError) {
      return null
    }
    throw error
  }
}
