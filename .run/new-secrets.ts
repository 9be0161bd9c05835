/** The Worker's secrets that are not there yet: given by the environment, or made here for a person to put away. */
import { randomBytes } from 'node:crypto'
import { SHORTEST_SECRET } from '../src/accounts/readiness'
import { SHORTEST_TOKEN } from '../src/http/bearer-token'
import { parseSealingKeys, SealingKeysError } from '../src/secrets/sealing-keys'
import { DeployError } from './wrangler'

const SECRET_BYTES = 32

const MAKERS: Record<string, () => string> = {
  AUTH_SECRET: () => random('base64url'),
  SEALING_KEYS: () => `k1:${random('base64')}`,
  SETUP_TOKEN: () => random('base64url'),
  STATUS_TOKEN: () => random('base64url'),
}

export interface SecretSources {
  /** Environment variables. */
  given: Record<string, string | undefined>
  /** Whether this machine is thrown away after the deploy, with whatever was kept on it. */
  isThrownAway: boolean
}

/**
 * A sealing key is never replaced: what it sealed would be lost.
 * @param present names the Worker has
 * @returns values by name; `made` names those that exist nowhere else yet
 * @throws DeployError
 */
export function newSecrets(
  present: string[],
  newSetupToken: boolean,
  { given, isThrownAway }: SecretSources,
): { values: Record<string, string>; made: string[] } {
  const wanted = Object.keys(MAKERS).filter(
    (name) => !present.includes(name) || (name === 'SETUP_TOKEN' && newSetupToken),
  )
  const made = wanted.filter((name) => !given[name])
  // No one needs to know what signs sessions.
  const lost = made.filter((name) => name !== 'AUTH_SECRET')
  if (isThrownAway && lost.length > 0) {
    throw new DeployError(
      `${lost.join(', ')}: the Worker has no such ${lost.length === 1 ? 'secret' : 'secrets'}, and what is made in this build would be thrown away with it. Add ${lost.length === 1 ? 'it' : 'them'} to the Worker under Settings → Variables and Secrets, or to the build's own secrets, and deploy again. .dev.vars.example says how each is made.`,
    )
  }
  const values = Object.fromEntries(wanted.map((name) => [name, check(name, given[name] || (MAKERS[name]?.() ?? ''))]))
  return { values, made }
}

function check(name: string, value: string): string {
  if (name === 'SEALING_KEYS') {
    try {
      parseSealingKeys(value)
    } catch (error) {
      throw error instanceof SealingKeysError ? new DeployError(error.message) : error
    }
    return value
  }
  const shortest = name === 'AUTH_SECRET' ? SHORTEST_SECRET : SHORTEST_TOKEN
  if (value.length < shortest) {
    throw new DeployError(`${name} of the environment is shorter than ${shortest} characters. Make a longer one.`)
  }
  return value
}

function random(encoding: 'base64' | 'base64url'): string {
  return randomBytes(SECRET_BYTES).toString(encoding)
}
