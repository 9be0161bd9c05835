/**
 * Whether Thinkific accepts a credential, and whether that says which site it opens. Asked outside the site's object: a
 * credential that proves nothing neither spends the site's pace nor leaves an object behind.
 */

import { UnsealError } from '../../../secrets/sealing'
import { openCredential } from '../../credentials/sealed-credential'
import type { Answer } from '../client/call'
import type { IntegrationAccess } from '../thinkific-job'
import { openClient, UNREADABLE_KEY } from './open-client'

/** `alone`: it opens other names as well, so nothing shows that the site it names is its own. */
type SiteProof = { ok: true; alone: boolean } | { ok: false; sentence: string }

const UNPROVEN =
  'Thinkific accepts this key but did not answer whether it belongs to this site. Nothing was saved; try again in a minute.'

export async function proveSite(
  { SEALING_KEYS, THINKIFIC_API_URL }: { SEALING_KEYS: string; THINKIFIC_API_URL: string },
  access: IntegrationAccess,
): Promise<SiteProof> {
  try {
    const credential = await openCredential(SEALING_KEYS, access)
    const ask = (site: string) => openClient(THINKIFIC_API_URL, { ...access, site }, credential).check()
    const answer = await ask(access.site)
    if (!answer.ok) {
      return { ok: false, sentence: answer.failure.sentence }
    }
    // Thinkific may not look at the subdomain beside a token (reference 13); no answer of its API names the site.
    const opens = readOpens(await ask(madeUpSite()))
    return opens === null ? { ok: false, sentence: UNPROVEN } : { ok: true, alone: opens === 'any' }
  } catch (error) {
    if (!(error instanceof UnsealError)) {
      throw error
    }
    return { ok: false, sentence: UNREADABLE_KEY }
  }
}

/** A name that no site has. */
export function madeUpSite(): string {
  return `enrollwire-${crypto.randomUUID()}`
}

/** What the answer under an invented name says of a credential that works; null where it says nothing. */
export function readOpens(answer: Answer<unknown>): 'its own' | 'any' | null {
  if (answer.ok) {
    return 'any'
  }
  const { class: kind } = answer.failure
  return kind === 'credentials' || kind === 'permanent' ? 'its own' : null
}
