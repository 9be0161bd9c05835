import type { Env } from '../../env'
import { type AddressRules, readUrl } from './address'

export interface PostPorts {
  sealingKeys: string
  rules: AddressRules
  fetch: typeof fetch
}

/** @param host where this Worker is reached, if a request says */
export function createSender(
  { SEALING_KEYS, LOCAL, PUBLIC_URL }: Pick<Env, 'SEALING_KEYS' | 'LOCAL' | 'PUBLIC_URL'>,
  host = '',
): PostPorts {
  const named = readUrl(PUBLIC_URL ?? '')?.host ?? ''
  return {
    sealingKeys: SEALING_KEYS,
    rules: { local: LOCAL === '1', own: [host, named].filter((one) => one !== '') },
    fetch: (input, init) => globalThis.fetch(input, init),
  }
}
