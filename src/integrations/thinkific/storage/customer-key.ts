/** A customer's document is named by a keyed hash of the email, which survives an erasure. */

import { Buffer } from 'node:buffer'
import { storedEmail } from '../../../model/email'
import { seal, sealingKeyId, UnsealError, unseal } from '../../../secrets/sealing'
import { parseSealingKeys } from '../../../secrets/sealing-keys'
import type { SiteStorage } from './site-storage'

/** Sealing context of the secret, with the object's id: it opens in no other object. */
const CONTEXT = 'customer keys'
const SECRET_BYTES = 32

export type HashEmail = (email: string) => Promise<string>

/** Creates the object's secret on first use and reseals it under the newest key. Throws UnsealError. @param object its id */
export async function openCustomerKeys(storage: SiteStorage, keys: string, object: string): Promise<HashEmail> {
  const secret = await loadSecret(storage, keys, `${CONTEXT}:${object}`)
  const bytes = Uint8Array.from(atob(secret), (letter) => letter.charCodeAt(0))
  const key = await crypto.subtle.importKey('raw', bytes, { name: 'HMAC', hash: 'SHA-256' }, false, ['sign'])
  return async (email) => {
    const hash = await crypto.subtle.sign('HMAC', key, new TextEncoder().encode(storedEmail(email)))
    return Buffer.from(hash, 0, 16).toString('hex')
  }
}

/** Empty before there is a secret. */
export function readSealingKeyId(storage: SiteStorage): string {
  const sealed = storage.readFact('customer key')
  return sealed === null ? '' : sealingKeyId(sealed)
}

async function loadSecret(storage: SiteStorage, keys: string, context: string): Promise<string> {
  const sealed = storage.readFact('customer key')
  if (sealed === null) {
    const random = crypto.getRandomValues(new Uint8Array(SECRET_BYTES))
    const secret = btoa(Array.from(random, (byte) => String.fromCharCode(byte)).join(''))
    storage.saveFact('customer key', await seal(keys, context, secret))
    storage.saveFact('begun', Date.now())
    return secret
  }
  const own = await unsealOrNull(keys, context, sealed)
  // Those of before were all sealed under one context.
  const secret = own ?? (await unseal(keys, CONTEXT, sealed))
  const [newest] = parseSealingKeys(keys)
  if (own === null || sealingKeyId(sealed) !== newest.id) {
    storage.saveFact('customer key', await seal(keys, context, secret))
  }
  return secret
}

async function unsealOrNull(keys: string, context: string, sealed: string): Promise<string | null> {
  try {
    return await unseal(keys, context, sealed)
  } catch (error) {
    if (error instanceof UnsealError) {
      return null
    }
    throw error
  }
}
