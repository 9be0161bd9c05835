/** Changes of the webhook endpoint and its secrets. Each may run again after a crash at any step. */
import { and, count, eq, exists, gt, isNull, ne, notExists, or, sql } from 'drizzle-orm'
import { type DrizzleD1Database, drizzle } from 'drizzle-orm/d1'
import { batchAsAdmin, FORMER_ADMIN } from '../accounts/admin-batch'
import { type Author, auditLine } from '../accounts/audit-line'
import { insertWhere } from '../accounts/conditional-writes'
import { endpointSecrets, endpoints } from '../db/schema'
import type { Env } from '../env'
import { type CommandResult, refuseWith } from '../model/command-result'
import { endpointCopyKey } from './endpoint-copy'
import { createSecret, type NewSecret, OVERLAP_MS } from './new-secret'
import { findMarketplaceEndpoint, listSecrets, SECRET_WORDS, type SecretKind } from './store'

type Bindings = Pick<Env, 'DB' | 'COPIES' | 'SEALING_KEYS'>

/** Per kind: each post is checked against all of them. */
const MOST_VALID = 5

const refuse = refuseWith({
  exists: 'This marketplace already has a webhook endpoint.',
  'no endpoint': 'This marketplace has no webhook endpoint yet.',
  'done before': 'This was already done, and the secret was shown then. Rotate it if you do not have it.',
  'too many': 'Five secrets of this kind are valid. Revoke one that no sender uses, then rotate.',
  gone: 'This secret no longer exists: it was revoked or has expired.',
})

/** Gives a marketplace its endpoint with the first secret of each kind. They are in the answer, and never again. */
export async function createEndpoint(
  env: Omit<Bindings, 'COPIES'>,
  author: Author,
  id: string,
): Promise<CommandResult<'exists' | 'done before' | 'no admin', { secrets: NewSecret[] }>> {
  const { marketplace } = author
  if ((await findMarketplaceEndpoint(env.DB, marketplace)) !== null) {
    return refuse('exists')
  }
  const db = drizzle(env.DB)
  const endpoint = { id, marketplace, delinquentAt: null, createdAt: Date.now() }
  const secrets = await Promise.all(
    (['signing', 'key'] as const).map((kind) =>
      createSecret(env, { id: crypto.randomUUID(), marketplace, endpoint: id }, kind, endpoint.createdAt),
    ),
  )
  // Never create a secret for an id that another marketplace's endpoint has.
  const isFree = notExists(
    db
      .select({ id: endpoints.id })
      .from(endpoints)
      .where(or(eq(endpoints.marketplace, marketplace), eq(endpoints.id, id))),
  )
  const written = await batchAsAdmin(db, author, [
    auditLine(db, author, { did: 'created', what: 'the webhook endpoint', link: '/webhook' }, isFree),
    insertWhere(db, endpoints, endpoint, isFree).returning({ id: endpoints.id }),
    ...secrets.map(({ row }) => insertWhere(db, endpointSecrets, row, isFirst(db, marketplace, id, row.kind))),
  ])
  if (written === null) {
    return FORMER_ADMIN
  }
  const [, added] = written
  return added.length > 0 ? { ok: true, secrets } : refuse('done before')
}

/** Adds a secret; those of its kind before it run out a day later. @param id the new secret's */
export async function rotateSecret(
  env: Bindings,
  author: Author,
  { id, kind }: { id: string; kind: SecretKind },
): Promise<CommandResult<'no endpoint' | 'too many' | 'done before' | 'no admin', { secret: NewSecret }>> {
  const { marketplace } = author
  const endpoint = await findMarketplaceEndpoint(env.DB, marketplace)
  if (endpoint === null) {
    return refuse('no endpoint')
  }
  const now = Date.now()
  const secret = await createSecret(env, { id, marketplace, endpoint: endpoint.id }, kind, now)
  const db = drizzle(env.DB)
  const isUnused = notExists(
    db.select({ id: endpointSecrets.id }).from(endpointSecrets).where(eq(endpointSecrets.id, id)),
  )
  const alike = and(eq(endpointSecrets.endpoint, endpoint.id), eq(endpointSecrets.kind, kind))
  const isValid = or(isNull(endpointSecrets.validUntil), gt(endpointSecrets.validUntil, now))
  const valid = db.select({ count: count() }).from(endpointSecrets).where(and(alike, isValid))
  const isNew = and(isUnused, sql`(${valid}) < ${MOST_VALID}`)
  const earlier = and(alike, isNull(endpointSecrets.validUntil), ne(endpointSecrets.id, id))
  const written = await batchAsAdmin(db, author, [
    auditLine(db, author, { did: 'rotated', what: `the webhook’s ${SECRET_WORDS[kind]}`, link: '/webhook' }, isNew),
    db
      .update(endpointSecrets)
      .set({ validUntil: now + OVERLAP_MS })
      .where(and(earlier, isNew)),
    insertWhere(db, endpointSecrets, secret.row, isNew).returning({ id: endpointSecrets.id }),
  ])
  if (written === null) {
    return FORMER_ADMIN
  }
  await env.COPIES.delete(endpointCopyKey(endpoint.id))
  if (written[2].length > 0) {
    return { ok: true, secret }
  }
  return refuse((await db.$count(endpointSecrets, eq(endpointSecrets.id, id))) > 0 ? 'done before' : 'too many')
}

export async function revokeSecret(
  env: Bindings,
  author: Author,
  id: string,
): Promise<CommandResult<'gone' | 'no admin', { kind: SecretKind }>> {
  const { marketplace } = author
  const endpoint = await findMarketplaceEndpoint(env.DB, marketplace)
  if (endpoint === null) {
    return refuse('gone')
  }
  const secret = (await listSecrets(env.DB, marketplace, endpoint.id, Date.now())).find((one) => one.id === id)
  if (secret !== undefined) {
    const db = drizzle(env.DB)
    const own = and(eq(endpointSecrets.endpoint, endpoint.id), eq(endpointSecrets.id, id))
    const isThere = exists(db.select({ id: endpointSecrets.id }).from(endpointSecrets).where(own))
    const written = await batchAsAdmin(db, author, [
      auditLine(
        db,
        author,
        { did: 'revoked', what: `a ${SECRET_WORDS[secret.kind]} of the webhook`, link: '/webhook' },
        isThere,
      ),
      db.delete(endpointSecrets).where(own),
    ])
    if (written === null) {
      return FORMER_ADMIN
    }
  }
  // Also where it was gone: an attempt that stopped here left a copy that still lets it in.
  await env.COPIES.delete(endpointCopyKey(endpoint.id))
  return secret === undefined ? refuse('gone') : { ok: true, kind: secret.kind }
}

function isFirst(db: DrizzleD1Database, marketplace: string, endpoint: string, kind: SecretKind) {
  const own = db
    .select({ id: endpoints.id })
    .from(endpoints)
    .where(and(eq(endpoints.id, endpoint), eq(endpoints.marketplace, marketplace)))
  const others = db
    .select({ id: endpointSecrets.id })
    .from(endpointSecrets)
    .where(and(eq(endpointSecrets.endpoint, endpoint), eq(endpointSecrets.kind, kind)))
  return and(exists(own), notExists(others))
}
