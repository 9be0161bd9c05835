import type { OpenSecret, Post, Proof } from './sender'

/** Compares digests with every valid key, so that timing reveals nothing. */
export async function authenticateKey(post: Post, secrets: OpenSecret[]): Promise<Proof> {
  if (post.key === null) {
    return { by: null, reason: 'The address has no key.' }
  }
  const given = await digest(post.key)
  let matches = false
  for (const secret of secrets) {
    if (secret.kind === 'key' && isSameBytes(given, await digest(secret.plain))) {
      matches = true
    }
  }
  return matches ? { by: 'key' } : { by: null, reason: 'The key in the address is not one of this endpoint.' }
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
