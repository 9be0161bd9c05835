/** A client of Thinkific's API with an integration's credential, opened. */
import { unseal } from '../../../secrets/sealing'
import { type Thinkific, thinkificClient } from '../client/client'
import type { IntegrationAccess } from '../thinkific-job'

/** Shown for a credential that no sealing key opens. */
export const UNREADABLE_KEY = 'The stored API key can no longer be read. Enter it again.'

/** Throws UnsealError. */
export function openCredential(
  keys: string,
  { id, marketplace, sealedCredential }: IntegrationAccess,
): Promise<string> {
  return unseal(keys, `integration:${marketplace}:${id}`, sealedCredential)
}

export function openClient(apiUrl: string, { site, scheme }: IntegrationAccess, credential: string): Thinkific {
  // Resolved at each call, so that a replaced fetch is used.
  const send: typeof fetch = (input, init) => globalThis.fetch(input, init)
  return thinkificClient({ apiUrl, site, scheme, credential, fetch: send })
}
