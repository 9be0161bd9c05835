/** What a deployment must be given before it may serve anyone. */
import { parseSealingKeys, SealingKeysError } from '../secrets/sealing-keys'

/** 32 characters of a random generator's output: 128 bits even in hexadecimal. */
const SHORTEST_SECRET = 32

/** Null: ready. Otherwise the sentence that says what is missing or malformed; it never quotes a secret. */
export function findReadinessProblem(env: { AUTH_SECRET?: string; SEALING_KEYS?: string }): string | null {
  if (!env.AUTH_SECRET) {
    return 'AUTH_SECRET is missing: it holds at least 32 random characters and signs sessions.'
  }
  if (env.AUTH_SECRET.length < SHORTEST_SECRET) {
    return `AUTH_SECRET has ${env.AUTH_SECRET.length} characters; it must have at least ${SHORTEST_SECRET}.`
  }
  try {
    parseSealingKeys(env.SEALING_KEYS)
    return null
  } catch (error) {
    if (error instanceof SealingKeysError) {
      return error.message
    }
    throw error
  }
}
