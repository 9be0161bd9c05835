import { parseSealingKeys, SealingKeysError } from '../secrets/sealing-keys'

/** 32 characters carry 128 bits even in hexadecimal. */
export const SHORTEST_SECRET = 32

/** Null when ready, else a sentence that never quotes a secret. */
export function findReadinessProblem(env: {
  AUTH_SECRET?: string
  SEALING_KEYS?: string
  PUBLIC_URL?: string
}): string | null {
  if (!env.AUTH_SECRET) {
    return 'AUTH_SECRET is missing: it holds at least 32 random characters and signs sessions.'
  }
  if (env.AUTH_SECRET.length < SHORTEST_SECRET) {
    return `AUTH_SECRET has ${env.AUTH_SECRET.length} characters; it must have at least ${SHORTEST_SECRET}.`
  }
  if (env.PUBLIC_URL && !(/^https?:/.test(env.PUBLIC_URL) && URL.canParse(env.PUBLIC_URL))) {
    return 'PUBLIC_URL is not an address; set one such as https://enroll.example.com.'
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
