/** `npm run deploy`: creates what is missing on Cloudflare, migrates, deploys, prints the setup link. `--dry-run` needs no account. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ROOT, run } from './child'
import { deploy } from './deployment'
import { keepSecrets, writeSecrets } from './secrets'
import { DeployError, type Terminal } from './wrangler'

/** Every isolate that starts loads it whole. */
const MOST_KIB = 450

const args = process.argv.slice(2)
const unknown = args.find((arg) => !['--dry-run', '--new-setup-token'].includes(arg))
if (unknown) {
  stop(`Unknown option ${unknown}. Known: --dry-run, --new-setup-token.`)
}

if (args.includes('--dry-run')) {
  await dryRun()
} else {
  try {
    await deploy(terminal(), args.includes('--new-setup-token'))
  } catch (error) {
    if (error instanceof DeployError) {
      stop(error.message)
    }
    throw error
  }
}

function terminal(): Terminal {
  return {
    wrangler: (words) => run('wrangler', words, 'pipe'),
    print: (line) => console.log(line),
    config: readFileSync(join(ROOT, 'wrangler.toml'), 'utf8'),
    account: process.env.CLOUDFLARE_ACCOUNT_ID || null,
    writeConfig: (text) => {
      // Beside wrangler.toml, because paths in it are relative to the file.
      const path = join(ROOT, '.wrangler.deploy.toml')
      writeFileSync(path, text)
      return path
    },
    writeSecrets,
    keepSecrets,
  }
}

async function dryRun(): Promise<void> {
  console.log(`Would, in this order:
  1. ask wrangler whether you are signed in to Cloudflare
  2. create the D1 database, the KV namespace and the queues events and events-dead, where missing
  3. make the secrets AUTH_SECRET, SEALING_KEYS, SETUP_TOKEN and STATUS_TOKEN, where missing; the sealing key and the
     status token are also left in a file for you to put away
  4. apply the migrations the database has not seen
  5. deploy the Worker, tell it the address that its mailed links begin with, and print the setup link
The Worker as it would be uploaded:`)
  const outdir = mkdtempSync(join(tmpdir(), 'enrollwire-dry-'))
  const { code, printed } = await run('wrangler', ['deploy', '--dry-run', '--minify', '--outdir', outdir], 'pipe')
  rmSync(outdir, { recursive: true, force: true })
  console.log(printed.trim())
  if (code !== 0) {
    stop('The Worker does not build.')
  }
  const compressed = Number(/gzip: ([\d.]+) KiB/.exec(printed)?.[1])
  if (!(compressed <= MOST_KIB)) {
    stop(`The Worker takes ${compressed} KiB compressed; its budget is ${MOST_KIB} KiB.`)
  }
}

function stop(sentence: string): never {
  console.error(sentence)
  process.exit(1)
}
