/** What `npm run deploy` does, step by step. Safe to run again: it creates only what is missing and keeps every secret. */
import { randomBytes } from 'node:crypto'
import { dropStoredUrl, findPublicUrl, storeUrl, withPublicUrl } from './public-url'
import { ensureQueue, type Named, named, resources, withIds } from './resources'
import { accountIn, DeployError, jsonIn, lastLine, step, type Terminal } from './wrangler'

const SECRET_BYTES = 32

/** Deploys to the Cloudflare account wrangler is signed in to. Throws DeployError with a sentence saying what to do. */
export async function deploy(terminal: Terminal, newSetupToken: boolean): Promise<void> {
  await signedIn(terminal)
  const names = named(terminal.config)
  const config = terminal.writeConfig(withPublicUrl(withIds(terminal.config, await resources(terminal, names))))
  for (const queue of names.queues) {
    await ensureQueue(terminal, queue, names.worker)
  }
  const present = await secretsPresent(terminal, config)
  const secrets = freshSecrets(present, newSetupToken)
  await step(terminal, 'Migrating the database before the code that needs it', [
    ...['d1', 'migrations', 'apply', 'DB', '--remote', '-c', config],
  ])
  const kept = keep(terminal, secrets)
  await dropStoredUrl(terminal, config, present)
  const printed = await upload(terminal, config, secrets)
  const address = findPublicUrl(terminal.config) ?? /https:\/\/\S+\.workers\.dev/.exec(printed)?.[0]
  if (address !== undefined) {
    await storeUrl(terminal, config, address, present)
  }
  printAddress(terminal, names, address ?? 'https://<your address>', secrets, kept)
}

/** Values for the secrets that are not there yet. A sealing key is never replaced: what it sealed would be lost. */
export function freshSecrets(present: string[], newSetupToken: boolean): Record<string, string> {
  const values: [name: string, make: () => string][] = [
    ['AUTH_SECRET', () => random('base64url')],
    ['SEALING_KEYS', () => `k1:${random('base64')}`],
    ['SETUP_TOKEN', () => random('base64url')],
    ['STATUS_TOKEN', () => random('base64url')],
  ]
  const wanted = values.filter(([name]) => !present.includes(name) || (name === 'SETUP_TOKEN' && newSetupToken))
  return Object.fromEntries(wanted.map(([name, make]) => [name, make()]))
}

async function signedIn(terminal: Terminal): Promise<void> {
  const { code, printed } = await terminal.wrangler(['whoami', '--json'])
  if (code !== 0) {
    throw new DeployError('Not signed in to Cloudflare. Run `npx wrangler login`, then try again.')
  }
  accountIn(printed, terminal.account)
}

async function secretsPresent(terminal: Terminal, config: string): Promise<string[]> {
  // Before the first deploy there is no Worker to ask, and no secret.
  const { code, printed } = await terminal.wrangler(['secret', 'list', '--format', 'json', '-c', config])
  if (code !== 0) {
    if (/not found|does not exist|10007/i.test(printed)) {
      return []
    }
    throw new DeployError(`Cloudflare did not list the Worker's secrets, so none is replaced: ${lastLine(printed)}`)
  }
  return (jsonIn(printed) as { name: string }[]).map((row) => row.name)
}

/** Before they are used: Cloudflare never shows a secret again, and what the sealing key sealed is lost without it. */
function keep(terminal: Terminal, { SEALING_KEYS, STATUS_TOKEN }: Record<string, string>): string | null {
  const worth = { ...(SEALING_KEYS ? { SEALING_KEYS } : {}), ...(STATUS_TOKEN ? { STATUS_TOKEN } : {}) }
  return Object.keys(worth).length > 0 ? terminal.keepSecrets(worth) : null
}

async function upload(terminal: Terminal, config: string, secrets: Record<string, string>): Promise<string> {
  const plain = ['deploy', '--minify', '-c', config]
  if (Object.keys(secrets).length === 0) {
    return step(terminal, 'Deploying', plain)
  }
  const file = terminal.writeSecrets(secrets)
  try {
    return await step(terminal, 'Deploying, with new secrets', [...plain, '--secrets-file', file.path])
  } finally {
    file.destroy()
  }
}

function printAddress(
  terminal: Terminal,
  { worker }: Named,
  address: string,
  secrets: Record<string, string>,
  kept: string | null,
) {
  terminal.print(`${worker} runs at ${address}`)
  if (kept !== null) {
    terminal.print(
      `${kept} holds the sealing key and the token of ${address}/status, which Cloudflare never shows again:`,
    )
    terminal.print('put both into your password manager, then delete the file.')
  }
  if (secrets.SETUP_TOKEN) {
    terminal.print(`Set it up (works once): ${address}/setup?token=${secrets.SETUP_TOKEN}`)
  } else {
    terminal.print('Already set up. Lost the setup link before using it? npm run deploy -- --new-setup-token')
  }
}

function random(encoding: 'base64' | 'base64url'): string {
  return randomBytes(SECRET_BYTES).toString(encoding)
}
