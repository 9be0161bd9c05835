/**
 * Passwords set with an admin's link, which that admin may know. When the admin loses the role, these passwords end too,
 * as long as someone is left to issue the next link: the author, or an admin with a password that this one did not set.
 */
import { and, eq, exists, gt, inArray, isNull, ne, or, type SQL, sql } from 'drizzle-orm'
import { type DrizzleD1Database, drizzle } from 'drizzle-orm/d1'
import { alias } from 'drizzle-orm/sqlite-core'
import { apiTokens, credentials, members, people, sessions, twoSteps } from '../db/accounts-schema'
import type { Author } from './audit-line'
import { randomId, SECRET_ID } from './ids'
import { hashPassword } from './password'

/** Their emails. */
export async function listSetPasswords(d1: D1Database, author: Author, maker: string): Promise<string[]> {
  const db = drizzle(d1)
  const found = await db
    .select({ email: people.email })
    .from(credentials)
    .innerJoin(people, eq(people.id, credentials.person))
    .where(setBy(db, author, maker))
  return found.map(({ email }) => email)
}

/** With the sessions they opened, and the API tokens and the two-step sign-in that came since. */
export async function endSetPasswords(db: DrizzleD1Database, author: Author, maker: string, condition: SQL) {
  const ending = and(setBy(db, author, maker), condition)
  const theirs = db.select({ person: credentials.person }).from(credentials).where(ending)
  const isSince = gt(sql`${twoSteps.confirmedAt}`, sql`${credentials.updatedAt}`)
  const since = db
    .select({ person: credentials.person })
    .from(credentials)
    .innerJoin(twoSteps, and(eq(twoSteps.id, credentials.person), isSince))
    .where(ending)
  const isLater = gt(apiTokens.createdAt, sql`${credentials.updatedAt}`)
  const made = db
    .select({ id: apiTokens.id })
    .from(apiTokens)
    .innerJoin(credentials, and(eq(credentials.person, apiTokens.person), isLater))
    .where(ending)
  // A random value is hashed as well, so that signing in takes as long as for any account.
  const password = await hashPassword(randomId(SECRET_ID))
  return [
    db.delete(sessions).where(inArray(sessions.person, theirs)),
    db.update(people).set({ devicesSince: Date.now() }).where(inArray(people.id, theirs)),
    db.delete(twoSteps).where(inArray(twoSteps.id, since)),
    db.delete(apiTokens).where(inArray(apiTokens.id, made)),
    db.update(credentials).set({ password, setBy: null, updatedAt: new Date() }).where(ending),
  ] as const
}

function setBy(db: DrizzleD1Database, { marketplace, person }: Author, maker: string) {
  const team = db.select({ person: members.person }).from(members).where(eq(members.marketplace, marketplace))
  const own = alias(credentials, 'own')
  const helper = db
    .select({ id: members.id })
    .from(members)
    .innerJoin(own, eq(own.person, members.person))
    .where(
      and(
        eq(members.marketplace, marketplace),
        eq(members.role, 'admin'),
        ne(members.person, maker),
        or(eq(members.person, person.id), isNull(own.setBy), ne(own.setBy, maker)),
      ),
    )
  return and(
    eq(credentials.setBy, maker),
    ne(credentials.person, person.id),
    inArray(credentials.person, team),
    exists(helper),
  )
}
