/** The sealing keys of a local run. `npm run reseal` may replace them meanwhile; what is sealed then must find the new one. */
import { readFileSync, unwatchFile, watchFile, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseSealingKeys } from '../src/secrets/sealing-keys'
import { askRun } from './sole-run'
import { DeployError } from './wrangler'

const LOOKS_EVERY_MS = 500
const TAKEN_UP_WITHIN_MS = 60_000

export class LocalKeys {
  readonly #path: string
  #keys: string | null = null

  constructor(stateDir: string) {
    this.#path = secretsFile(stateDir)
  }

  /** The name of the key that seals now; empty until the run has one. */
  get newest(): string {
    return this.#keys === null ? '' : newestOf(this.#keys)
  }

  /**
   * @param begun what the run was started with
   * @param take resolves once every part uses them
   */
  follow(begun: string, take: (keys: string) => Promise<void>): void {
    this.#keys = begun
    watchFile(this.#path, { interval: LOOKS_EVERY_MS, persistent: false }, () => {
      const keys = readKeys(this.#path)
      if (keys !== this.#keys) {
        take(keys).then(
          () => {
            this.#keys = keys
          },
          (error) => console.error(`The new sealing key was not taken up; start Enrollwire again. ${error}`),
        )
      }
    })
  }

  unfollow(): void {
    unwatchFile(this.#path)
  }
}

/** Resolves once a run on this state uses them, if there is one. Throws DeployError. */
export async function replaceLocalKeys(stateDir: string, keys: string, print: (line: string) => void): Promise<void> {
  const path = secretsFile(stateDir)
  writeFileSync(path, JSON.stringify({ ...JSON.parse(readFileSync(path, 'utf8')), SEALING_KEYS: keys }))
  if ((await askRun(stateDir)) === null) {
    return
  }
  print('Enrollwire runs on this state, so it takes up the new key first; nothing has to be restarted.')
  const end = Date.now() + TAKEN_UP_WITHIN_MS
  while ((await askRun(stateDir)) !== newestOf(keys)) {
    if (Date.now() > end) {
      throw new DeployError(
        'The Enrollwire that runs here did not take up the new key. Restart it, then run this again without --new-key.',
      )
    }
    await new Promise((done) => setTimeout(done, LOOKS_EVERY_MS))
  }
}

export function secretsFile(stateDir: string): string {
  return join(stateDir, 'secrets.json')
}

function readKeys(path: string): string {
  return JSON.parse(readFileSync(path, 'utf8')).SEALING_KEYS
}

function newestOf(keys: string): string {
  return parseSealingKeys(keys)[0].id
}
