/** Rotates a secret that is made here and checked by the other side. */
import { and, eq, exists } from 'drizzle-orm'
import { drizzle } from 'drizzle-orm/d1'
import { type Author, auditLine } from '../accounts/audit-line'
import { integrations } from '../db/schema'
import type { Env } from '../env'
import { type CommandResult, refuseWith } from '../model/command-result'
import { UnsealError } from '../secrets/sealing'
import { KINDS } from '.'
import { openCredential, sealCredential } from './sealed-credential'
import { findIntegration, findRows, type Integration, isIntegration } from './store'

const refuse = refuseWith({
  gone: 'This integration is gone: it was deleted meanwhile.',
  'done already': 'This was done already, and its secret was shown then. Rotate it again if you do not have it.',
})

/**
 * The one before goes on beside it for a while. What is being posted takes the secrets with its job, so nothing else is to
 * be changed. @param rotation the form's id: the same again rotates nothing
 */
export async function rotateOwnSecret(
  env: Env,
  author: Author,
  id: string,
  rotation: string,
): Promise<CommandResult<'gone' | 'done already', { name: string; secret: string }>> {
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
  await db.batch([
    auditLine(db, author, { did: 'rotated', what, link: `/integrations/${id}` }, exists(findRows(db, unchanged))),
    db.update(integrations).set({ sealedCredential, updatedAt: Date.now() }).where(unchanged),
  ])
  const after = await findIntegration(env.DB, author.marketplace, id)
  if (after?.sealedCredential !== sealedCredential) {
    return refuse(after === null ? 'gone' : 'done already')
  }
  return { ok: true, name: found.name, secret: own.show(next) }
}

/** Null where no key opens it any more. */
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
