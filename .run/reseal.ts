/**
 * `npm run reseal`: seals every stored secret again under the newest key, here or, with `--remote`, on Cloudflare.
 * `--new-key` makes that key first. Keys come from SEALING_KEYS or a hidden prompt, never from the command's words.
 */
import { resolve } from 'node:path'
import { SealingKeysError } from '../src/secrets/sealing-keys'
import { ROOT, run } from './child'
import { readDeployed } from './deployed'
import { replaceLocalKeys } from './local-keys'
import { readLocalSecrets } from './local-secrets'
import { askHidden } from './prompt'
import { type ResealTools, resealAll } from './resealing'
import { keepSecrets, writeSecrets } from './secrets'
import { DeployError, step } from './wrangler'

/** A new secret reaches every isolate within seconds; what is sealed under a key must find it everywhere. */
const SECRET_SPREADS_MS = 30_000
const LOCAL_TRIES = 5
const LOCAL_PAUSE_MS = 1_000

const wrangler: ResealTools['wrangler'] = (words) => run('wrangler', words, 'pipe')
const print = (line: string) => console.log(line)

try {
  const { config, flags } = readDeployed(process.argv.slice(2), ['new-key'])
  const { desk: tools, keys } = config === null ? local() : await remote(config)
  await resealAll(tools, keys, flags.has('new-key'))
} catch (error) {
  if (!(error instanceof DeployError || error instanceof SealingKeysError)) {
    throw error
  }
  console.error(error.message)
  process.exitCode = 1
}

async function remote(config: string): Promise<{ desk: ResealTools; keys: string }> {
  const keys =
    process.env.SEALING_KEYS || (await askHidden('SEALING_KEYS as the Worker has them now: ', 'SEALING_KEYS'))
  const putKeys = async (all: string) => {
    print(
      `${keepSecrets({ SEALING_KEYS: all })} holds them: put them into your password manager, then delete the file.`,
    )
    const file = writeSecrets({ SEALING_KEYS: all })
    try {
      await step({ wrangler, print }, 'Replacing the secret SEALING_KEYS', ['secret', 'bulk', file.path, '-c', config])
    } finally {
      file.destroy()
    }
    print('Cloudflare gives it to every running copy of the Worker within half a minute; nothing has to be restarted.')
    await new Promise((done) => setTimeout(done, SECRET_SPREADS_MS))
  }
  return { desk: { wrangler, print, where: ['--remote', '-y', '-c', config], putKeys }, keys }
}

/** A run on this state may write at this moment, and SQLite has one writer. Each statement may run again. */
async function patiently(words: string[]): Promise<{ code: number; printed: string }> {
  for (let left = LOCAL_TRIES; ; left -= 1) {
    const answer = await wrangler(words)
    if (answer.code === 0 || left <= 1) {
      return answer
    }
    await new Promise((done) => setTimeout(done, LOCAL_PAUSE_MS))
  }
}

/** The keys of this machine's state. */
function local(): { desk: ResealTools; keys: string } {
  const stateDir = resolve(ROOT, process.env.STATE_DIR || '.wrangler/state')
  const secrets = readLocalSecrets(stateDir)
  if (secrets === null) {
    throw new DeployError(`There is no state in ${stateDir}. Run \`npm start\` first, or set STATE_DIR.`)
  }
  const putKeys = (all: string) => replaceLocalKeys(stateDir, all, print)
  return {
    desk: { wrangler: patiently, print, where: ['--local', '--persist-to', stateDir], putKeys },
    keys: secrets.SEALING_KEYS,
  }
}
