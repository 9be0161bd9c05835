/** A credential as typed: how it rests sealed, whether the other side takes it; and what follows once it does. */

import type { Env } from '../../env'
import { KINDS } from '../../integrations'
import { toConnection } from '../../integrations/connection'
import type { Integration } from '../../integrations/store'
import { seal } from '../../secrets/sealing'

/** Bound to its row. */
export function sealSecret(env: Env, row: { marketplace: string; id: string }, secret: string): Promise<string> {
  return seal(env.SEALING_KEYS, `integration:${row.marketplace}:${row.id}`, secret)
}

/** Asks the other side whether the integration gets in. Null: it does; else why not, in a sentence. */
export async function findRefusal(env: Env, integration: Integration): Promise<string | null> {
  return KINDS.get(integration.kind).check(env, toConnection(integration))
}

/** Has the catalog fetched in the background, where the kind has one; pages ask for its progress. */
export async function startRefresh(env: Env, integration: Integration): Promise<void> {
  await KINDS.find(integration.kind)?.catalog?.refresh(env, toConnection(integration))
}
