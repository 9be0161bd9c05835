/** What `npm run deploy` does, step by step. Safe to run again: it creates only what is missing and keeps every secret. */
import type { Ask } from './cloudflare-api'
import { type Configuration, configure, deployCommand, named, toToml, withIds, withQueues } from './configuration'
import { newSecrets, type SecretSources } from './new-secrets'
import { refuseSharing } from './ownership'
import { Progress } from './progress'
import { dropStoredUrl, findPublicUrl, storeUrl } from './public-url'
import { ensureQueue, ensureStores, nameQueues, type Place } from './resources'
import { findAccount } from './signed-in'
import { refuseOlder } from './version-order'
import { DeployError, step, type Terminal } from './wrangler'

export interface DeployTools extends Terminal, SecretSources {
  /** wrangler.toml as text. */
  config: string
  /** CLOUDFLARE_ACCOUNT_ID; null where it is not set. */
  account: string | null
  ask: Ask
  /** Writes an environment's configuration with this account's ids; returns its path. */
  writeConfig: (text: string, environment: string | null) => string
  /** What is deployed. `commit` is null outside of a repository. */
  build: { version: string; commit: string | null }
}

export interface DeployOptions extends Place {
  /** Null for production. */
  environment: string | null
  newSetupToken: boolean
  /** Deploys also where a newer version runs. */
  goBack: boolean
}

/** Deploys to the Cloudflare account wrangler is signed in to. Throws DeployError with a sentence saying what to do. */
export async function deploy(tools: DeployTools, options: DeployOptions): Promise<void> {
  const progress = new Progress(options.environment)
  const run: Run = { tools, options, progress, account: '', secrets: {} }
  try {
    await runSteps(run)
  } catch (error) {
    if (!(error instanceof DeployError) || !progress.hasBegun) {
      throw error
    }
    throw new DeployError(`${error.message}\n\n${progress.describe(await hasSecrets(run))}`)
  }
}

interface Run {
  tools: DeployTools
  options: DeployOptions
  progress: Progress
  /** Its id, once it is known. */
  account: string
  /** Those that this run gives the Worker. */
  secrets: Record<string, string>
}

async function runSteps(run: Run): Promise<void> {
  const { tools, options, progress } = run
  const { environment } = options
  const own = configure(tools.config, environment)
  run.account = await findAccount(tools.ask, tools.account)
  const names = named(own)
  if (!options.goBack) {
    await refuseOlder(tools.ask, run.account, names.worker, tools.build.version)
  }
  const on = { terminal: tools, ask: tools.ask, account: run.account, progress }
  const stores = await ensureStores(on, names, options)
  await refuseSharing(tools.ask, run.account, names.worker, stores.found)
  const rename = await nameQueues(on, names, environment)
  const publicUrl = findPublicUrl(own)
  const configuration = withIds(withQueues(own, rename), stores.ids, {
    ...(publicUrl === null ? {} : { PUBLIC_URL: publicUrl }),
    ...(tools.build.commit === null ? {} : { COMMIT: tools.build.commit }),
  })
  const path = tools.writeConfig(toToml(configuration), environment)
  const present = await listSecrets(run, names.worker)
  const { values, made } = newSecrets(present, options.newSetupToken, tools)
  // Objects made without one would not be found with it, so a Worker that runs keeps what it has.
  const isNew = !present.includes('SEALING_KEYS')
  run.secrets = { ...values, ...(isNew && stores.jurisdiction ? { JURISDICTION: stores.jurisdiction } : {}) }
  for (const queue of names.queues) {
    await ensureQueue(on, rename(queue), names.worker)
  }
  await step(tools, 'Migrating the database before the code that needs it', [
    ...['d1', 'migrations', 'apply', 'DB', '--remote', '-c', path],
  ])
  progress.stands('the migrated tables')
  const kept = keep(run, made)
  await dropStoredUrl(tools, path, publicUrl, present)
  const workersDev = await upload(run, path)
  const address = publicUrl ?? workersDev
  if (address !== null && publicUrl === null) {
    await storeUrl(tools, path, address, present)
  }
  printAddresses(run, configuration, { address, workersDev, kept, made })
}

