/** What people configure. Ids are random text, times epoch ms. */
import { sql } from 'drizzle-orm'
import { index, integer, primaryKey, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core'
import type { CauseKind } from '../model/alert'
import type { EndAccess } from '../model/rule'
import type { Trigger } from '../model/trigger'
import type { WordMeaning } from '../model/word-meaning'

export * from './accounts-schema'

export const integrations = sqliteTable(
  'integrations',
  {
    id: text().primaryKey(),
    marketplace: text().notNull(),
    kind: text().notNull(),
    name: text().notNull(),
    /** Where its firings are settled. Like the three below, also one of Thinkific's settings, for 0.1.0. */
    site: text().notNull(),
    scheme: text().$type<'api_key' | 'access_token'>().notNull(),
    sealedCredential: text('sealed_credential').notNull(),
    requestsPerMinute: integer('requests_per_minute').notNull(),
    siteWelcome: integer('site_welcome', { mode: 'boolean' }).notNull(),
    /** JSON, as its kind has it; null in a row that 0.1.0 wrote. */
    settings: text(),
    /** Why it needs attention, in a sentence; null while all is well. */
    problem: text(),
    createdAt: integer('created_at').notNull(),
    updatedAt: integer('updated_at').notNull(),
    /** Null unless it is being deleted. */
    deletingAt: integer('deleting_at'),
  },
  (table) => [
    uniqueIndex('integrations_name').on(table.marketplace, table.name),
    index('integrations_site').on(table.site),
  ],
)

export const endpoints = sqliteTable(
  'endpoints',
  {
    id: text().primaryKey(),
    marketplace: text().notNull(),
    /** Failed payments in a row that make a subscription delinquent; null for 4. */
    delinquentAt: integer('delinquent_at'),
    createdAt: integer('created_at').notNull(),
  },
  (table) => [index('endpoints_marketplace').on(table.marketplace)],
)

export const endpointSecrets = sqliteTable(
  'endpoint_secrets',
  {
    id: text().primaryKey(),
    endpoint: text().notNull(),
    /** `signing`: a whsec_ secret; `key`: the ?key= of senders that cannot sign. */
    kind: text().$type<'signing' | 'key'>().notNull(),
    sealed: text().notNull(),
    createdAt: integer('created_at').notNull(),
    /** Null until rotated. */
    validUntil: integer('valid_until'),
  },
  (table) => [index('endpoint_secrets_endpoint').on(table.endpoint)],
)

export const products = sqliteTable(
  'products',
  {
    marketplace: text().notNull(),
    id: text().notNull(),
    name: text().notNull(),
    createdAt: integer('created_at').notNull(),
  },
  (table) => [primaryKey({ columns: [table.marketplace, table.id] })],
)

export const rules = sqliteTable(
  'rules',
  {
    id: text().primaryKey(),
    marketplace: text().notNull(),
    integration: text().notNull(),
    /** The marketplace's product id, or `*` for every product. */
    product: text().notNull(),
    trigger: text().$type<Trigger>().notNull(),
    action: text().notNull(),
    targetKind: text('target_kind').notNull(),
    targetId: text('target_id').notNull(),
    targetName: text('target_name').notNull(),
    name: text().notNull(),
    on: integer({ mode: 'boolean' }).notNull(),
    accessDays: integer('access_days'),
    /** Dates are `2026-12-24`, days as the marketplace's calendar has them. */
    accessUntil: text('access_until'),
    startsAfter: integer('starts_after'),
    startsOn: text('starts_on'),
    endWhen: text('end_when').$type<EndAccess['when']>().notNull(),
    endDays: integer('end_days'),
    noticeDays: integer('notice_days'),
    /** The paid period's days were never asked for: a rule of 0.1.0. */
    daysAssumed: integer('days_assumed', { mode: 'boolean' }).notNull().default(false),
    giveBack: integer('give_back', { mode: 'boolean' }).notNull().default(true),
    skipTest: integer('skip_test', { mode: 'boolean' }).notNull(),
    removeAlways: integer('remove_always', { mode: 'boolean' }).notNull(),
    createdAt: integer('created_at').notNull(),
    updatedAt: integer('updated_at').notNull(),
  },
  (table) => [
    index('rules_match').on(table.marketplace, table.product, table.trigger),
    index('rules_integration').on(table.integration),
    index('rules_access').on(table.integration).where(sql`"trigger" >= 'access.' AND "trigger" < 'access/'`),
  ],
)

export const mappings = sqliteTable(
  'mappings',
  {
    id: text().primaryKey(),
    marketplace: text().notNull(),
    integration: text().notNull(),
    field: text().notNull(),
    definition: text().notNull(),
    definitionLabel: text('definition_label').notNull(),
  },
  (table) => [uniqueIndex('mappings_definition').on(table.integration, table.definition)],
)

/** Where a marketplace's people are alerted. */
export const alertChannels = sqliteTable(
  'alert_channels',
  {
    id: text().primaryKey(),
    marketplace: text().notNull(),
    kind: text().notNull(),
    name: text().notNull(),
    /** What people may see of the address. */
    shown: text().notNull(),
    sealedAddress: text('sealed_address').notNull(),
    /** Where links lead while PUBLIC_URL is not set. */
    origin: text().notNull(),
    causes: text({ mode: 'json' }).$type<CauseKind[]>().notNull(),
    /** Full hours in the marketplace's zone; null for none. */
    quietFrom: integer('quiet_from'),
    quietUntil: integer('quiet_until'),
    /** 0 is Sunday; null for no digest. */
    digestWeekday: integer('digest_weekday'),
    digestHour: integer('digest_hour'),
    on: integer({ mode: 'boolean' }).notNull(),
    createdAt: integer('created_at').notNull(),
    updatedAt: integer('updated_at').notNull(),
  },
  (table) => [uniqueIndex('alert_channels_name').on(table.marketplace, table.name)],
)

/** A marketplace's key to SamCart's API. */
export const samcartApiKeys = sqliteTable(
  'samcart_api_keys',
  {
    /** Of the form that saved it. */
    id: text().primaryKey(),
    marketplace: text().notNull(),
    sealed: text().notNull(),
    savedAt: integer('saved_at').notNull(),
  },
  (table) => [uniqueIndex('samcart_api_keys_marketplace').on(table.marketplace)],
)

/** What a marketplace chose for words of its senders. */
export const words = sqliteTable(
  'words',
  {
    marketplace: text().notNull(),
    /** How the post is worded, which is what the word belongs to. */
    format: text().notNull(),
    /** Without case and separators; `spelling` is as it came. */
    word: text().notNull(),
    spelling: text().notNull(),
    meaning: text().$type<WordMeaning>().notNull(),
    createdAt: integer('created_at').notNull(),
  },
  (table) => [primaryKey({ columns: [table.marketplace, table.format, table.word] })],
)

/** Filters of the log that a person keeps for themselves. */
export const savedFilters = sqliteTable(
  'saved_filters',
  {
    id: text().primaryKey(),
    marketplace: text().notNull(),
    person: text().notNull(),
    name: text().notNull(),
    /** The query string of the log's address, without its question mark. */
    query: text().notNull(),
    createdAt: integer('created_at').notNull(),
  },
  (table) => [index('saved_filters_person').on(table.marketplace, table.person)],
)

/** Never holds a secret. */
export const audit = sqliteTable(
  'audit',
  {
    id: text().primaryKey(),
    marketplace: text().notNull(),
    at: integer().notNull(),
    person: text().notNull(),
    did: text().notNull(),
    what: text().notNull(),
    changes: text({ mode: 'json' }).$type<{ field: string; from: string; to: string }[]>(),
    /** Null in lines of 0.1.0. */
    through: text().$type<'page' | 'link' | 'api'>(),
    /** Below the marketplace's address. */
    link: text(),
  },
  (table) => [index('audit_marketplace').on(table.marketplace, table.at)],
)
