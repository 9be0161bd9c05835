import type { Env } from '../env'
import { loadAuth } from './auth'

/** A new session with its Set-Cookie lines, whether or not a code is due as well; null where email and password do not match. */
export async function beginSession(env: Env, email: string, password: string, headers: Headers) {
  const { api } = await loadAuth(env)
  try {
    const body = { email: email.trim(), password }
    const signedIn = await api.signInEmail({ body, headers: withoutCookies(headers), returnHeaders: true })
    return { ...signedIn.response, cookies: signedIn.headers.getSetCookie() }
  } catch (error) {
    assertRefused(error)
    return null
  }
}

/** Headers without cookies: a new session is never begun from an old one's. */
function withoutCookies(headers: Headers): Headers {
  const bare = new Headers(headers)
  bare.delete('cookie')
  return bare
}

/** Rethrows any error that is not better-auth's own refusal, `INVALID_EMAIL_OR_PASSWORD`. */
function assertRefused(error: unknown): void {
  if (!(error instanceof Error) || error.name !== 'APIError' || !('body' in error)) {
    throw error
  }
  const { code } = (error.body ?? {}) as { code?: unknown }
  if (typeof code !== 'string' || isFault(error)) {
    throw error
  }
}

function isFault(error: Error): boolean {
  return 'statusCode' in error && typeof error.statusCode === 'number' && error.statusCode >= 500
}
