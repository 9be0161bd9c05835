/** `npm run deploy -- --dry-run`: what a deploy would do, and the Worker as it would be uploaded. Needs no account. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { configure, hasChosenQueues, named, toToml, withQueues } from './configuration'
import { DeployError, step, type Terminal } from './wrangler'

export interface DryRunTools extends Pick<Terminal, 'wrangler' | 'print'> {
  /** wrangler.toml as text. */
  config: string
  /** Writes a configuration for wrangler to read, to be destroyed right after. */
  writePassingConfig: (text: string) => { path: string; destroy: () => void }
}

/** Every isolate that starts loads it whole. */
const MOST_KIB = 450

/** @param environment null for production. Throws DeployError */
export async function tryOut(tools: DryRunTools, environment: string | null): Promise<void> {
  const own = configure(tools.config, environment)
  const names = named(own)
  const rename = (queue: string) => (hasChosenQueues(names, environment) ? queue : `${names.worker}-${queue}`)
  tools.print(`Would, in this order:
  1. ask wrangler whether you are signed in to Cloudflare
  2. create the D1 database ${names.database}, the KV namespace ${names.copies} and the queues ${names.queues.map(rename).join(' and ')}, where missing;
     before the first of them it asks where to keep data, which is final
  3. make the secrets AUTH_SECRET, SEALING_KEYS, SETUP_TOKEN and STATUS_TOKEN, where missing; the sealing key and the
     status token are also left in a file for you to put away
  4. apply the migrations the database has not seen
  5. deploy the Worker ${names.worker}, store the address that links in its e-mails start with, and print the setup link`)
  const printed = await build(tools, toToml(withQueues(own, rename)))
  tools.print(printed.trim())
  const compressed = Number(/gzip: ([\d.]+) KiB/.exec(printed)?.[1])
  if (!(compressed <= MOST_KIB)) {
    throw new DeployError(`The Worker takes ${compressed} KiB compressed; its budget is ${MOST_KIB} KiB.`)
  }
}

async function build(tools: DryRunTools, configuration: string): Promise<string> {
  const { path, destroy } = tools.writePassingConfig(configuration)
  const outdir = mkdtempSync(join(tmpdir(), 'enrollwire-dry-'))
  try {
    const words = ['deploy', '--dry-run', '--outdir', outdir, '-c', path]
    return await step(tools, 'Building the Worker as it would be uploaded', words)
  } finally {
    destroy()
    rmSync(outdir, { recursive: true, force: true })
  }
}
