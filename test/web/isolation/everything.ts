/** All that is stored anywhere, as text to compare before and after. */
import { listDurableObjectIds, runInDurableObject } from 'cloudflare:test'
import { env } from 'cloudflare:workers'

/** Counters of tries and the daily slide of sessions are no part of anybody's shop. */
const BESIDE_THE_POINT = ['throttles', 'sessions', 'd1_migrations', 'sqlite_sequence', '_cf_KV', '_cf_METADATA']

const TABLES = `SELECT name FROM sqlite_master WHERE type = 'table'`

interface Looked {
  /** Leaves out journals of marketplaces that are not in D1: those of an earlier file, whose last messages the queue still brings. */
  madeOnly?: boolean
}

/** Every row of D1, every value of KV and every row of every journal. */
export async function everything({ madeOnly = false }: Looked = {}): Promise<string[]> {
  return [...(await inD1()), ...(await inCopies()), ...(await inJournals(madeOnly))].sort()
}

/** The same once objects and alarms have finished what an answered request left them to do. */
export async function settledState(looked: Looked = {}): Promise<string[]> {
  let last = await everything(looked)
  for (;;) {
    await scheduler.wait(10)
    const now = await everything(looked)
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

async function inJournals(madeOnly: boolean): Promise<string[]> {
  const { results } = await env.DB.prepare('SELECT id FROM marketplaces').all<{ id: string }>()
  const made = new Set(results.map(({ id }) => env.JOURNAL.idFromName(id).toString()))
  const ids = (await listDurableObjectIds(env.JOURNAL)).filter((id) => !madeOnly || made.has(id.toString()))
  const all = await Promise.all(
    ids.map((id) =>
      runInDurableObject(env.JOURNAL.get(id), (_, { storage }) => {
        const names = [...storage.sql.exec<{ name: string }>(TABLES)].map(({ name }) => name)
        const kept = names.filter((name) => !BESIDE_THE_POINT.includes(name))
        const rows = kept.flatMap((table) =>
          [...storage.sql.exec(`SELECT * FROM "${table}"`)].map((row) => ({ table, row })),
        )
        // The alarm writes down which causes are open whenever it looks.
        return rows
          .filter(({ table, row }) => table !== 'facts' || row.name !== 'alerts')
          .map(({ table, row }) => `journal ${id} ${table} ${JSON.stringify(row)}`)
      }),
    ),
  )
  return all.flat()
}
