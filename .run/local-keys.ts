/** The sealing keys of a local run. `npm run reseal` may replace them meanwhile; what is sealed then must find the new one. */
import { parseSealingKeys } from '../src/secrets/sealing-keys'
import { readLocalSecrets, writeLocalSecrets } from './local-secrets'
import { askRun } from './sole-run'
import { DeployError } from './wrangler'

const TAKE_UP = 'take up the keys'
const TAKEN_UP_WITHIN_MS = 60_000

export class LocalKeys {
  readonly #stateDir: string
  readonly #begun: Promise<void>
  #begin: () => void = () => {}
  #keys = ''
  #take: (keys: string) => Promise<void> = async () => {}

  constructor(stateDir: string) {
    this.#stateDir = stateDir
    this.#begun = new Promise((resolve) => {
      this.#begin = resolve
    })
  }

  /**
   * @param keys what the run was started with
   * @param take resolves once every part uses the keys it is given
   */
  begin(keys: string, take: (keys: string) => Promise<void>): void {
    this.#keys = keys
    this.#take = take
    this.#begin()
  }

  /** Answers another command on this state with the name of the newest key, once the stored keys are in use. */
  async answer(question: string): Promise<string> {
    if (question !== TAKE_UP) {
      return ''
    }
    await this.#begun
    const keys = readLocalSecrets(this.#stateDir)?.SEALING_KEYS ?? this.#keys
    if (keys !== this.#keys) {
      await this.#take(keys)
      this.#keys = keys
    }
    return newestOf(keys)
  }
}

/** Resolves once a run on this state uses them, if there is one. Throws DeployError. */
export async function replaceLocalKeys(stateDir: string, keys: string, print: (line: string) => void): Promise<void> {
  const secrets = readLocalSecrets(stateDir)
  if (secrets !== null) {
    writeLocalSecrets(stateDir, { ...secrets, SEALING_KEYS: keys })
  }
  const newest = await askRun(stateDir, TAKE_UP, TAKEN_UP_WITHIN_MS)
  if (newest === null) {
    return
  }
  if (newest !== newestOf(keys)) {
    throw new DeployError(
      'The Enrollwire that runs here did not take up the new key. Restart it, then run this again without --new-key.',
    )
  }
  print('Enrollwire runs on this state and has taken up the new key; nothing has to be restarted.')
}

function newestOf(keys: string): string {
  return parseSealingKeys(keys)[0].id
}
