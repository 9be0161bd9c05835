/** SamCart's API key saved and removed. Each may run again after a crash at any step, and then ends whole. */
import { eq, exists, ne, notExists, sql } from 'drizzle-orm'
import { drizzle } from 'drizzle-orm/d1'
import { batchAsAdmin, FORMER_ADMIN } from '../../accounts/admin-batch'
import { type Author, auditLine } from '../../accounts/audit-line'
import { samcartApiKeys } from '../../db/schema'
import type { Env } from '../../env'
import { countCheck } from '../../integrations/credentials/check-limits'
import { type CommandResult, type Refusal, refuseWith } from '../../model/command-result'
import type { SamCartFailure } from '../samcart-api/client'
import { findKey, openSamCart, sealKey } from '../samcart-api/key-store'
import { order } from '../samcart-api/records'
import { startComparison } from './comparison'

const LINK = '/lost-sales'
const WHAT = 'SamCart’s API key'

const refuse = refuseWith({
  unauthorized: 'SamCart does not accept this key. Copy it again from SamCart’s e-mail, without spaces around it.',
  gone: 'The key was removed already.',
})

/** Tries the key, stores it and begins to compare. The same form saves once. */
export async function saveSamCartKey(
  env: Env,
  author: Author,
  { id, key }: { id: string; key: string },
): Promise<CommandResult<'unauthorized' | 'no answer' | 'too often' | 'no admin'>> {
  const { marketplace } = author
  if ((await findKey(env.DB, marketplace))?.id !== id) {
    const refused = await tryKey(env, author, key)
    if (refused !== null) {
      return refused
    }
    const db = drizzle(env.DB)
    const row = {
      id,
      marketplace,
      sealed: await sealKey(env.SEALING_KEYS, { marketplace, id }, key),
      savedAt: Date.now(),
    }
    const isNew = notExists(db.select({ id: samcartApiKeys.id }).from(samcartApiKeys).where(eq(samcartApiKeys.id, id)))
    const { id: newId, sealed, savedAt } = row
    const written = await batchAsAdmin(db, author, [
      auditLine(db, author, { did: 'saved', what: WHAT, link: LINK }, isNew),
      db
        .insert(samcartApiKeys)
        .values(row)
        .onConflictDoUpdate({
          target: samcartApiKeys.marketplace,
          set: { id: newId, sealed, savedAt },
          setWhere: ne(samcartApiKeys.id, sql`excluded.id`),
        }),
    ])
    if (written === null) {
      return FORMER_ADMIN
    }
  }
  await env.JOURNAL.getByName(marketplace).forgetComparison()
  await startComparison(env, marketplace)
  return { ok: true }
}

/** What was found stays listed. */
export async function removeSamCartKey(env: Env, author: Author): Promise<CommandResult<'gone' | 'no admin'>> {
  const { marketplace } = author
  const db = drizzle(env.DB)
  if ((await findKey(env.DB, marketplace)) === null) {
    // What a stopped attempt left.
    await env.JOURNAL.getByName(marketplace).forgetComparison()
    return refuse('gone')
  }
  const own = eq(samcartApiKeys.marketplace, marketplace)
  const written = await batchAsAdmin(db, author, [
    auditLine(
      db,
      author,
      { did: 'removed', what: WHAT, link: LINK },
      exists(db.select({ id: samcartApiKeys.id }).from(samcartApiKeys).where(own)),
    ),
    db.delete(samcartApiKeys).where(own),
  ])
  if (written === null) {
    return FORMER_ADMIN
  }
  await env.JOURNAL.getByName(marketplace).forgetComparison()
  return { ok: true }
}

async function tryKey(
  env: Env,
  author: Author,
  key: string,
): Promise<Refusal<'unauthorized' | 'no answer' | 'too often'> | null> {
  const counted = await countCheck(env.DB, author, { kind: 'samcart-api', site: author.marketplace }, true)
  if (counted.tooMany !== null) {
    return { ok: false, reason: 'too often', sentence: counted.tooMany }
  }
  // There is no route to check a key by: clients list one record.
  const reply = await openSamCart(env, key).list('/orders', 'limit=1', order)
  await counted.settle(reply.ok)
  if (reply.ok) {
    return null
  }
  return reply.why === 'unauthorized'
    ? refuse('unauthorized')
    : { ok: false, reason: 'no answer', sentence: explain(reply) }
}

function explain(failure: SamCartFailure): string {
  const what = {
    unauthorized: 'SamCart does not accept the key.',
    'not found': 'SamCart does not know this address.',
    'too many': 'SamCart asks us to wait.',
    'no answer': failure.why === 'no answer' ? failure.sentence : '',
  }[failure.why]
  return `${what} Nothing was saved; try again in a minute.`
}
