import { type Thinkific, thinkificClient } from '../client/client'
import type { IntegrationAccess } from '../thinkific-job'

/** Shown for a credential that no sealing key opens. */
export const UNREADABLE_KEY = 'The stored API key can no longer be read. Enter it again.'

export function openClient(apiUrl: string, { site, scheme }: IntegrationAccess, credential: string): Thinkific {
  // Resolved at each call, so that a replaced fetch is used.
  const send: typeof fetch = (input, init) => globalThis.fetch(input, init)
  return thinkificClient({ apiUrl, site, scheme, credential, fetch: send })
}
