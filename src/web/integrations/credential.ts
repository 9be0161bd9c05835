/** A key as typed: which scheme it belongs to, whether Thinkific takes it, and how it rests sealed. */

import type { Env } from '../../env'
import { type Integration, toAccess } from '../../integrations/store'
import { detectScheme, isSendable } from '../../integrations/thinkific/client/credential'
import { seal } from '../../secrets/sealing'

const UNSENDABLE =
  'The API Key has characters that no Thinkific key has, such as blanks. Copy it again and paste it here.'

/** The two columns a key becomes; or why it cannot be one. */
export async function sealKey(
  env: Env,
  row: { marketplace: string; id: string },
  key: string,
): Promise<{ ok: true; columns: Pick<Integration, 'scheme' | 'sealedCredential'> } | { ok: false; sentence: string }> {
  const credential = key.trim()
  if (!isSendable(credential)) {
    return { ok: false, sentence: UNSENDABLE }
  }
  const sealedCredential = await seal(env.SEALING_KEYS, `integration:${row.marketplace}:${row.id}`, credential)
  return { ok: true, columns: { scheme: detectScheme(credential), sealedCredential } }
}

/** Asks Thinkific, ahead of any burst, whether the integration gets in. Null: it does; else why not, in a sentence. */
export async function findRefusal(env: Env, integration: Integration): Promise<string | null> {
  const answer = await env.THINKIFIC_SITE.getByName(integration.site).check(toAccess(integration))
  return answer.ok ? null : answer.sentence
}

/** Has the catalog fetched in the background; pages ask for its progress. */
export async function startRefresh(env: Env, integration: Integration): Promise<void> {
  await env.THINKIFIC_SITE.getByName(integration.site).refresh(toAccess(integration))
}
