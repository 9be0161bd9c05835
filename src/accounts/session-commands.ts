/** Sessions: begun and ended. */
import { and, eq } from 'drizzle-orm'
import { drizzle } from 'drizzle-orm/d1'
import { sessions } from '../db/accounts-schema'
import type { Env } from '../env'
import { type CommandResult, refuseWith } from '../model/command-result'
import { loadAuth } from './auth'
import { refusalCode } from './refusal'

/** Says neither which of the two is wrong nor whether there is such an account. */
const refuse = refuseWith({ 'no match': 'This email and this password do not belong together.' })

/** `cookies`: the Set-Cookie lines of the new session. */
export async function signIn(
  env: Env,
  email: string,
  password: string,
  headers: Headers,
): Promise<CommandResult<'no match', { cookies: string[] }>> {
  const { api } = await loadAuth(env)
  try {
    const body = { email: email.trim(), password }
    const signedIn = await api.signInEmail({ body, headers: withoutCookies(headers), returnHeaders: true })
    return { ok: true, cookies: signedIn.headers.getSetCookie() }
  } catch (error) {
    refusalCode(error)
    return refuse('no match')
  }
}

/** Ends the session that `headers` carry; the Set-Cookie lines that take its cookie away. */
export async function signOut(env: Env, headers: Headers): Promise<string[]> {
  const { api } = await loadAuth(env)
  return (await api.signOut({ headers, returnHeaders: true })).headers.getSetCookie()
}

/** Ends one session of `person`; another's is left alone. */
export async function endSession(env: Pick<Env, 'DB'>, person: string, id: string): Promise<void> {
  await drizzle(env.DB)
    .delete(sessions)
    .where(and(eq(sessions.person, person), eq(sessions.id, id)))
}

/** Ends every session of `person`, this one too. */
export async function endSessions(env: Pick<Env, 'DB'>, person: string): Promise<void> {
  await drizzle(env.DB).delete(sessions).where(eq(sessions.person, person))
}

/** Headers without cookies: a new session is never begun from an old one's. */
function withoutCookies(headers: Headers): Headers {
  const bare = new Headers(headers)
  bare.delete('cookie')
  return bare
}
