/** Setup, sign-up and sign-in. */
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

/** `cookies`: Set-Cookie lines of the new session. `taken`: the email already has an account. */
type SignUpResult = { as: 'person'; id: string; cookies: string[] } | { as: 'taken' }

/** Also signs in. The caller has already checked the password with password-rules.ts. */
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

/** Set-Cookie lines; null for a wrong email or password. */
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

/** Returns Set-Cookie lines that remove the session's cookie. */
export async function signOut(env: Env, headers: Headers): Promise<string[]> {
  const { api } = await loadAuth(env)
  return (await api.signOut({ headers, returnHeaders: true })).headers.getSetCookie()
}

/** Returns the marketplace's id; `person` becomes its admin. */
export async function openMarketplace(env: Env, person: string, name: string): Promise<string> {
  const { api } = await loadAuth(env)
  // Admins of the person's other marketplaces may have made some; they must not open this one.
  await deleteResetLinks(env.DB, person)
  const made = await api.createOrganization({ body: { name, slug: randomId(SHORT_ID), userId: person } })
  return made.id
}

/** Admins, or anyone when sign-up is open or no marketplace exists (setup may have stopped halfway). */
export async function canOpenMarketplace(env: Env, person: string): Promise<boolean> {
  if (env.SIGN_UP === 'open') {
    return true
  }
  const found = await env.DB.prepare(
    `SELECT 1 WHERE NOT EXISTS (SELECT 1 FROM marketplaces)
       OR EXISTS (SELECT 1 FROM members WHERE person = ? AND role = 'admin')`,
  )
    .bind(person)
    .first()
  return found !== null
}

export async function isSetupPending(d1: D1Database): Promise<boolean> {
  return (await d1.prepare('SELECT 1 FROM people LIMIT 1').first()) === null
}

/** A new session must not start from an old one's cookie. */
function withoutCookies(headers: Headers): Headers {
  const bare = new Headers(headers)
  bare.delete('cookie')
  return bare
}
