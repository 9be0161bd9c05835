/** `/.well-known/security.txt` (RFC 9116): whom to tell of a weakness. */
import type { Env } from '../env'

const YEAR_MS = 365 * 86_400_000

/** Null where no contact is set, or it is neither a mailto: nor an https: address. `now` in epoch ms. */
export function writeSecurityTxt(env: Pick<Env, 'SECURITY_CONTACT' | 'PUBLIC_URL'>, now: number): string | null {
  const contact = env.SECURITY_CONTACT ?? ''
  if (!/^(mailto:\S+@\S+|https:\/\/\S+)$/.test(contact)) {
    return null
  }
  // By the day, so that the same day's answer is the same.
  const expires = new Date(now + YEAR_MS).toISOString().slice(0, 10)
  const canonical = env.PUBLIC_URL ? `Canonical: ${env.PUBLIC_URL}/.well-known/security.txt\n` : ''
  return `Contact: ${contact}\nExpires: ${expires}T00:00:00Z\nPreferred-Languages: en\n${canonical}`
}
