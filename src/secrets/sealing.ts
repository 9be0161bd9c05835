/** AES-GCM under a named key, bound to its row, so that a sealed text copied elsewhere does not open. */
import { parseSealingKeys, type SealingKey } from './sealing-keys'

const VERSION = 'v1'
const IV_BYTES = 12

interface Envelope {
  keyId: string
  iv: Uint8Array<ArrayBuffer>
  cipher: Uint8Array<ArrayBuffer>
}

/** Malformed, altered, moved from another row, or its key is gone. */
export class UnsealError extends Error {
  override name = 'UnsealError'
}

/**
 * Seals under the first key, as `v1.<key id>.<iv>.<ciphertext>`. `context` names the row
 * (`integration:<marketplace>:<id>`) and is needed to open it. Throws SealingKeysError.
 */
export async function seal(keys: string, context: string, plain: string): Promise<string> {
  const [first] = parseSealingKeys(keys)
  const iv = crypto.getRandomValues(new Uint8Array(IV_BYTES))
  const cipher = await crypto.subtle.encrypt(
    { name: 'AES-GCM', iv, additionalData: bytesOf(context) },
    await importKey(first, 'encrypt'),
    bytesOf(plain),
  )
  return [VERSION, first.id, toBase64Url(iv), toBase64Url(new Uint8Array(cipher))].join('.')
}

/** Throws UnsealError or SealingKeysError. */
export async function unseal(keys: string, context: string, sealed: string): Promise<string> {
  const { keyId, iv, cipher } = parseEnvelope(sealed)
  const key = parseSealingKeys(keys).find((candidate) => candidate.id === keyId)
  if (key === undefined) {
    throw new UnsealError(`The key ${keyId} that sealed this is not among SEALING_KEYS.`)
  }
  try {
    const plain = await crypto.subtle.decrypt(
      { name: 'AES-GCM', iv, additionalData: bytesOf(context) },
      await importKey(key, 'decrypt'),
      cipher,
    )
    return new TextDecoder().decode(plain)
  } catch {
    throw new UnsealError('What was sealed has been altered, or belongs to something else.')
  }
}

/** Throws UnsealError when the text was not sealed. */
export function sealingKeyId(sealed: string): string {
  return parseEnvelope(sealed).keyId
}

function parseEnvelope(sealed: string): Envelope {
  const [version, keyId, iv, cipher, ...rest] = sealed.split('.')
  if (version !== VERSION || !keyId || !iv || !cipher || rest.length > 0) {
    throw new UnsealError('This is not a sealed text.')
  }
  try {
    return { keyId, iv: fromBase64Url(iv), cipher: fromBase64Url(cipher) }
  } catch {
    throw new UnsealError('This is not a sealed text.')
  }
}

function importKey(key: SealingKey, use: 'encrypt' | 'decrypt'): Promise<CryptoKey> {
  return crypto.subtle.importKey('raw', key.bytes, 'AES-GCM', false, [use])
}

function bytesOf(text: string): Uint8Array {
  return new TextEncoder().encode(text)
}

function toBase64Url(bytes: Uint8Array): string {
  const base64 = btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''))
  return base64.replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '')
}

function fromBase64Url(text: string): Uint8Array<ArrayBuffer> {
  const letters = atob(text.replaceAll('-', '+').replaceAll('_', '/'))
  return Uint8Array.from(letters, (letter) => letter.charCodeAt(0))
}
