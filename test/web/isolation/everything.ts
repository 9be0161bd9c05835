/** All that is stored anywhere, as text to compare before and after. */
import { listDurableObjectIds, runInDurableObject } from 'cloudflare:test'
import { env } from 'cloudflare:workers'

/** Counters of tries and the daily slide of sessions are no part of anybody's shop. */
const BESIDE_THE_POINT = ['throttles', 'sessions', 'd1_migrations', 'sqlite_sequence', '_cf_KV', '_cf_METADATA']

const TABLES = `SELECT name FROM sqlite_master WHERE type = 'table'`

/** Every row of D1, every value of KV and every row of every journal. */
export async function everything(): Promise<string[]> {
  return [...(await inD1()), ...(await inCopies()), ...(await inJournals())].sort()
}

/** The same once objects and alarms have finished what an answered request left them to do. */
export async function settledState(): Promise<string[]> {
  let last = await everything()
  for (;;) {
    await scheduler.wait(10)
    const now = await everything()
    if (JSON.stringify(now) === JSON.stringify(last)) {
      return now
    }
    last = now
  }
}

async function inD1(): Promise<string[]> {
  const { results: tables } = await env.DB.prepare(TABLES).all<{ name: string }>()
  const names = tables.map(({ name }) => name).filter((name) => !BESIDE_THE_POINT.includes(name))
  const all = await env.DB.batch(names.map((name) => env.DB.prepare(`SELECT * FROM "${name}"`)))
  return all.flatMap(({ results }, at) => results.map((row) => `${names[at]} ${JSON.stringify(row)}`))
}

/** A copy with an end of its own may reach it between two looks. */
async function inCopies(): Promise<string[]> {
  const { keys } = await env.COPIES.list()
  const lasting = keys.filter(({ expiration }) => expiration === undefined)
  return Promise.all(lasting.map(async ({ name }) => `kv ${name} ${await env.COPIES.get(name)}`))
}

async function inJournals(): Promise<string[]> {
  const ids = await listDurableObjectIds(env.JOURNAL)
  const all = await Promise.all(
    ids.map((id) =>
      runInDurableObject(env.JOURNAL.get(id), (_, { storage }) => {
        const names = [...storage.sql.exec<{ name: string }>(TABLES)].map(({ name }) => name)
        const kept = names.filter((name) => !BESIDE_THE_POINT.includes(name))
        return kept.flatMap((name) =>
          [...storage.sql.exec(`SELECT * FROM "${name}"`)].map((row) => `journal ${id} ${name} ${JSON.stringify(row)}`),
        )
      }),
    ),
  )
  return all.flat()
}
