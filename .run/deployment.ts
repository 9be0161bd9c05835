/** What `npm run deploy` does, step by step. Safe to run again: it creates only what is missing and keeps every secret. */
import { type Ask, askBindings, scriptPath } from './cloudflare-api'
import {
  type Configuration,
  configure,
  deployCommand,
  type Named,
  named,
  toToml,
  withIds,
  withQueues,
} from './configuration'
import { newSecrets, type SecretSources } from './new-secrets'
import { refuseSharing } from './ownership'
import { KEPT, type KeptSecrets, nameSecrets, Progress } from './progress'
import { dropStoredUrl, findPublicUrl, storeUrl } from './public-url'
import { ensureQueue, ensureStores, nameQueues, type Place } from './resources'
import { findAccount } from './signed-in'
import { upload } from './upload'
import { refuseOlder } from './version-order'
import { DeployError, step, type Terminal } from './wrangler'

export interface DeployTools extends Terminal, SecretSources {
  /** wrangler.toml as text. */
  config: string
  /** CLOUDFLARE_ACCOUNT_ID; null where it is not set. */
  account: string | null
  ask: Ask
  /** Asks where to keep data, if there is a person to ask. */
  choosePlace: () => Promise<Place>
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
  const own = configure(tools.config, options.environment)
  const progress = new Progress(options.environment)
  const run: Run = { tools, options, own, names: named(own), progress, account: '', secrets: {} }
  try {
    await runSteps(run)
  } catch (error) {
    if (!(error instanceof DeployError) || !progress.hasBegun) {
      throw error
    }
    throw new DeployError(`${error.message}\n\n${progress.describe(await hasKept(run))}`)
  }
}

interface Run {
  tools: DeployTools
  options: DeployOptions
  /** As wrangler.toml has it for this environment. */
  own: Configuration
  names: Named
  progress: Progress
  /** Its id, once it is known. */
  account: string
  /** Those that this run gives the Worker. */
  secrets: Record<string, string>
}

async function runSteps(run: Run): Promise<void> {
  const { tools, options, own, names, progress } = run
  const { environment } = options
  const publicUrl = findPublicUrl(own)
  run.account = await findAccount(tools.ask, tools.account)
  if (!options.goBack) {
    await refuseOlder(tools.ask, run.account, names.worker, tools.build.version)
  }
  const { ask, choosePlace } = tools
  const on = { terminal: tools, ask, account: run.account, progress, choosePlace }
  const stores = await ensureStores(on, names, options)
  await refuseSharing(ask, run.account, names.worker, stores.found)
  const rename = await nameQueues(on, names, environment)
  const configuration = withIds(withQueues(own, rename), stores.ids, {
    ...(publicUrl === null ? {} : { PUBLIC_URL: publicUrl }),
    ...(tools.build.commit === null ? {} : { COMMIT: tools.build.commit }),
  })
  const path = tools.writeConfig(toToml(configuration), environment)
  const present = await listSecrets(run)
  const { values, made } = newSecrets(present, options.newSetupToken, tools)
  run.secrets = { ...values, ...(await newJurisdiction(run, present, stores.jurisdiction)) }
  for (const queue of names.queues) {
    await ensureQueue(on, rename(queue), names.worker)
  }
  await step(tools, 'Migrating the database before the code that needs it', [
    ...['d1', 'migrations', 'apply', 'DB', '--remote', '-c', path],
  ])
  progress.stands('the migrated tables')
  const kept = keep(run, made)
  await dropStoredUrl(tools, path, publicUrl, present)
  const workersDev = await upload(tools, progress, path, tools.build, run.secrets)
  const address = publicUrl ?? workersDev
  if (address !== null && publicUrl === null) {
    await storeUrl(tools, path, address, present)
  }
  printAddresses(run, configuration, { address, workersDev, kept, made })
}

async function listSecrets({ tools, account, names }: Run): Promise<string[]> {
  const found = (await tools.ask(`${scriptPath(account, names.worker)}/secrets`)) as { name: string }[] | null
  // Before the first deploy there is no Worker to ask, and no secret.
  return (found ?? []).map(({ name }) => name)
}

/** Objects created without a jurisdiction cannot be found in one, so a Worker that has objects keeps what it has. */
async function newJurisdiction(
  { tools, account, names }: Run,
  present: string[],
  jurisdiction: string | null,
): Promise<Record<string, string>> {
  if (jurisdiction === null || present.includes('JURISDICTION')) {
    return {}
  }
  const bindings = await askBindings(tools.ask, account, names.worker)
  const hasObjects = bindings.some(({ type }) => type === 'durable_object_namespace')
  return hasObjects ? {} : { JURISDICTION: jurisdiction }
}

/** Whether Cloudflare took the kept secrets of a run that failed; null if it does not say. */
async function hasKept(run: Run): Promise<boolean | null> {
  return listSecrets(run).then(
    (present) => run.progress.keptNames.every((name) => present.includes(name)),
    () => null,
  )
}

/** Before they are used: Cloudflare never shows a secret again, and what the sealing key sealed is lost without it. */
function keep({ tools, progress, secrets }: Run, made: string[]): KeptSecrets | null {
  const worth = Object.entries(secrets).filter(([name]) => made.includes(name) && name in KEPT)
  if (worth.length === 0) {
    return null
  }
  const kept = { file: tools.keepSecrets(Object.fromEntries(worth)), names: worth.map(([name]) => name) }
  progress.keeps(kept)
  return kept
}

function printAddresses(
  { tools, options, secrets }: Run,
  { name }: Configuration,
  known: { address: string | null; workersDev: string | null; kept: KeptSecrets | null; made: string[] },
): void {
  const { workersDev, kept, made } = known
  const address = known.address ?? 'https://<your address>'
  tools.print(`${name} runs at ${address}; senders post to ${address}/hooks/…`)
  if (workersDev !== null && workersDev !== address) {
    tools.print(`It still answers at ${workersDev}, for senders that post there.`)
  }
  if (kept !== null) {
    tools.print(`${kept.file} holds ${nameSecrets(kept.names)}, which Cloudflare never shows again:`)
    tools.print('put what it holds into your password manager, then delete the file.')
  }
  if (secrets.SETUP_TOKEN === undefined) {
    const again = deployCommand(options.environment, '--new-setup-token')
    tools.print(`Already set up. Lost the setup link before using it? ${again}`)
  } else {
    const token = made.includes('SETUP_TOKEN') ? secrets.SETUP_TOKEN : '<your SETUP_TOKEN>'
    tools.print(`Set it up (works once): ${address}/setup?token=${token}`)
  }
}
