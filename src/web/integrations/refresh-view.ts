import type { RefreshView } from '../../../views/integrations/refresh-state'
import type { Env } from '../../env'
import { KINDS } from '../../integrations'
import { toConnection } from '../../integrations/connection'
import type { Integration } from '../../integrations/store'

/** Null where the kind has no catalog. */
export async function loadRefreshView(env: Env, integration: Integration): Promise<RefreshView | null> {
  const kind = KINDS.find(integration.kind)
  const state = await kind?.catalog?.state(env, toConnection(integration))
  return state ? { integration: integration.id, name: integration.name, title: kind?.title ?? '', ...state } : null
}
