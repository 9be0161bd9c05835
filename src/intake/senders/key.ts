import type { OpenSecret, Post, Proof } from './sender'

/** Compares digests with every valid key, so that timing reveals nothing. */
export async function authenticateKey(post: Post, secrets: OpenSecret[]): Promise<Proof> {
  if (post.key === null) {
    return { by: null, reason: 'The address has no key.' }
  }
  const secret = await findKey(post.key, secrets)
  if (secret !== null) {
    return { by: 'key', secret }
  }
  const [bare = ''] = KEY.exec(post.key) ?? []
  const isNearly = bare !== post.key && (await findKey(bare, secrets)) !== null
  return { by: null, reason: isNearly ? explainMore(post.key, bare) : NO_KEY }
}

const KEY = /[\w-]+/
const NO_KEY = 'The key in the address does not belong to this endpoint.'

/** Reveals nothing to a stranger, since the key itself is right. */
function explainMore(given: string, key: string): string {
  const [, behind = ''] = given.split(key)
  const what = behind.trim() === '' ? 'a blank or line break beside it' : `“${behind.trim().slice(0, 20)}” after it`
  return `The key in the address is right, but has ${what}. Remove that from the address.`
}

/** Its id. */
async function findKey(text: string, secrets: OpenSecret[]): Promise<string | null> {
  const given = await digest(text)
  let found: string | null = null
  for (const secret of secrets) {
    if (secret.kind === 'key' && isSameBytes(given, await digest(secret.plain))) {
      found = secret.id
    }
  }
  return found
}

async function digest(text: string): Promise<Uint8Array> {
  return new Uint8Array(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text)))
}

function isSameBytes(one: Uint8Array, other: Uint8Array): boolean {
  let differing = one.length ^ other.length
  for (const [at, byte] of one.entries()) {
    differing |= byte ^ (other[at] ?? 0)
  }
  return differing === 0
}
