/** Making an endpoint's secrets: random, sealed for the row they belong to, shown to a person once. */

import type { Env } from '../env'
import { seal } from '../secrets/sealing'
import type { EndpointSecret, SecretKind } from './store'

/** Standard Webhooks asks for 24 to 64 bytes. */
const SIGNING_BYTES = 32
const KEY_BYTES = 24
/** How long the previous secret stays valid after a rotation. */
export const OVERLAP_MS = 24 * 60 * 60 * 1000

export interface NewSecret {
  row: EndpointSecret
  plain: string
}

export async function createSecret(
  env: Pick<Env, 'SEALING_KEYS'>,
  owner: { id: string; marketplace: string; endpoint: string },
  kind: SecretKind,
  at: number,
): Promise<NewSecret> {
  const { id, marketplace, endpoint } = owner
  const plain = kind === 'signing' ? `whsec_${base64(SIGNING_BYTES)}` : urlSafe(base64(KEY_BYTES))
  const sealed = await seal(env.SEALING_KEYS, `endpoint:${marketplace}:${endpoint}:${id}`, plain)
  return { row: { id, endpoint, kind, sealed, createdAt: at, validUntil: null }, plain }
}

function base64(bytes: number): string {
  return btoa(String.fromCharCode(...crypto.getRandomValues(new Uint8Array(bytes))))
}

/** Base64url, for use in an address. */
function urlSafe(text: string): string {
  return text.replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '')
}
