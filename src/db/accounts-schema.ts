/** Accounts and sessions. Of better-auth's columns for sign-in elsewhere none is used; auth-database.ts maps the names it has for the rest. */
import { index, integer, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core'

const moment = (name: string) => integer(name, { mode: 'timestamp_ms' })

export const people = sqliteTable(
  'people',
  {
    id: text().primaryKey(),
    name: text().notNull(),
    /** Lower case. */
    email: text().notNull(),
    emailVerified: integer('email_verified', { mode: 'boolean' }).notNull(),
    /** Browsers that signed in before count as unknown; epoch ms. */
    devicesSince: integer('devices_since').notNull().default(0),
    image: text(),
    createdAt: moment('created_at').notNull(),
    updatedAt: moment('updated_at').notNull(),
  },
  (table) => [uniqueIndex('people_email').on(table.email)],
)

export const sessions = sqliteTable(
  'sessions',
  {
    id: text().primaryKey(),
    /** A digest; only the browser's cookie has the token itself. */
    token: text().notNull(),
    person: text().notNull(),
    /** No longer used. */
    activeMarketplace: text('active_marketplace'),
    ipAddress: text('ip_address'),
    userAgent: text('user_agent'),
    expiresAt: moment('expires_at').notNull(),
    createdAt: moment('created_at').notNull(),
    updatedAt: moment('updated_at').notNull(),
  },
  (table) => [
    uniqueIndex('sessions_token').on(table.token),
    index('sessions_person').on(table.person),
    index('sessions_expires').on(table.expiresAt),
  ],
)

/** Only `password` (with its scrypt parameters) is used; the other columns are what better-auth's own adapter asked for. */
export const credentials = sqliteTable(
  'credentials',
  {
    id: text().primaryKey(),
    person: text().notNull(),
    accountId: text('account_id').notNull(),
    providerId: text('provider_id').notNull(),
    password: text(),
    /** The admin who made the link it was set with; null without one. */
    setBy: text('set_by'),
    accessToken: text('access_token'),
    refreshToken: text('refresh_token'),
    idToken: text('id_token'),
    accessTokenExpiresAt: moment('access_token_expires_at'),
    refreshTokenExpiresAt: moment('refresh_token_expires_at'),
    scope: text(),
    createdAt: moment('created_at').notNull(),
    updatedAt: moment('updated_at').notNull(),
  },
  (table) => [index('credentials_person').on(table.person), index('credentials_set_by').on(table.setBy)],
)

/** Links: `identifier` is a digest of what opens it, `value` a person, or the email that signs up. */
export const verifications = sqliteTable(
  'verifications',
  {
    id: text().primaryKey(),
    identifier: text().notNull(),
    value: text().notNull(),
    /** The admin who handed it over; null for what was mailed, or made by the operator or before 0.3.0. */
    maker: text(),
    /** It was mailed to the address, so using it proves the address. */
    provesEmail: integer('proves_email', { mode: 'boolean' }).notNull().default(false),
    expiresAt: moment('expires_at').notNull(),
    createdAt: moment('created_at').notNull(),
    updatedAt: moment('updated_at').notNull(),
  },
  (table) => [index('verifications_identifier').on(table.identifier), index('verifications_value').on(table.value)],
)

/** The id is part of every address (`/m/:marketplace`) and the tenant of every other table. */
export const marketplaces = sqliteTable(
  'marketplaces',
  {
    id: text().primaryKey(),
    name: text().notNull(),
    /** Unique and not null since 0.1.0; it is the id again. */
    slug: text().notNull(),
    logo: text(),
    metadata: text(),
    /** Null before 0.2.0. */
    maker: text(),
    /** IANA name of its time zone; null until one is chosen, which counts as UTC. */
    zone: text(),
    /** Overview still announces that access is given back, and that dates are in UTC (0.2.0). */
    announceGiveBack: integer('announce_give_back', { mode: 'boolean' }).notNull().default(false),
    announceZone: integer('announce_zone', { mode: 'boolean' }).notNull().default(false),
    /** Its admins sign in with a code, too. */
    twoStep: integer('two_step', { mode: 'boolean' }).notNull().default(false),
    createdAt: moment('created_at').notNull(),
    /** Null unless it is being deleted; epoch ms. */
    deletingAt: integer('deleting_at'),
  },
  (table) => [uniqueIndex('marketplaces_slug').on(table.slug), index('marketplaces_maker').on(table.maker)],
)

export const members = sqliteTable(
  'members',
  {
    id: text().primaryKey(),
    marketplace: text().notNull(),
    person: text().notNull(),
    role: text().$type<'admin' | 'merchant'>().notNull(),
    createdAt: moment('created_at').notNull(),
  },
  (table) => [
    uniqueIndex('members_marketplace_person').on(table.marketplace, table.person),
    index('members_person').on(table.person),
  ],
)

/** The id is the link's secret where an admin hands the link over. */
export const invitations = sqliteTable(
  'invitations',
  {
    id: text().primaryKey(),
    marketplace: text().notNull(),
    email: text().notNull(),
    role: text().$type<'admin' | 'merchant'>().notNull(),
    status: text().$type<'pending' | 'accepted' | 'rejected' | 'canceled'>().notNull(),
    inviter: text().notNull(),
    /** The link went to the address itself and to no admin. */
    mailed: integer({ mode: 'boolean' }).notNull().default(false),
    /** A digest of the mailed link's secret. */
    secret: text(),
    expiresAt: moment('expires_at').notNull(),
    createdAt: moment('created_at').notNull(),
  },
  (table) => [index('invitations_marketplace').on(table.marketplace), index('invitations_secret').on(table.secret)],
)

/** Tokens of the API. Each acts as the admin who made it, and is deleted where it is revoked. */
export const apiTokens = sqliteTable(
  'api_tokens',
  {
    id: text().primaryKey(),
    marketplace: text().notNull(),
    person: text().notNull(),
    name: text().notNull(),
    scope: text().$type<'read' | 'write'>().notNull(),
    /** Its first letters, which name it without opening anything. */
    handle: text().notNull(),
    digest: text().notNull(),
    /** Null for good; epoch ms. */
    expiresAt: integer('expires_at'),
    /** Within minutes; null until then; epoch ms. */
    lastUsedAt: integer('last_used_at'),
    createdAt: integer('created_at').notNull(),
  },
  (table) => [
    uniqueIndex('api_tokens_digest').on(table.digest),
    uniqueIndex('api_tokens_name').on(table.marketplace, table.name),
    index('api_tokens_person').on(table.person),
  ],
)

/** Two-step sign-in of a person, whose id it has. */
export const twoSteps = sqliteTable('two_steps', {
  id: text().primaryKey(),
  sealed: text().notNull(),
  /** The last time step whose code was used. */
  counter: integer().notNull(),
  /** Digests of the recovery codes that are left. */
  recovery: text({ mode: 'json' }).$type<string[]>().notNull(),
  /** Null until a code of the app was typed; epoch ms. */
  confirmedAt: integer('confirmed_at'),
  createdAt: integer('created_at').notNull(),
})

/** Tries in the window that ends at `until` (epoch ms). */
export const throttles = sqliteTable(
  'throttles',
  {
    key: text().primaryKey(),
    taken: integer().notNull(),
    until: integer().notNull(),
  },
  (table) => [index('throttles_until').on(table.until)],
)
