import type { Env } from '../../env'
import { type Integration, toAccess } from '../../integrations/store'
import { detectScheme, isSendable } from '../../integrations/thinkific/client/credential'
import { seal } from '../../secrets/sealing'

const UNSENDABLE =
  'The API Key has characters that no Thinkific key has, such as blanks. Copy it again and paste it here.'

/** The two columns to store, or why the key is invalid. */
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

/** Asks Thinkific, ahead of any burst. Null when it accepts the credential, else a sentence. */
export async function findRefusal(env: Env, integration: Integration): Promise<string | null> {
  const answer = await env.THINKIFIC_SITE.getByName(integration.site).check(toAccess(integration))
  return answer.ok ? null : answer.sentence
}

/** Runs in the background; pages poll its progress. */
export async function startRefresh(env: Env, integration: Integration): Promise<void> {
  await env.THINKIFIC_SITE.getByName(integration.site).refresh(toAccess(integration))
}
