export interface Configuration {
  marketplaces: { id: string; name: string }[]
  sites: { kind: string; site: string }[]
  migrations: string[]
  troubled: { marketplace: string; integration: string; name: string; site: string; problem: string }[]
  sealedUnder: { key: string; count: number }[]
}

/** A sealed text is `v1.<key id>.…` (secrets/sealing.ts). */
const KEYS_IN_USE = `
  SELECT substr(sealed, 4, instr(substr(sealed, 4), '.') - 1) AS key, count(*) AS count FROM (
    SELECT sealed_credential AS sealed FROM integrations UNION ALL SELECT sealed FROM endpoint_secrets
    UNION ALL SELECT sealed FROM two_steps UNION ALL SELECT sealed_address FROM alert_channels
  ) GROUP BY key ORDER BY key`

/** One round trip. Fails as D1 fails. */
export async function readConfiguration(db: D1Database): Promise<Configuration> {
  const [marketplaces, sites, migrations, troubled, sealedUnder] = await db.batch<Record<string, unknown>>([
    db.prepare('SELECT id, name FROM marketplaces ORDER BY id'),
    db.prepare('SELECT DISTINCT kind, site FROM integrations ORDER BY site, kind'),
    db.prepare('SELECT name FROM d1_migrations ORDER BY id'),
    db.prepare(
      'SELECT marketplace, id AS integration, name, site, problem FROM integrations WHERE problem IS NOT NULL ORDER BY id',
    ),
    db.prepare(KEYS_IN_USE),
  ])
  return {
    marketplaces: (marketplaces?.results ?? []).map(({ id, name }) => ({ id: String(id), name: String(name) })),
    sites: (sites?.results ?? []).map(({ kind, site }) => ({ kind: String(kind), site: String(site) })),
    migrations: (migrations?.results ?? []).map(({ name }) => String(name)),
    troubled: (troubled?.results ?? []) as unknown as Configuration['troubled'],
    sealedUnder: (sealedUnder?.results ?? []) as unknown as Configuration['sealedUnder'],
  }
}
