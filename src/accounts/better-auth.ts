/** Marketplaces are better-auth's organizations. Its HTTP routes are not mounted; our pages call its API. */
import type { BetterAuthOptions } from 'better-auth'
import { drizzleAdapter } from 'better-auth/adapters/drizzle'
import { betterAuth } from 'better-auth/minimal'
import { createAccessControl } from 'better-auth/plugins/access'
import { organization } from 'better-auth/plugins/organization'
import { drizzle } from 'drizzle-orm/d1'
import * as schema from '../db/accounts-schema'
import type { Env } from '../env'
import { randomId, SECRET_ID, SHORT_ID } from './ids'
import { hashPassword, verifyPassword } from './password'
import { LONGEST_PASSWORD, SHORTEST_PASSWORD } from './password-rules'
import { hashSessionTokens } from './token-digests'

const DAY_S = 86_400
/** Of inactivity; use extends it, written at most once a day. */
const SESSION_S = 14 * DAY_S
const INVITATION_S = 7 * DAY_S
/** Far above any real team; stops a loop that joins. */
const MOST_MEMBERS = 1_000
const RESET_S = DAY_S

/** `__Host-`: no other host can set it. Chromium and Firefox accept Secure cookies from http://localhost. */
const SESSION_COOKIE = '__Host-session'

const access = createAccessControl({
  organization: ['update', 'delete'],
  member: ['create', 'update', 'delete'],
  invitation: ['create', 'cancel'],
})
const roles = {
  admin: access.newRole({
    organization: ['update', 'delete'],
    member: ['create', 'update', 'delete'],
    invitation: ['create', 'cancel'],
  }),
  merchant: access.newRole({ organization: [], member: [], invitation: [] }),
}

export function buildAuth(env: Env) {
  const database = drizzleAdapter(drizzle(env.DB), { provider: 'sqlite', schema, transaction: false })
  return betterAuth({
    appName: 'Enrollwire',
    // Required by better-auth, but it builds no link and checks no origin here.
    baseURL: 'https://enrollwire.invalid',
    secret: env.AUTH_SECRET,
    database: (options: BetterAuthOptions) => hashSessionTokens(database(options)),
    // Its log lines contain email addresses.
    logger: { disabled: true },
    telemetry: { enabled: false },
    emailAndPassword: {
      enabled: true,
      minPasswordLength: SHORTEST_PASSWORD,
      maxPasswordLength: LONGEST_PASSWORD,
      password: { hash: hashPassword, verify: verifyPassword },
      resetPasswordTokenExpiresIn: RESET_S,
      revokeSessionsOnPasswordReset: true,
    },
    user: { modelName: 'people' },
    session: {
      modelName: 'sessions',
      fields: { userId: 'person' },
      expiresIn: SESSION_S,
      updateAge: DAY_S,
    },
    account: { modelName: 'credentials', fields: { userId: 'person' } },
    verification: { modelName: 'verifications', storeIdentifier: 'hashed' },
    advanced: {
      // It would add the prefix __Secure-; the name already has __Host-.
      useSecureCookies: false,
      cookies: { session_token: { name: SESSION_COOKIE, attributes: { secure: true } } },
      database: { generateId: ({ model }) => randomId(model === 'organization' ? SHORT_ID : SECRET_ID) },
      ipAddress: { ipAddressHeaders: ['cf-connecting-ip'] },
    },
    plugins: [
      organization({
        ac: access,
        roles,
        creatorRole: 'admin',
        invitationExpiresIn: INVITATION_S,
        membershipLimit: MOST_MEMBERS,
        cancelPendingInvitationsOnReInvite: true,
        // The link itself is the proof: an admin hands it over, and its id is 130 random bits.
        requireEmailVerificationOnInvitation: false,
        schema: {
          session: { fields: { activeOrganizationId: 'activeMarketplace' } },
          organization: { modelName: 'marketplaces' },
          member: { modelName: 'members', fields: { organizationId: 'marketplace', userId: 'person' } },
          invitation: { modelName: 'invitations', fields: { organizationId: 'marketplace', inviterId: 'inviter' } },
        },
      }),
    ],
  })
}

export type Auth = ReturnType<typeof buildAuth>
