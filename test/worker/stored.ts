/** All that is stored anywhere, row by row: D1, KV, and both kinds of Durable Objects. */
import { listDurableObjectIds, runInDurableObject } from 'cloudflare:test'
import { env } from 'cloudflare:workers'

const TABLES = `SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE '\\_cf\\_%' ESCAPE '\\'`

/** `<place> <table> <row as JSON>`, for tests to look for what must not be there. */
export async function everythingStored(): Promise<string[]> {
  return [...(await storedBesidesJournals()), ...(await inObjects('JOURNAL', () => true))]
}

/** The same without other marketplaces, whose last messages the queue may bring long after their test file has ended. */
export async function everythingStoredFor(marketplace: string): Promise<string[]> {
  const journal = env.JOURNAL.idFromName(marketplace)
  const own = (await storedBesidesJournals()).filter(
    (row) => !row.includes('"marketplace":"') || row.includes(`"marketplace":"${marketplace}"`),
  )
  return [...own, ...(await inObjects('JOURNAL', (id) => id.equals(journal)))]
}

async function storedBesidesJournals(): Promise<string[]> {
  return [...(await inD1()), ...(await inCopies()), ...(await inObjects('THINKIFIC_SITE', () => true))]
}

async function inD1(): Promise<string[]> {
  const { results: tables } = await env.DB.prepare(TABLES).all<{ name: string }>()
  const all = await env.DB.batch(tables.map(({ name }) => env.DB.prepare(`SELECT * FROM "${name}"`)))
  return all.flatMap(({ results }, at) => results.map((row) => `D1 ${tables[at]?.name} ${JSON.stringify(row)}`))
}

async function inCopies(): Promise<string[]> {
  const { keys } = await env.COPIES.list()
  return Promise.all(keys.map(async ({ name }) => `KV ${name} ${await env.COPIES.get(name)}`))
}

async function inObjects(
  binding: 'JOURNAL' | 'THINKIFIC_SITE',
  isMeant: (id: DurableObjectId) => boolean,
): Promise<string[]> {
  const objects: DurableObjectNamespace = env[binding]
  const ids = (await listDurableObjectIds(objects)).filter(isMeant)
  const all = await Promise.all(
    ids.map((id) =>
      runInDurableObject(objects.get(id), (_, { storage: { sql } }) => {
        const names = [...sql.exec<{ name: string }>(TABLES)].map(({ name }) => name)
        const rows = (name: string) => [...sql.exec(`SELECT * FROM "${name}"`)]
        return names.flatMap((name) => rows(name).map((row) => `${binding} ${name} ${JSON.stringify(row)}`))
      }),
    ),
  )
  return all.flat()
}
