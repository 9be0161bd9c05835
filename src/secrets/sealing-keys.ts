/** SEALING_KEYS is `kid:base64 kid2:base64`. The first key seals, all of them open. */

/** AES-256. */
const KEY_BYTES = 32
/** The id is part of the sealed text, between dots. */
const KEY_ID = /^[A-Za-z0-9_-]{1,32}$/

export interface SealingKey {
  id: string
  bytes: Uint8Array<ArrayBuffer>
}

/** Its message names the malformed part, never a key. */
export class SealingKeysError extends Error {
  override name = 'SealingKeysError'
}

/** Throws SealingKeysError. */
export function parseSealingKeys(text: string | undefined): [SealingKey, ...SealingKey[]] {
  const [first, ...others] = (text ?? '').split(/\s+/).filter((part) => part !== '')
  if (first === undefined) {
    throw new SealingKeysError(
      'SEALING_KEYS is missing: it holds `name:key` pairs, each key 32 random bytes in base64.',
    )
  }

  const keys: [SealingKey, ...SealingKey[]] = [
    parseSealingKey(first, 1),
    ...others.map((part, at) => parseSealingKey(part, at + 2)),
  ]
  const ids = new Set(keys.map((key) => key.id))
  if (ids.size < keys.length) {
    throw new SealingKeysError('SEALING_KEYS gives two keys the same name: give each its own.')
  }
  return keys
}

function parseSealingKey(part: string, place: number): SealingKey {
  const colon = part.indexOf(':')
  if (colon < 0) {
    throw new SealingKeysError(`SEALING_KEYS: key ${place} has no name; write it as \`name:key\`.`)
  }

  const id = part.slice(0, colon)
  if (!KEY_ID.test(id)) {
    throw new SealingKeysError(`SEALING_KEYS: the name of key ${place} may hold letters, digits, - and _, at most 32.`)
  }

  const bytes = fromBase64(part.slice(colon + 1))
  if (bytes === null) {
    throw new SealingKeysError(`SEALING_KEYS: key ${place} is not base64.`)
  }
  if (bytes.length !== KEY_BYTES) {
    throw new SealingKeysError(`SEALING_KEYS: key ${place} has ${bytes.length} bytes; it must have ${KEY_BYTES}.`)
  }
  return { id, bytes }
}

function fromBase64(text: string): Uint8Array<ArrayBuffer> | null {
  try {
    return Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0))
  } catch {
    return null
  }
}
