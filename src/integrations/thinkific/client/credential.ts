/** The two credentials a merchant may hold and the headers each one wants. */

export type Scheme = 'api_key' | 'access_token'

/** Thinkific's legacy API keys have 32 characters; whatever is longer is an access token (as WooNinja's client decides). */
const API_KEY_LENGTH = 32

/** Which scheme a pasted credential belongs to. Surrounding blanks do not count. */
export function detectScheme(credential: string): Scheme {
  return credential.trim().length > API_KEY_LENGTH ? 'access_token' : 'api_key'
}

/**
 * Headers that authenticate a call for a site. An access token is documented without the subdomain, but sites are told
 * apart by it wherever both are accepted, so it always goes along.
 */
export function credentialHeaders(site: string, scheme: Scheme, credential: string): Record<string, string> {
  return scheme === 'access_token'
    ? { authorization: `Bearer ${credential}`, 'x-auth-subdomain': site }
    : { 'x-auth-api-key': credential, 'x-auth-subdomain': site }
}

/** Whether it can travel in a header at all; a pasted line break or emoji would make fetch throw. */
export function isSendable(credential: string): boolean {
  return /^[\x21-\x7e]{1,4096}$/.test(credential)
}
