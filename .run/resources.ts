/** What the Worker is bound to on Cloudflare: found by the names and ids of wrangler.toml, created where missing. */
import { parse } from 'smol-toml'
import { DeployError, listing, step, type Terminal } from './wrangler'

/** What wrangler.toml calls things. An id is there once a person (or the Deploy button) wrote it down. */
export interface Named {
  worker: string
  database: string
  databaseId: string | null
  copies: string
  copiesId: string | null
  queues: string[]
}

export interface Ids {
  database: string
  copies: string
}

export function named(config: string): Named {
  const { name: worker = 'enrollwire', d1_databases, kv_namespaces, queues } = parse(config) as Configuration
  const [database] = d1_databases ?? []
  const consumed = (queues?.consumers ?? []).flatMap((one) => [one.queue, one.dead_letter_queue ?? []].flat())
  return {
    worker,
    database: database?.database_name ?? worker,
    databaseId: database?.database_id ?? null,
    copies: `${worker}-copies`,
    copiesId: kv_namespaces?.[0]?.id ?? null,
    queues: [...new Set([...(queues?.producers ?? []).map(({ queue }) => queue), ...consumed])],
  }
}

/** What is read of wrangler.toml. */
interface Configuration {
  name?: string
  d1_databases?: { database_name?: string; database_id?: string }[]
  kv_namespaces?: { id?: string }[]
  queues?: { producers?: { queue: string }[]; consumers?: { queue: string; dead_letter_queue?: string }[] }
}

/** The configuration with this account's ids filled in where it names none; wrangler.toml itself stays as it is. */
export function withIds(config: string, ids: Ids): string {
  const { databaseId, copiesId } = named(config)
  const bound = databaseId ? config : config.replace(/^database_name = .*$/m, `$&\ndatabase_id = "${ids.database}"`)
  return copiesId ? bound : bound.replace(/^binding = "COPIES"$/m, `$&\nid = "${ids.copies}"`)
}

export async function resources(terminal: Terminal, names: Named): Promise<Ids> {
  return {
    database: names.databaseId ?? (await database(terminal, names.database)),
    copies: names.copiesId ?? (await copies(terminal, names.copies)),
  }
}

/** A queue of that name that another Worker consumes belongs to that one. */
export async function ensureQueue(terminal: Terminal, name: string, worker: string): Promise<void> {
  const { code, printed } = await terminal.wrangler(['queues', 'info', name])
  if (code !== 0) {
    await step(terminal, `Creating the queue ${name}`, ['queues', 'create', name])
    return
  }
  const other = [...printed.matchAll(/worker:([\w-]+)/g)].map(([, script]) => script).find((one) => one !== worker)
  if (other !== undefined) {
    const advice = `Rename it in wrangler.toml, everywhere it stands (the dead-letter queue's name must end in -dead).`
    throw new DeployError(`The queue ${name} of this account is used by another Worker, ${other}. ${advice}`)
  }
}

async function database(terminal: Terminal, name: string): Promise<string> {
  const find = async () => (await listing(terminal, ['d1', 'list', '--json'])).find((row) => row.name === name)?.uuid
  const found = await find()
  if (found) {
    return found
  }
  await step(terminal, `Creating the D1 database ${name}`, ['d1', 'create', name])
  return required(await find(), `the D1 database ${name}`)
}

async function copies(terminal: Terminal, title: string): Promise<string> {
  const find = async () => (await listing(terminal, ['kv', 'namespace', 'list'])).find((row) => row.title === title)?.id
  const found = await find()
  if (found) {
    return found
  }
  await step(terminal, `Creating the KV namespace ${title}`, ['kv', 'namespace', 'create', title])
  return required(await find(), `the KV namespace ${title}`)
}

function required(id: string | undefined, what: string): string {
  if (id) {
    return id
  }
  throw new DeployError(`Cloudflare says it created ${what}, but does not list it. Run this again in a minute.`)
}
