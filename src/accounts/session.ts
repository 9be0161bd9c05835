/** Read from D1 on every request, so that a revoked session ends at once. */
import type { Env } from '../env'
import { loadAuth } from './auth'

/** Even a session in use ends after this. */
const LONGEST_SESSION_MS = 90 * 86_400_000
const COOKIE = /(?:^|;\s*)__Host-session=/

interface Session {
  id: string
  person: { id: string; name: string; email: string }
}

interface SessionLookup {
  session: Session | null
  /** Set-Cookie lines that extend or remove the cookie. */
  cookies: string[]
}

/** Without a session cookie, better-auth is not even loaded. */
export async function findSession(env: Env, headers: Headers): Promise<SessionLookup> {
  if (!COOKIE.test(headers.get('cookie') ?? '')) {
    return { session: null, cookies: [] }
  }
  const { api } = await loadAuth(env)
  const found = await api.getSession({ headers, returnHeaders: true })
  const cookies = found.headers.getSetCookie()
  if (found.response === null) {
    return { session: null, cookies }
  }

  const { session, user } = found.response
  if (Date.now() - session.createdAt.getTime() > LONGEST_SESSION_MS) {
    const { headers: over } = await api.signOut({ headers, returnHeaders: true })
    return { session: null, cookies: over.getSetCookie() }
  }
  return { session: { id: session.id, person: { id: user.id, name: user.name, email: user.email } }, cookies }
}
