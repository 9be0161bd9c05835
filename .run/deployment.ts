/** What `npm run deploy` does, step by step. Safe to run again: it creates only what is missing and keeps every secret. */
import { randomBytes } from 'node:crypto'

/** Runs wrangler; resolves with its exit code and output. `input` files are written and removed by the caller. */
export type Wrangler = (args: string[]) => Promise<{ code: number; printed: string }>

export interface Desk {
  wrangler: Wrangler
  print: (line: string) => void
  /** wrangler.toml as text. */
  config: string
  /** Writes the configuration with this account's ids; returns its path. */
  writeConfig: (text: string) => string
  /** Writes secrets where only this user reads them; returns the path and a way to destroy it. */
  writeSecrets: (secrets: Record<string, string>) => { path: string; destroy: () => void }
}

export class DeployError extends Error {}

const DATABASE = 'enrollwire'
const COPIES = 'enrollwire-copies'
const QUEUES = ['events', 'events-dead']
const SECRET_BYTES = 32

/** Deploys to the Cloudflare account wrangler is signed in to. Throws DeployError with a sentence saying what to do. */
export async function deploy(desk: Desk, newSetupToken: boolean): Promise<void> {
  await signedIn(desk)
  const config = desk.writeConfig(withIds(desk.config, { database: await database(desk), copies: await copies(desk) }))
  for (const queue of QUEUES) await ensureQueue(desk, queue)
  const secrets = freshSecrets(await secretsPresent(desk, config), newSetupToken)
  await step(desk, 'Migrating the database before the code that needs it', [
    'd1',
    'migrations',
    'apply',
    'DB',
    '--remote',
    '-c',
    config,
  ])
  const file = desk.writeSecrets(secrets)
  let printed: string
  try {
    printed = await step(desk, `Deploying${Object.keys(secrets).length ? ', with new secrets' : ''}`, [
      'deploy',
      '--minify',
      '-c',
      config,
      ...(Object.keys(secrets).length ? ['--secrets-file', file.path] : []),
    ])
  } finally {
    file.destroy()
  }
  const address = /https:\/\/\S+\.workers\.dev/.exec(printed)?.[0] ?? 'https://<your address>'
  desk.print(`Enrollwire runs at ${address}`)
  if (secrets.SETUP_TOKEN) desk.print(`Set it up (works once): ${address}/setup?token=${secrets.SETUP_TOKEN}`)
  else desk.print('Already set up. Lost the setup link before using it? npm run deploy -- --new-setup-token')
}

/** The configuration with this account's ids filled in; wrangler.toml itself stays free of them. */
export function withIds(config: string, ids: { database: string; copies: string }): string {
  return config
    .replace(/^database_name = .*$/m, `$&\ndatabase_id = "${ids.database}"`)
    .replace(/^binding = "COPIES"$/m, `$&\nid = "${ids.copies}"`)
}

/** Values for the secrets that are not there yet. A sealing key is never replaced: what it sealed would be lost. */
export function freshSecrets(present: string[], newSetupToken: boolean): Record<string, string> {
  const values: Record<string, () => string> = {
    AUTH_SECRET: () => random('base64url'),
    SEALING_KEYS: () => `k1:${random('base64')}`,
    SETUP_TOKEN: () => random('base64url'),
    STATUS_TOKEN: () => random('base64url'),
  }
  const wanted = Object.keys(values).filter(
    (name) => !present.includes(name) || (name === 'SETUP_TOKEN' && newSetupToken),
  )
  return Object.fromEntries(wanted.map((name) => [name, (values[name] as () => string)()]))
}

async function signedIn(desk: Desk): Promise<void> {
  const { code } = await desk.wrangler(['whoami', '--json'])
  if (code !== 0) throw new DeployError('Not signed in to Cloudflare. Run `npx wrangler login`, then try again.')
}

async function database(desk: Desk): Promise<string> {
  const find = async () => {
    const list = await listing(desk, ['d1', 'list', '--json'])
    return list.find((row) => row.name === DATABASE)?.uuid
  }
  const found = await find()
  if (found) return found
  await step(desk, `Creating the D1 database ${DATABASE}`, ['d1', 'create', DATABASE])
  return required(await find(), `the D1 database ${DATABASE}`)
}

async function copies(desk: Desk): Promise<string> {
  const find = async () => {
    const list = await listing(desk, ['kv', 'namespace', 'list'])
    return list.find((row) => row.title === COPIES)?.id
  }
  const found = await find()
  if (found) return found
  await step(desk, `Creating the KV namespace ${COPIES}`, ['kv', 'namespace', 'create', COPIES])
  return required(await find(), `the KV namespace ${COPIES}`)
}

async function ensureQueue(desk: Desk, name: string): Promise<void> {
  const { code } = await desk.wrangler(['queues', 'info', name])
  if (code !== 0) await step(desk, `Creating the queue ${name}`, ['queues', 'create', name])
}

async function secretsPresent(desk: Desk, config: string): Promise<string[]> {
  // Before the first deploy there is no Worker to ask, and no secret.
  const { code, printed } = await desk.wrangler(['secret', 'list', '--format', 'json', '-c', config])
  if (code !== 0) {
    if (/not found|does not exist|10007/i.test(printed)) return []
    throw new DeployError(`Cloudflare did not list the Worker's secrets, so none is replaced: ${lastLine(printed)}`)
  }
  return (JSON.parse(jsonIn(printed)) as { name: string }[]).map((row) => row.name)
}

async function listing(desk: Desk, args: string[]): Promise<Record<string, string>[]> {
  const { code, printed } = await desk.wrangler(args)
  if (code !== 0) throw new DeployError(`wrangler ${args.join(' ')} failed: ${lastLine(printed)}`)
  return JSON.parse(jsonIn(printed))
}

async function step(desk: Desk, what: string, args: string[]): Promise<string> {
  desk.print(`${what} …`)
  const { code, printed } = await desk.wrangler(args)
  if (code !== 0) throw new DeployError(`${what} failed. wrangler said:\n${printed.trim()}`)
  return printed
}

function required(id: string | undefined, what: string): string {
  if (!id)
    throw new DeployError(`Cloudflare says it created ${what}, but does not list it. Run this again in a minute.`)
  return id
}

/** wrangler may print notices around the JSON it was asked for. */
function jsonIn(printed: string): string {
  return printed.slice(printed.indexOf('['), printed.lastIndexOf(']') + 1)
}

function lastLine(printed: string): string {
  return printed.trim().split('\n').at(-1) ?? ''
}

function random(encoding: 'base64' | 'base64url'): string {
  return randomBytes(SECRET_BYTES).toString(encoding)
}
