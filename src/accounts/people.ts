/** Coming in: the first person of a deployment, people who sign up, people who sign in. */
import { and, eq } from 'drizzle-orm'
import { drizzle } from 'drizzle-orm/d1'
import { marketplaces, members, people } from '../db/accounts-schema'
import type { Env } from '../env'
import { loadAuth } from './auth'
import { randomId, SHORT_ID } from './ids'
import { refusalCode } from './refusal'
import { deleteResetLinks } from './reset-links'

interface NewPerson {
  name: string
  email: string
  password: string
}

/** `cookies`: the Set-Cookie lines of the new session. `taken`: this email has an account already. */
type SignUpResult = { as: 'person'; id: string; cookies: string[] } | { as: 'taken' }

/** Makes an account and signs it in. The password is checked by `findPasswordProblem` before. */
export async function signUp(env: Env, person: NewPerson, headers: Headers): Promise<SignUpResult> {
  const { api } = await loadAuth(env)
  try {
    const made = await api.signUpEmail({ body: person, headers: withoutCookies(headers), returnHeaders: true })
    return { as: 'person', id: made.response.user.id, cookies: made.headers.getSetCookie() }
  } catch (error) {
    if (refusalCode(error).startsWith('USER_ALREADY_EXISTS')) {
      return { as: 'taken' }
    }
    throw error
  }
}

/** The Set-Cookie lines of a new session; null when email and password do not belong together, whichever is wrong. */
export async function signIn(env: Env, email: string, password: string, headers: Headers): Promise<string[] | null> {
  const { api } = await loadAuth(env)
  try {
    const body = { email: email.trim(), password }
    const signedIn = await api.signInEmail({ body, headers: withoutCookies(headers), returnHeaders: true })
    return signedIn.headers.getSetCookie()
  } catch (error) {
    refusalCode(error)
    return null
  }
}

/** Ends the session that `headers` carry; the Set-Cookie lines that take its cookie away. */
export async function signOut(env: Env, headers: Headers): Promise<string[]> {
  const { api } = await loadAuth(env)
  return (await api.signOut({ headers, returnHeaders: true })).headers.getSetCookie()
}

/** Makes a marketplace with `person` as its admin; its id. */
export async function openMarketplace(env: Env, person: string, name: string): Promise<string> {
  const { api } = await loadAuth(env)
  // better-auth wants a slug of its own; addresses use the id.
  // An admin of another marketplace may have made one; it must not open this marketplace.
  await deleteResetLinks(env.DB, person)
  const made = await api.createOrganization({ body: { name, slug: randomId(SHORT_ID), userId: person } })
  return made.id
}

/**
 * Who may make a marketplace: anyone where the deployment is open; otherwise whoever is an admin somewhere already,
 * or anyone at all while there is none (setup was cut short between the account and its marketplace).
 */
export async function canOpenMarketplace(env: Env, person: string): Promise<boolean> {
  if (env.SIGN_UP === 'open') {
    return true
  }
  const db = drizzle(env.DB)
  const [existing, administered] = await db.batch([
    db.select({ id: marketplaces.id }).from(marketplaces).limit(1),
    db
      .select({ id: members.id })
      .from(members)
      .where(and(eq(members.person, person), eq(members.role, 'admin')))
      .limit(1),
  ])
  return existing.length === 0 || administered.length > 0
}

/** True until the deployment has its first person. */
export async function isSetupPending(d1: D1Database): Promise<boolean> {
  const first = await drizzle(d1).select({ id: people.id }).from(people).limit(1)
  return first.length === 0
}

/** A new session is never begun from an old one's cookie. */
function withoutCookies(headers: Headers): Headers {
  const bare = new Headers(headers)
  bare.delete('cookie')
  return bare
}
