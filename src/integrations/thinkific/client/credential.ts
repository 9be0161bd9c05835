export type Scheme = 'api_key' | 'access_token'

/** Legacy API keys have 32 characters; anything longer is an access token (WooNinja's client decides the same way). */
const API_KEY_LENGTH = 32

/** Ignores surrounding whitespace. */
export function detectScheme(credential: string): Scheme {
  return credential.trim().length > API_KEY_LENGTH ? 'access_token' : 'api_key'
}

/** Documented without the subdomain for access tokens, but sites that accept both are identified by it. */
export function credentialHeaders(site: string, scheme: Scheme, credential: string): Record<string, string> {
  return scheme === 'access_token'
    ? { authorization: `Bearer ${credential}`, 'x-auth-subdomain': site }
    : { 'x-auth-api-key': credential, 'x-auth-subdomain': site }
}

/** A pasted line break or emoji in a header would make fetch throw. */
export function isSendable(credential: string): boolean {
  return /^[\x21-\x7e]{1,4096}$/.test(credential)
}
