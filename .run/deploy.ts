/** `npm run deploy`: creates what is missing on Cloudflare, migrates, deploys, prints the setup link. `--dry-run` needs no account. */
import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { readBuildIdentity } from './build-identity'
import { ROOT, run } from './child'
import { choosePlace } from './choose-place'
import { cloudflareApi } from './cloudflare-api'
import { fileOf } from './configuration'
import { readDeployOptions } from './deploy-options'
import { type DeployTools, deploy } from './deployment'
import { tryOut } from './dry-run'
import { keepSecrets, writeSecrets } from './secrets'
import { DeployError, type Wrangler } from './wrangler'

/** Ctrl-C reaches wrangler too: its step fails, and this reports what was done before it exits. */
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
  await (dryRun ? tryOut({ ...tools(), writePassingConfig }, options.environment) : deploy(tools(), options))
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

/** Beside wrangler.toml, because its paths are relative to the file. No environment is named by a number, so none is overwritten. */
function writePassingConfig(text: string): { path: string; destroy: () => void } {
  const path = join(ROOT, fileOf(String(process.pid)))
  writeFileSync(path, text)
  return { path, destroy: () => rmSync(path, { force: true }) }
}

function readConfig(): string {
  return readFileSync(join(ROOT, 'wrangler.toml'), 'utf8')
}
