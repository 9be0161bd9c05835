/**
 * An integration's signing secret, as its sealed credential holds it. After a rotation posts carry a signature by each
 * secret for a day, so that the receiver may change over at any moment of it.
 */
import * as z from 'zod'

const PREFIX = 'whsec_'
/** As long as the hash; Standard Webhooks asks for 24 to 64. */
const SECRET_BYTES = 32
export const OVERLAP_HOURS = 24
const OVERLAP_MS = OVERLAP_HOURS * 3_600_000

const storedSecret = z.object({
  current: z.string().startsWith(PREFIX),
  /** Of the rotation that made it, so that a form sent twice rotates once. */
  rotation: z.string().nullable(),
  previous: z.object({ secret: z.string(), until: z.number() }).nullable(),
})

type StoredSecret = z.infer<typeof storedSecret>

export function createSigningSecret(): string {
  return JSON.stringify({ current: generate(), rotation: null, previous: null } satisfies StoredSecret)
}

export function showSecret(stored: string): string {
  return parseSecret(stored).current
}

/** Null where that rotation was done. @param now epoch ms */
export function rotateSigningSecret(stored: string, rotation: string, now: number): string | null {
  const { current, rotation: last } = parseSecret(stored)
  if (last === rotation) {
    return null
  }
  const previous = { secret: current, until: now + OVERLAP_MS }
  return JSON.stringify({ current: generate(), rotation, previous } satisfies StoredSecret)
}

/** Those to sign with, the newest first. @param now epoch ms */
export function listSigningSecrets(stored: string, now: number): string[] {
  const { current, previous } = parseSecret(stored)
  return previous !== null && now < previous.until ? [current, previous.secret] : [current]
}

function parseSecret(stored: string): StoredSecret {
  return storedSecret.parse(JSON.parse(stored))
}

function generate(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(SECRET_BYTES))
  return `${PREFIX}${btoa(String.fromCharCode(...bytes))}`
}