async function listSecrets({ tools, account }: Run, worker: string): Promise<string[]> {
  const path = `/accounts/${account}/workers/scripts/${encodeURIComponent(worker)}/secrets`
  const found = (await tools.ask(path)) as { name: string }[] | null
  // Before the first deploy there is no Worker to ask, and no secret.
  return (found ?? []).map(({ name }) => name)
}

/** Whether Cloudflare took the secrets of a run that failed; null where it does not say. */
async function hasSecrets(run: Run): Promise<boolean | null> {
  if (run.secrets.SEALING_KEYS === undefined) {
    return null
  }
  const { worker } = named(configure(run.tools.config, run.options.environment))
  return listSecrets(run, worker).then(
    (present) => present.includes('SEALING_KEYS'),
    () => null,
  )
}

/** Before they are used: Cloudflare never shows a secret again, and what the sealing key sealed is lost without it. */
function keep({ tools, progress, secrets }: Run, made: string[]): string | null {
  const worth = Object.entries(secrets).filter(
    ([name]) => made.includes(name) && ['SEALING_KEYS', 'STATUS_TOKEN'].includes(name),
  )
  if (worth.length === 0) {
    return null
  }
  const file = tools.keepSecrets(Object.fromEntries(worth))
  progress.keeps(file)
  return file
}

/** @returns the workers.dev address, if it has one */
async function upload({ tools, progress, secrets }: Run, path: string): Promise<string | null> {
  const { version, commit } = tools.build
  const message = commit === null ? `Enrollwire ${version}` : `Enrollwire ${version}, commit ${commit}`
  const plain = ['deploy', '--upload-source-maps', '--tag', `v${version}`, '--message', message, '-c', path]
  progress.code('uploading')
  const printed = await uploadWith(tools, secrets, plain)
  progress.code('live')
  return /https:\/\/[\w.-]+\.workers\.dev/.exec(printed)?.[0] ?? null
}

async function uploadWith(tools: DeployTools, secrets: Record<string, string>, words: string[]): Promise<string> {
  if (Object.keys(secrets).length === 0) {
    return explain(() => step(tools, 'Deploying', words))
  }
  const file = tools.writeSecrets(secrets)
  try {
    return await explain(() => step(tools, 'Deploying, with new secrets', [...words, '--secrets-file', file.path]))
  } finally {
    file.destroy()
  }
}

/** An account gets its workers.dev name once, by hand. */
async function explain(uploading: () => Promise<string>): Promise<string> {
  try {
    return await uploading()
  } catch (error) {
    if (error instanceof DeployError && /workers\.dev subdomain/.test(error.message)) {
      const page = /https:\/\/dash\.cloudflare\.com\/\S+/.exec(error.message)?.[0]
      throw new DeployError(
        `This account has no workers.dev name yet, so the Worker would have no address. Choose one at ${page ?? 'Workers & Pages in the dashboard'} (it belongs to the account, not to Enrollwire), or add a domain of your own to wrangler.toml together with workers_dev = false.\n${error.message}`,
      )
    }
    throw error
  }
}

function printAddresses(
  { tools, options, secrets }: Run,
  configuration: Configuration,
  {
    address: known,
    workersDev,
    kept,
    made,
  }: { address: string | null; workersDev: string | null; kept: string | null; made: string[] },
): void {
  const address = known ?? 'https://<your address>'
  tools.print(`${configuration.name} runs at ${address}; senders post to ${address}/hooks/…`)
  if (workersDev !== null && workersDev !== address) {
    tools.print(`It still answers at ${workersDev}, for senders that post there.`)
  }
  if (kept !== null) {
    tools.print(`${kept} holds the sealing key and the token of ${address}/status, which Cloudflare never shows again:`)
    tools.print('put both into your password manager, then delete the file.')
  }
  if (secrets.SETUP_TOKEN === undefined) {
    const again = deployCommand(options.environment, '--new-setup-token')
    tools.print(`Already set up. Lost the setup link before using it? ${again}`)
  } else {
    const token = made.includes('SETUP_TOKEN') ? secrets.SETUP_TOKEN : '<your SETUP_TOKEN>'
    tools.print(`Set it up (works once): ${address}/setup?token=${token}`)
  }
}
