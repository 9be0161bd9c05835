import { and, eq, exists, notExists, type SQL } from 'drizzle-orm'
import type { DrizzleD1Database } from 'drizzle-orm/d1'
import { credentials, marketplaces, members, people } from '../db/accounts-schema'
import { type Author, auditLine } from './audit-line'
import { insertWhere } from './conditional-writes'
import { randomId, SECRET_ID, SHORT_ID } from './ids'
import { hashPassword } from './password'

export interface NewPerson {
  name: string
  email: string
  password: string
  /** The address has shown that it is theirs. */
  proven: boolean
}

/** An account as better-auth reads it, where `condition` holds and the email has none yet. `made`: holds once it is there. */
export async function newAccount(
  db: DrizzleD1Database,
  { name, email: typed, password, proven }: NewPerson,
  condition?: SQL,
) {
  const id = randomId(SECRET_ID)
  const email = typed.toLowerCase()
  const [createdAt, updatedAt] = [new Date(), new Date()]
  const isFree = and(notExists(db.select({ id: people.id }).from(people).where(eq(people.email, email))), condition)
  const made = exists(db.select({ id: people.id }).from(people).where(eq(people.id, id)))
  const person = { id, name, email, emailVerified: proven, devicesSince: 0, image: null, createdAt, updatedAt }
  const credential = {
    id: randomId(SECRET_ID),
    person: id,
    accountId: id,
    providerId: 'credential',
    password: await hashPassword(password),
    setBy: null,
    createdAt,
    updatedAt,
    accessToken: null,
    refreshToken: null,
    idToken: null,
    scope: null,
    accessTokenExpiresAt: null,
    refreshTokenExpiresAt: null,
  }
  const statements = [insertWhere(db, people, person, isFree), insertWhere(db, credentials, credential, made)] as const
  return { person: { id, name, email }, made, statements }
}

/** Marks the address of a person as theirs, where `condition` holds. */
export function proveEmail(db: DrizzleD1Database, person: string, condition: SQL) {
  return db
    .update(people)
    .set({ emailVerified: true })
    .where(and(eq(people.id, person), condition))
}

/** A marketplace with `person` as its admin, where `made` holds. @param zone null where no browser suggested one */
export function newMarketplace(
  db: DrizzleD1Database,
  person: Author['person'],
  { name, zone, id = randomId(SHORT_ID) }: { name: string; zone: string | null; id?: string },
  made: SQL,
) {
  const createdAt = new Date()
  const news = { announceGiveBack: false, announceZone: false }
  const row = {
    ...news,
    id,
    name,
    slug: id,
    logo: null,
    metadata: null,
    maker: person.id,
    createdAt,
    deletingAt: null,
    zone,
    twoStep: false,
  }
  const admin = { id: randomId(SECRET_ID), marketplace: id, person: person.id, role: 'admin', createdAt } as const
  const isTheirs = exists(db.select({ id: members.id }).from(members).where(eq(members.id, admin.id)))
  const statements = [
    auditLine(db, { marketplace: id, person }, { did: 'made the marketplace', what: name, link: '/overview' }, made),
    insertWhere(db, members, admin, made),
    insertWhere(db, marketplaces, row, isTheirs),
  ] as const
  return { id, isTheirs, statements }
}
