import { count, isNotNull, sql } from 'drizzle-orm'
import { drizzle } from 'drizzle-orm/d1'
import { integer, sqliteTable, text, unionAll } from 'drizzle-orm/sqlite-core'
import { alertChannels, endpointSecrets, integrations, marketplaces, twoSteps } from '../../db/schema'

export interface Configuration {
  marketplaces: { id: string; name: string }[]
  sites: { kind: string; site: string }[]
  migrations: string[]
  troubled: { marketplace: string; integration: string; kind: string; name: string; site: string; problem: string }[]
  sealedUnder: { key: string; count: number }[]
}

/** Wrangler's own table. */
const migrations = sqliteTable('d1_migrations', { id: integer().primaryKey(), name: text().notNull() })

/** One round trip. Fails as D1 fails. */
export async function readConfiguration(d1: D1Database): Promise<Configuration> {
  const db = drizzle(d1)
  const { id, marketplace, name, kind, site, problem, sealedCredential } = integrations
  const sealed = unionAll(
    db.select({ text: sealedCredential }).from(integrations),
    db.select({ text: endpointSecrets.sealed }).from(endpointSecrets),
    db.select({ text: twoSteps.sealed }).from(twoSteps),
    db.select({ text: alertChannels.sealedAddress }).from(alertChannels),
  ).as('sealed')
  // A sealed text is `v1.<key id>.…` (secrets/sealing.ts).
  const key = sql<string>`substr(${sealed.text}, 4, instr(substr(${sealed.text}, 4), '.') - 1)`.as('key')
  const [ownMarketplaces, sites, applied, troubled, sealedUnder] = await db.batch([
    db.select({ id: marketplaces.id, name: marketplaces.name }).from(marketplaces).orderBy(marketplaces.id),
    db.selectDistinct({ kind, site }).from(integrations).orderBy(site, kind),
    db.select({ name: migrations.name }).from(migrations).orderBy(migrations.id),
    db
      .select({ marketplace, integration: id, kind, name, site, problem })
      .from(integrations)
      .where(isNotNull(problem))
      .orderBy(id),
    db.select({ key, count: count() }).from(sealed).groupBy(sql`key`).orderBy(sql`key`),
  ])
  return {
    marketplaces: ownMarketplaces,
    sites,
    migrations: applied.map(({ name }) => name),
    troubled: troubled.map((row) => ({ ...row, problem: row.problem ?? '' })),
    sealedUnder,
  }
}
