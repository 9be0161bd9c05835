import { and, eq } from 'drizzle-orm'
import { drizzle } from 'drizzle-orm/d1'
import { sessions } from '../db/accounts-schema'
import type { Env } from '../env'
import { type CommandResult, refuseWith } from '../model/command-result'
import { loadAuth } from './auth'
import { beginSession } from './begin-session'
import { forgetDevices } from './known-devices'
import { PENDING_S, sealPending } from './pending-sign-in'
import { digestToken } from './token-digests'
import { hasTwoStep } from './two-step'

/** Says neither which of the two is wrong nor whether there is such an account. */
const refuse = refuseWith({
  'no match': 'Wrong email or password.',
  over: 'That session has already ended.',
})

/** `cookies`: the Set-Cookie lines of the new session. None where a code is still to come; `pending` then leads there. */
export async function signIn(
  env: Env,
  email: string,
  password: string,
  headers: Headers,
): Promise<CommandResult<'no match', { cookies: string[]; pending: string | null }>> {
  const begun = await beginSession(env, email, password, headers)
  if (begun === null) {
    return refuse('no match')
  }
  const { user, token, cookies } = begun
  return (await hasTwoStep(env.DB, user.id))
    ? { ok: true, cookies: [], pending: await holdBack(env, user, token, cookies) }
    : { ok: true, cookies, pending: null }
}

/** The session waits for its code and is over soon; until then only the sealed text holds what opens it. */
async function holdBack(env: Env, { id, email }: { id: string; email: string }, token: string, cookies: string[]) {
  const session = await digestToken(token)
  const until = Date.now() + PENDING_S * 1000
  await drizzle(env.DB)
    .update(sessions)
    .set({ expiresAt: new Date(until) })
    .where(eq(sessions.token, session))
  return sealPending(env, { person: id, email, session, cookies, until })
}

/** Ends the session that `headers` carry. `cookies`: the Set-Cookie lines that take its cookie away. */
export async function signOut(env: Env, headers: Headers): Promise<CommandResult<never, { cookies: string[] }>> {
  const { api } = await loadAuth(env)
  const ended = await api.signOut({ headers, returnHeaders: true })
  return { ok: true, cookies: ended.headers.getSetCookie() }
}

/** Ends one session of `person`; another's is left alone. */
export async function endSession(env: Pick<Env, 'DB'>, person: string, id: string): Promise<CommandResult<'over'>> {
  const ended = await drizzle(env.DB)
    .delete(sessions)
    .where(and(eq(sessions.person, person), eq(sessions.id, id)))
    .returning({ id: sessions.id })
  return ended.length > 0 ? { ok: true } : refuse('over')
}

/** Ends every session of `person`, this one too, and forgets their browsers. */
export async function endSessions(env: Pick<Env, 'DB'>, person: string): Promise<CommandResult<never>> {
  const db = drizzle(env.DB)
  await db.batch([db.delete(sessions).where(eq(sessions.person, person)), forgetDevices(db, person)])
  return { ok: true }
}
