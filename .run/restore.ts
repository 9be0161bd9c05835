/**
 * `npm run restore -- --marketplace <id> --to 2026-11-20T10:00:00Z`: brings a marketplace's journal, or with `--site <name>` a
 * Thinkific site, back to a moment of the last 30 days, through the door of a deployed Worker.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { RestoreAnswer } from '../src/recovery/restoration'
import { ROOT } from './child'
import { askHidden } from './prompt'
import { readRestoreOptions } from './restore-options'
import { cancelRestore, type RestoreTools, restoreObject } from './restoring'
import { DeployError } from './wrangler'

const LOOKS_EVERY_MS = 2_000
const ANSWERS_WITHIN_MS = 30_000

try {
  const { address, what, to } = readRestoreOptions(process.argv.slice(2), Date.now())
  const token = process.env.RESTORE_TOKEN || (await askHidden('RESTORE_TOKEN of the Worker: ', 'RESTORE_TOKEN'))
  const name = Object.values(what)
    .join('-')
    .replaceAll(/[^\w.-]/g, '_')
  const at = tools(address, token, join(ROOT, `.restore-${name}.json`))
  await (to === null ? cancelRestore(at, what) : restoreObject(at, what, to))
} catch (error) {
  if (!(error instanceof DeployError)) {
    throw error
  }
  console.error(error.message)
  process.exitCode = 1
}

function tools(address: string, token: string, file: string): RestoreTools {
  return {
    door: (body) => post(address, token, body),
    print: (line) => console.log(line),
    readNote: () => (existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : null),
    writeNote: (note) => writeFileSync(file, `${JSON.stringify(note, null, 2)}\n`),
    wait: () => new Promise((done) => setTimeout(done, LOOKS_EVERY_MS)),
  }
}

async function post(address: string, token: string, body: object): Promise<RestoreAnswer> {
  const answer = await fetch(`${address}/restore`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify(body),
    signal: AbortSignal.timeout(ANSWERS_WITHIN_MS),
  })
  const said = (await answer.json().catch(() => null)) as RestoreAnswer | null
  // An object always answers with `mark`; a refusal without one is the door's.
  if (said?.refusal !== undefined && said.mark === undefined) {
    throw new DeployError(said.refusal)
  }
  if (answer.status === 404) {
    throw new DeployError(
      `There is no door at ${address}/restore. Set RESTORE_TOKEN first: npx wrangler secret put RESTORE_TOKEN -c .wrangler.deploy.toml`,
    )
  }
  if (said?.mark === undefined) {
    throw new Error(`${address}/restore answered ${answer.status}`)
  }
  return said
}
