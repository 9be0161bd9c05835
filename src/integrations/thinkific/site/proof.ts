/**
 * Whether Thinkific accepts a credential, and whether that says which site it opens. Asked outside the site's object: a
 * credential that proves nothing neither spends the site's pace nor leaves an object behind.
 */
import { UnsealError } from '../../../secrets/sealing'
import type { Failure } from '../client/failure'
import type { IntegrationAccess } from '../thinkific-job'
import { openClient, openCredential } from './open-client'
import { UNREADABLE_KEY } from './site-integrations'

/** `alone`: it opens other names as well, so nothing shows that the site it names is its own. */
type Proof = { ok: true; alone: boolean } | { ok: false; sentence: string }

const UNPROVEN =
  'Thinkific accepts this key but did not answer whether it belongs to this site. Nothing was saved; try again in a minute.'

export async function proveSite(
  { SEALING_KEYS, THINKIFIC_API_URL }: { SEALING_KEYS: string; THINKIFIC_API_URL: string },
  access: IntegrationAccess,
): Promise<Proof> {
  try {
    const credential = await openCredential(SEALING_KEYS, access)
    const ask = (site: string) => openClient(THINKIFIC_API_URL, { ...access, site }, credential).check()
    const answer = await ask(access.site)
    if (!answer.ok) {
      return { ok: false, sentence: answer.failure.sentence }
    }
    // Thinkific may not look at the subdomain beside a token (reference 13); no answer of its API names the site.
    const elsewhere = await ask(`enrollwire-${crypto.randomUUID()}`)
    if (elsewhere.ok) {
      return { ok: true, alone: true }
    }
    return isRefusal(elsewhere.failure) ? { ok: true, alone: false } : { ok: false, sentence: UNPROVEN }
  } catch (error) {
    if (!(error instanceof UnsealError)) {
      throw error
    }
    return { ok: false, sentence: UNREADABLE_KEY }
  }
}

function isRefusal({ class: kind }: Failure): boolean {
  return kind === 'credentials' || kind === 'permanent'
}
