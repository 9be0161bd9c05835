/** `npm run deploy`: creates what is missing on Cloudflare, migrates, deploys, prints the setup link. `--dry-run` needs no account. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { readBuildIdentity } from './build-identity'
import { ROOT, run } from './child'
import { choosePlace } from './choose-place'
import { cloudflareApi } from './cloudflare-api'
import { configure, fileOf, hasChosenQueues, named } from './configuration'
import { readDeployOptions } from './deploy-options'
import { type DeployTools, deploy } from './deployment'
import { keepSecrets, writeSecrets } from './secrets'
import { DeployError, type Wrangler } from './wrangler'

/** Every isolate that starts loads it whole. */
const MOST_KIB = 450

/** An interrupt reaches wrangler too. Its step fails then, and what stands is said before this ends. */
let isInterrupted = false
process.on('SIGINT', () => {
  isInterrupted = true
})

const wrangler: Wrangler = async (words) => {
  const answer = isInterrupted ? null : await run('wrangler', words, 'pipe')
  return answer === null || isInterrupted ? { code: 1, printed: 'Interrupted.' } : answer
}

try {
  const { dryRun, ...options } = readDeployOptions(process.argv.slice(2))
  await (dryRun ? tryOut(options.environment) : deploy(tools(), options))
} catch (error) {
  if (!(error instanceof DeployError)) {
    throw error
  }
  console.error(error.message)
  process.exit(1)
}

function tools(): DeployTools {
  return {
    wrangler,
    print: (line) => console.log(line),
    config: readConfig(),
    account: process.env.CLOUDFLARE_ACCOUNT_ID || null,
    ask: cloudflareApi(wrangler),
    choosePlace,
    writeConfig: (text, environment) => {
      const path = join(ROOT, fileOf(environment))
      writeFileSync(path, text)
      return path
    },
    writeSecrets,
    keepSecrets,
    given: process.env,
    // Set by Cloudflare's own builds, and by about every other service that builds.
    isThrownAway: Boolean(process.env.WORKERS_CI || process.env.CI),
    build: readBuildIdentity(),
  }
}

async function tryOut(environment: string | null): Promise<void> {
  const { worker, database, copies, queues, ...names } = named(configure(readConfig(), environment))
  const chosen = hasChosenQueues({ worker, database, copies, queues, ...names }, environment)
  const own = queues.map((queue) => (chosen ? queue : `${worker}-${queue}`)).join(' and ')
  console.log(`Would, in this order:
  1. ask wrangler whether you are signed in to Cloudflare
  2. create the D1 database ${database}, the KV namespace ${copies} and the queues ${own}, where missing;
     before the first of them it asks where data is to be kept, which is final
  3. make the secrets AUTH_SECRET, SEALING_KEYS, SETUP_TOKEN and STATUS_TOKEN, where missing; the sealing key and the
     status token are also left in a file for you to put away
  4. apply the migrations the database has not seen
  5. deploy the Worker ${worker}, tell it the address that its mailed links begin with, and print the setup link
The Worker as it would be uploaded:`)
  const outdir = mkdtempSync(join(tmpdir(), 'enrollwire-dry-'))
  const { code, printed } = await wrangler(['deploy', '--dry-run', '--outdir', outdir])
  rmSync(outdir, { recursive: true, force: true })
  console.log(printed.trim())
  if (code !== 0) {
    throw new DeployError('The Worker does not build.')
  }
  const compressed = Number(/gzip: ([\d.]+) KiB/.exec(printed)?.[1])
  if (!(compressed <= MOST_KIB)) {
    throw new DeployError(`The Worker takes ${compressed} KiB compressed; its budget is ${MOST_KIB} KiB.`)
  }
}

function readConfig(): string {
  return readFileSync(join(ROOT, 'wrangler.toml'), 'utf8')
}
