/**
 * What better-auth asks of D1 for sign-in, sessions and sign-out; anything else is refused. Its own adapter would be a
 * thirtieth of the Worker, and would read a session's person in a round trip of its own.
 */
import type { DBAdapter, Where } from 'better-auth'
import { eq } from 'drizzle-orm'
import { drizzle } from 'drizzle-orm/d1'
import { credentials, people, sessions } from '../db/accounts-schema'
import { randomId, SECRET_ID } from './ids'
import { digestToken } from './token-digests'

/** As better-auth knows it. */
interface AuthSession {
  id: string
  token: string
  userId: string
  ipAddress: string | null
  userAgent: string | null
  expiresAt: Date
  createdAt: Date
  updatedAt: Date
}

type Extension = Pick<AuthSession, 'expiresAt' | 'updatedAt'>

/** A leaked database must open no session, so rows hold a digest of the token. */
export function authDatabase(d1: D1Database): DBAdapter {
  const db = drizzle(d1)

  async function createSession(session: Omit<AuthSession, 'id'>): Promise<AuthSession> {
    const { token, userId, ipAddress, userAgent, expiresAt, createdAt, updatedAt } = session
    const id = randomId(SECRET_ID)
    const digest = await digestToken(token)
    const row = { id, token: digest, person: userId, ipAddress, userAgent, expiresAt, createdAt, updatedAt }
    await db.insert(sessions).values(row)
    return { id, token, userId, ipAddress, userAgent, expiresAt, createdAt, updatedAt }
  }

  async function findSession(token: string) {
    const [found] = await db
      .select({ session: sessions, person: people })
      .from(sessions)
      .innerJoin(people, eq(people.id, sessions.person))
      .where(eq(sessions.token, await digestToken(token)))
    return found === undefined ? null : { ...toSession(token, found.session), user: toUser(found.person) }
  }

  async function extendSession(token: string, { expiresAt, updatedAt }: Extension): Promise<AuthSession | null> {
    const isIt = eq(sessions.token, await digestToken(token))
    const [row] = await db.update(sessions).set({ expiresAt, updatedAt }).where(isIt).returning()
    return row === undefined ? null : toSession(token, row)
  }

  async function deleteSession(token: string): Promise<void> {
    await db.delete(sessions).where(eq(sessions.token, await digestToken(token)))
  }

  async function findUser(email: string) {
    const rows = await db
      .select({ person: people, credential: credentials })
      .from(people)
      .leftJoin(credentials, eq(credentials.person, people.id))
      .where(eq(people.email, email))
    const [first] = rows
    const account = rows.flatMap(({ credential }) => (credential === null ? [] : [toAccount(credential)]))
    return first === undefined ? null : { ...toUser(first.person), account }
  }

  const adapter = {
    id: 'enrollwire',
    create: ({ model, data }) => (model === 'session' ? createSession(data as never) : refuse('create', model)),
    findOne: ({ model, where, join }) => {
      if (model === 'session' && join?.user === true) {
        return findSession(onlyValue(where, 'token'))
      }
      return model === 'user' && join?.account === true ? findUser(onlyValue(where, 'email')) : refuse('find', model)
    },
    findMany: async ({ model, where = [] }) => {
      const found = model === 'session' ? await findSession(onlyValue(where, 'token')) : refuse('find', model)
      return found === null ? [] : [found]
    },
    update: ({ model, where, update }) =>
      model === 'session' ? extendSession(onlyValue(where, 'token'), update as Extension) : refuse('update', model),
    delete: ({ model, where }) =>
      model === 'session' ? deleteSession(onlyValue(where, 'token')) : refuse('delete', model),
    count: ({ model }) => refuse('count', model),
    updateMany: ({ model }) => refuse('update', model),
    deleteMany: ({ model }) => refuse('delete', model),
    consumeOne: ({ model }) => refuse('delete', model),
    incrementOne: ({ model }) => refuse('update', model),
    // D1 has none that takes more than one round trip.
    transaction: (callback) => callback(adapter),
  } as DBAdapter
  return adapter
}

function toSession(token: string, row: typeof sessions.$inferSelect): AuthSession {
  const { id, person: userId, ipAddress, userAgent, expiresAt, createdAt, updatedAt } = row
  return { id, token, userId, ipAddress, userAgent, expiresAt, createdAt, updatedAt }
}

function toUser({ devicesSince: _, ...user }: typeof people.$inferSelect) {
  return user
}

function toAccount({ person: userId, setBy: _, ...account }: typeof credentials.$inferSelect) {
  return { ...account, userId }
}

/** The value of the one field that is looked for. */
function onlyValue(where: Where[], field: string): string {
  const [clause, ...more] = where
  const isEqual = clause?.operator === undefined || clause.operator === 'eq'
  if (clause?.field !== field || !isEqual || typeof clause.value !== 'string' || more.length > 0) {
    throw new Error(`better-auth looks for something else than a ${field}.`)
  }
  return clause.value
}

function refuse(what: string, model: string): never {
  throw new Error(`better-auth wants to ${what} a ${model}, which auth-database.ts does not do.`)
}
