/** Statements that make and end the links for a new password, for the batch of a command. */
import { and, eq, isNull, ne, or, type SQL } from 'drizzle-orm'
import type { DrizzleD1Database } from 'drizzle-orm/d1'
import { verifications } from '../db/accounts-schema'
import { insertWhere } from './conditional-writes'
import { randomId, SECRET_ID } from './ids'
import { digestSecret } from './secret-digest'

/** How long a link may be used: once, within a day. */
const LASTS_MS = 86_400_000

interface LinkKind {
  /** Who hands it over; null for a mailed one. */
  maker: string | null
  condition?: SQL | undefined
}

/** A link's token for `person`, and the statement that stores its digest. What is mailed proves the address. */
export async function newResetLink(db: DrizzleD1Database, person: string, { maker, condition }: LinkKind) {
  const token = randomId(SECRET_ID)
  const now = new Date()
  const row = {
    id: randomId(SECRET_ID),
    identifier: await digestResetToken(token),
    value: person,
    maker,
    provesEmail: maker === null,
    expiresAt: new Date(now.getTime() + LASTS_MS),
    createdAt: now,
    updatedAt: now,
  }
  return { token, statement: insertWhere(db, verifications, row, condition) }
}

/** Maker of the links that the deployment's operator creates: the last way in, so no one else can end them. */
export const OPERATOR = 'operator'
const isNoOperators = or(isNull(verifications.maker), ne(verifications.maker, OPERATOR))

/** An admin has seen the link. */
export const isHandedOver = and(eq(verifications.provesEmail, false), isNoOperators)

/** All but the operator's. */
export function endResetLinks(db: DrizzleD1Database, person: string, condition: SQL | undefined = isNoOperators) {
  return db.delete(verifications).where(and(eq(verifications.value, person), condition))
}

/** As better-auth stores it, so that links outlive a change of who looks them up. */
export function digestResetToken(token: string): Promise<string> {
  return digestSecret(`reset-password:${token}`)
}
