/**
 * better-auth, set up for this product: people sign in with email and password.
 * Only `auth.ts` loads this file, and only when a page needs it. Its own HTTP routes are not mounted: our pages call its API.
 */
import { betterAuth } from 'better-auth/minimal'
import type { Env } from '../env'
import { toNetwork } from '../model/network'
import { NAME_CHARS, shorten } from '../model/shorten'
import { authDatabase } from './auth-database'
import { hashPassword, verifyPassword } from './password'
import { LONGEST_PASSWORD, SHORTEST_PASSWORD } from './password-rules'
import { DAY_S, SESSION_S } from './session-lifetime'

/** `__Host-`: no other host can set it. Chromium and Firefox accept Secure cookies from http://localhost. */
const SESSION_COOKIE = '__Host-session'

/** One better-auth over this deployment's database and secret. */
export function buildAuth(env: Env) {
  return betterAuth({
    appName: 'Enrollwire',
    // Required by better-auth, but it builds no link and checks no origin here.
    baseURL: 'https://enrollwire.invalid',
    secret: env.AUTH_SECRET,
    database: () => authDatabase(env.DB),
    // Its log lines contain email addresses.
    logger: { disabled: true },
    telemetry: { enabled: false },
    emailAndPassword: {
      enabled: true,
      minPasswordLength: SHORTEST_PASSWORD,
      maxPasswordLength: LONGEST_PASSWORD,
      password: { hash: hashPassword, verify: verifyPassword },
    },
    session: { expiresIn: SESSION_S, updateAge: DAY_S },
    databaseHooks: { session: { create: { before: fitToRow } } },
    advanced: {
      // It would add the prefix __Secure-; the name already has __Host-.
      useSecureCookies: false,
      cookies: { session_token: { name: SESSION_COOKIE, attributes: { secure: true } } },
      ipAddress: { ipAddressHeaders: ['cf-connecting-ip'] },
    },
  })
}

/** Clients choose how long their headers are. */
async function fitToRow(session: { userAgent?: string | null | undefined; ipAddress?: string | null | undefined }) {
  const { userAgent = null, ipAddress = null } = session
  return {
    data: {
      ...session,
      userAgent: userAgent && shorten(userAgent, NAME_CHARS),
      ipAddress: ipAddress && shorten(toNetwork(ipAddress), NAME_CHARS),
    },
  }
}

export type Auth = ReturnType<typeof buildAuth>
