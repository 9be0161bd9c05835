/** What the Worker is bound to on Cloudflare: found by name or id, created where missing. */
import { type Ask, askList } from './cloudflare-api'
import { hasChosenQueues, type Named } from './configuration'
import type { Progress } from './progress'
import { DeployError, step, type Terminal } from './wrangler'

/** As long as Cloudflare keeps a message: an outage that outlasts it would lose what was accepted. */
const MESSAGES_KEPT_S = 14 * 86_400
/** Of one page, and of an account. */
const MOST_NAMESPACES = 1_000

interface Ids {
  database: string
  copies: string
}

/** Where data is kept. Set when a resource is created; it cannot be changed later. */
export interface Place {
  jurisdiction: string | null
  location: string | null
}

/** Whose resources, and how they are looked at and made. */
interface Account {
  terminal: Terminal
  ask: Ask
  /** Its id. */
  account: string
  progress: Progress
  /** Asked before anything is created, unless a place was given. */
  choosePlace: () => Promise<Place>
}

/** @returns the ids, where the database is kept, and which of the two this run did not create */
export async function ensureStores(
  on: Account,
  names: Named,
  place: Place,
): Promise<{ ids: Ids; jurisdiction: string | null; found: { id: string; called: string }[] }> {
  const database = await ensureDatabase(on, names, place)
  const copies = await ensureNamespace(on, names)
  return {
    ids: { database: database.id, copies: copies.id },
    jurisdiction: database.jurisdiction,
    found: [database, copies].filter(({ isNew }) => !isNew),
  }
}

/** The queues' names on Cloudflare. Those of an earlier version stay: accepted events wait in them. */
export async function nameQueues(
  on: Account,
  names: Named,
  environment: string | null,
): Promise<(queue: string) => string> {
  const [first] = names.queues
  const keeps =
    first === undefined ||
    hasChosenQueues(names, environment) ||
    (environment === null && (await findQueue(on, first))?.consumer === names.worker)
  return keeps ? (queue) => queue : (queue) => `${names.worker}-${queue}`
}

/** A queue of that name that another Worker consumes belongs to that one. */
export async function ensureQueue(on: Account, name: string, worker: string): Promise<void> {
  const { terminal, progress } = on
  const found = await findQueue(on, name)
  const kept = ['--message-retention-period-secs', String(MESSAGES_KEPT_S)]
  if (found === null) {
    await step(terminal, `Creating the queue ${name}`, ['queues', 'create', name, ...kept])
  } else if (found.consumer !== null && found.consumer !== worker) {
    const advice = `Rename it in wrangler.toml, everywhere it stands (the dead-letter queue's name must end in -dead).`
    throw new DeployError(`The queue ${name} of this account is used by another Worker, ${found.consumer}. ${advice}`)
  } else if (found.keptSeconds < MESSAGES_KEPT_S) {
    await step(terminal, `Keeping messages of the queue ${name} for 14 days`, ['queues', 'update', name, ...kept])
  }
  progress.stands(`the queue ${name}`)
}

async function findQueue(
  { ask, account }: Account,
  name: string,
): Promise<{ consumer: string | null; keptSeconds: number } | null> {
  const found = await askList<{
    queue_name: string
    consumers?: { script?: string; script_name?: string; service?: string }[]
    settings?: { message_retention_period?: number }
  }>(ask, account, `/queues?name=${encodeURIComponent(name)}`)
  const queue = found.find(({ queue_name }) => queue_name === name)
  if (queue === undefined) {
    return null
  }
  const [consumer] = queue.consumers ?? []
  return {
    consumer: consumer?.script ?? consumer?.script_name ?? consumer?.service ?? null,
    keptSeconds: queue.settings?.message_retention_period ?? 0,
  }
}

interface Store {
  id: string
  called: string
  isNew: boolean
}

async function ensureDatabase(
  on: Account,
  { database: name, databaseId }: Named,
  chosen: Place,
): Promise<Store & { jurisdiction: string | null }> {
  const { ask, account } = on
  let { jurisdiction } = chosen
  const store = await ensureStore(on, `the D1 database ${name}`, databaseId, {
    find: async () => {
      const path = `/d1/database?name=${encodeURIComponent(name)}`
      const all = await askList<{ name: string; uuid: string }>(ask, account, path)
      return all.find((one) => one.name === name)?.uuid
    },
    create: async () => {
      const place = chosen.jurisdiction === null && chosen.location === null ? await on.choosePlace() : chosen
      jurisdiction = place.jurisdiction
      return [
        'd1',
        'create',
        name,
        ...listWords('--jurisdiction', jurisdiction),
        ...listWords('--location', place.location),
      ]
    },
  })
  if (store.isNew) {
    return { ...store, jurisdiction }
  }
  const kept = (await ask(`/accounts/${account}/d1/database/${store.id}`)) as { jurisdiction?: string | null } | null
  const given = kept?.jurisdiction ?? null
  if ((jurisdiction !== null && jurisdiction !== given) || chosen.location !== null) {
    throw new DeployError(
      `${store.called} exists already. Where it is kept was decided as it was created, and is final: leave out --jurisdiction and --location, or begin a new environment with them.`,
    )
  }
  return { ...store, jurisdiction: given }
}

function ensureNamespace(on: Account, { copies: title, copiesId }: Named): Promise<Store> {
  return ensureStore(on, `the KV namespace ${title}`, copiesId, {
    find: async () => {
      const path = `/storage/kv/namespaces?per_page=${MOST_NAMESPACES}`
      const all = await askList<{ title: string; id: string }>(on.ask, on.account, path)
      return all.find((one) => one.title === title)?.id
    },
    create: async () => ['kv', 'namespace', 'create', title],
  })
}

/**
 * @param given its id, if wrangler.toml has it
 * @param by `create` returns the arguments for wrangler
 */
async function ensureStore(
  { terminal, progress }: Account,
  what: string,
  given: string | null,
  by: { find: () => Promise<string | undefined>; create: () => Promise<string[]> },
): Promise<Store> {
  const called = what.replace(/^t/, 'T')
  const found = given ?? (await by.find())
  if (found !== undefined) {
    return { id: found, called, isNew: false }
  }
  await step(terminal, `Creating ${what}`, await by.create())
  progress.stands(what)
  const id = await by.find()
  if (id === undefined) {
    throw new DeployError(`Cloudflare says it created ${what}, but does not list it. Run this again in a minute.`)
  }
  return { id, called, isNew: true }
}

function listWords(option: string, value: string | null): string[] {
  return value === null ? [] : [option, value]
}
