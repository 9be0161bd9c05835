/** wrangler.toml as one environment deploys it: whose names, ids and addresses are that environment's own. */
import { parse, stringify, type TomlTable } from 'smol-toml'
import { DeployError } from './wrangler'

/** As wrangler.toml names them, for local runs. On Cloudflare an account's queues share one namespace, so the Worker's name goes in front. */
const LOCAL_QUEUES = ['events', 'events-dead']
const ENVIRONMENT = /^[a-z][a-z0-9-]{0,19}$/

type Route = string | { pattern: string; custom_domain?: boolean }

export interface Configuration extends TomlTable {
  name: string
  workers_dev?: boolean
  routes?: Route[]
  route?: Route
  vars?: Record<string, string>
  d1_databases?: { database_name?: string; database_id?: string }[]
  kv_namespaces?: { binding: string; id?: string }[]
  queues?: {
    producers?: { queue: string }[]
    consumers?: { queue: string; dead_letter_queue?: string }[]
  }
}

/** What an environment calls things. An id is there once a person (or the Deploy button) wrote it down. */
export interface Named {
  worker: string
  database: string
  databaseId: string | null
  copies: string
  copiesId: string | null
  queues: string[]
}

/**
 * @param text wrangler.toml
 * @param environment null for production; others share settings with it, and neither names, ids nor addresses
 * @throws DeployError
 */
export function configure(text: string, environment: string | null): Configuration {
  const { env, ...settings } = parseConfiguration(text)
  const production = withRoutes(settings)
  const routed = (settings: Configuration): Configuration =>
    // Wrangler would switch the workers.dev address off, to which senders may still post.
    settings.routes !== undefined ? { workers_dev: true, ...settings } : settings
  if (environment === null) {
    return routed(production)
  }
  checkEnvironment(environment)
  const { routes: _, workers_dev: __, vars: { PUBLIC_URL: ___, ...vars } = {}, ...others } = production
  const { d1_databases, kv_namespaces, ...shared } = others
  const name = `${production.name}-${environment}`
  const own = withRoutes(((env ?? {}) as Record<string, Partial<Configuration>>)[environment] ?? {})
  return routed({
    ...shared,
    name,
    d1_databases: (d1_databases ?? []).map(({ database_id, ...database }) => ({ ...database, database_name: name })),
    kv_namespaces: (kv_namespaces ?? []).map(({ id, ...namespace }) => namespace),
    ...own,
    vars: { ...vars, ...own.vars },
  })
}

/** Wrangler also accepts a single one as `route`. */
function withRoutes<Of extends Pick<Configuration, 'route' | 'routes'>>(settings: Of): Of {
  const { route, ...others } = settings
  return route === undefined ? settings : ({ ...others, routes: [route] } as Of)
}

export function named(configuration: Configuration): Named {
  const { name: worker, d1_databases, kv_namespaces, queues } = configuration
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

/** Whether a person chose other names, or the Deploy button made what wrangler.toml names. */
export function hasChosenQueues({ queues, databaseId }: Named, environment: string | null): boolean {
  return environment === null && (databaseId !== null || queues.some((queue) => !LOCAL_QUEUES.includes(queue)))
}

export function withQueues(configuration: Configuration, rename: (queue: string) => string): Configuration {
  const { producers = [], consumers = [] } = configuration.queues ?? {}
  return {
    ...configuration,
    queues: {
      producers: producers.map((one) => ({ ...one, queue: rename(one.queue) })),
      consumers: consumers.map(({ dead_letter_queue: dead, ...one }) => ({
        ...one,
        queue: rename(one.queue),
        ...(dead === undefined ? {} : { dead_letter_queue: rename(dead) }),
      })),
    },
  }
}

/** With the ids of what this account has for it, and variables that only a deploy knows. */
export function withIds(
  configuration: Configuration,
  ids: { database: string; copies: string },
  vars: Record<string, string>,
): Configuration {
  const { d1_databases = [], kv_namespaces = [] } = configuration
  return {
    ...configuration,
    d1_databases: d1_databases.map((one) => ({ ...one, database_id: one.database_id ?? ids.database })),
    kv_namespaces: kv_namespaces.map((one) => ({ ...one, id: one.id ?? ids.copies })),
    vars: { ...configuration.vars, ...vars },
  }
}

export function toToml(configuration: Configuration): string {
  return `# Written by a deploy. Change wrangler.toml instead.\n${stringify(configuration)}`
}

/** Where a deploy writes it: beside wrangler.toml, because paths in it are relative to the file. */
export function fileOf(environment: string | null): string {
  return environment === null ? '.wrangler.deploy.toml' : `.wrangler.deploy.${environment}.toml`
}

/** The command that deploys it. */
export function deployCommand(environment: string | null, ...options: string[]): string {
  const words = [...options, ...(environment === null ? [] : ['--env', environment])]
  return ['npm run deploy', ...(words.length === 0 ? [] : ['--', ...words])].join(' ')
}

export function checkEnvironment(environment: string): void {
  if (!ENVIRONMENT.test(environment)) {
    throw new DeployError(
      `“${environment}” cannot be an environment's name: up to 20 small letters, digits and hyphens, a letter first, such as staging.`,
    )
  }
}

function parseConfiguration(text: string): Configuration {
  try {
    const configuration = parse(text)
    return { name: 'enrollwire', ...configuration } as Configuration
  } catch (error) {
    throw new DeployError(`wrangler.toml cannot be read: ${error instanceof Error ? error.message : error}`)
  }
}
