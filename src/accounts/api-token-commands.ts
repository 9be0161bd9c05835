/** Tokens of the API are made and revoked by admins, on a page. */
import { and, eq, exists, sql } from 'drizzle-orm'
import { drizzle } from 'drizzle-orm/d1'
import { apiTokens } from '../db/accounts-schema'
import type { Env } from '../env'
import { type CommandResult, refuseWith } from '../model/command-result'
import { batchAsAdmin, FORMER_ADMIN } from './admin-batch'
import { newSecret, type TokenScope } from './api-tokens'
import { type Author, auditLine } from './audit-line'
import { insertWhere } from './conditional-writes'

const MOST_TOKENS = 50
const DAY_MS = 86_400_000

const refuse = refuseWith({
  'name taken': 'Another token has this name. Choose a different one.',
  full: `This marketplace has ${MOST_TOKENS} tokens, the maximum. Revoke one first.`,
  'done already': 'This token was made and shown already. If you don’t have it, revoke it and make another.',
  gone: 'This token was revoked already.',
})

interface NewToken {
  /** The same id again is the same token. */
  id: string
  name: string
  scope: TokenScope
  /** Until it expires; null for good. */
  days: number | null
}

/** The answer is the only place that ever shows its secret. */
export async function createToken(
  env: Pick<Env, 'DB'>,
  author: Author,
  { id, name, scope, days }: NewToken,
): Promise<CommandResult<'name taken' | 'full' | 'done already' | 'no admin', { secret: string }>> {
  const { marketplace, person } = author
  const db = drizzle(env.DB)
  const now = Date.now()
  const { secret, handle, digest } = await newSecret(id)
  const row = {
    ...({ id, marketplace, person: person.id, name, scope, handle, digest, createdAt: now, lastUsedAt: null } as const),
    expiresAt: days === null ? null : now + days * DAY_MS,
  }
  const own = eq(apiTokens.marketplace, marketplace)
  const isTaken = sql`EXISTS (SELECT 1 FROM ${apiTokens} WHERE ${own} AND ${apiTokens.name} = ${name})`
  const fits = sql`NOT EXISTS (SELECT 1 FROM ${apiTokens} WHERE ${apiTokens.id} = ${id})
    AND NOT ${isTaken}
    AND (SELECT count(*) FROM ${apiTokens} WHERE ${own}) < ${MOST_TOKENS}`
  const lasts = days === null ? 'does not expire' : `expires after ${days} days`
  const written = await batchAsAdmin(db, author, [
    auditLine(
      db,
      author,
      { did: 'made', what: `the API token “${name}”, which may ${scope} and ${lasts}`, link: '/team/tokens' },
      fits,
    ),
    insertWhere(db, apiTokens, row, fits).returning({ id: apiTokens.id }),
    db.select({ id: apiTokens.id, name: apiTokens.name }).from(apiTokens).where(own),
  ])
  if (written === null) {
    return FORMER_ADMIN
  }
  const [, made, all] = written
  if (made.length > 0) {
    return { ok: true, secret }
  }
  if (all.some((one) => one.id === id)) {
    return refuse('done already')
  }
  return refuse(all.some((one) => one.name === name) ? 'name taken' : 'full')
}

/** It opens nothing from the next request on; one under way that only an admin may make is refused as it writes. */
export async function revokeToken(
  env: Pick<Env, 'DB'>,
  author: Author,
  id: string,
): Promise<CommandResult<'gone' | 'no admin', { name: string }>> {
  const db = drizzle(env.DB)
  const own = and(eq(apiTokens.marketplace, author.marketplace), eq(apiTokens.id, id))
  const [found] = await db.select({ name: apiTokens.name }).from(apiTokens).where(own)
  const isThere = exists(db.select({ id: apiTokens.id }).from(apiTokens).where(own))
  const deed = { did: 'revoked', what: `the API token “${found?.name ?? ''}”`, link: '/team/tokens' }
  const written = await batchAsAdmin(db, author, [
    auditLine(db, author, deed, isThere),
    db.delete(apiTokens).where(own).returning({ id: apiTokens.id }),
  ])
  if (written === null) {
    return FORMER_ADMIN
  }
  return found !== undefined && written[1].length > 0 ? { ok: true, name: found.name } : refuse('gone')
}
