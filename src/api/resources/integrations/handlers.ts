import { KINDS } from '../../../integrations'
import { refreshCatalog } from '../../../integrations/commands'
import { addressOf, toConnection } from '../../../integrations/connection'
import { readOffers } from '../../../integrations/offers'
import { findIntegration, type Integration, listIntegrations } from '../../../integrations/store'
import type { ApiCall, Handlers } from '../../contract/call'
import { pageById } from '../../contract/listing'
import { orNotFound, orRefuse } from '../../contract/problem'
import { toTime } from '../../contract/values'
import type { IntegrationAnswers } from './description'
import type { INTEGRATIONS } from './operations'

export const integrationHandlers: Handlers<typeof INTEGRATIONS, IntegrationAnswers> = {
  listIntegrations: async (call, { query }) => {
    const all = await listIntegrations(call.env.DB, call.marketplace.id)
    return pageById(call, 'listIntegrations', query, all, toItem)
  },
  getIntegration: async (call, { params }) => {
    const found = await find(call, params.integration)
    return { ...toItem(found), catalog: await readCatalogState(call, found) }
  },
  listTargets: async (call, { params, query }) => {
    const found = await find(call, params.integration)
    const wanted = (query.search ?? '').trim().toLowerCase()
    const kinds = KINDS.find(found.kind)?.targets ?? []
    const lists = await Promise.all(
      kinds.map(async ({ id: kind }) =>
        ((await readOffers(call.env, found, kind)) ?? []).map((offer) => ({ ...offer, kind, target: offer.id })),
      ),
    )
    const all = lists
      .flat()
      .filter(({ target, name }) => [target, name].some((text) => text.toLowerCase().includes(wanted)))
      .map((one) => ({ ...one, id: `${one.kind} ${one.target}` }))
    // A cursor of one integration's catalog is none of another's.
    return pageById(
      call,
      `listTargets ${found.id}`,
      query,
      all,
      ({ kind, target: id, name, status, private: hidden }) => ({ kind, id, name, status, private: hidden }),
    )
  },
  refreshCatalog: async (call, { params }) => {
    orRefuse(await refreshCatalog(call.env, call.author, params.integration))
    return { catalog: await readCatalogState(call, await find(call, params.integration)) }
  },
}

function find({ env, marketplace }: ApiCall, id: string): Promise<Integration> {
  return orNotFound('integration', findIntegration(env.DB, marketplace.id, id))
}

/** Null for a kind without one. */
async function readCatalogState({ env }: ApiCall, integration: Integration) {
  const state = await KINDS.find(integration.kind)?.catalog?.state(env, toConnection(integration))
  if (state === undefined) {
    return null
  }
  const { counts, fetchedAt, running, failed } = state
  return { counts: counts ?? [], fetched_at: toTime(fetchedAt), refreshing: running !== null, problem: failed }
}

function toItem(integration: Integration) {
  const { id, name, kind, problem, createdAt } = integration
  const actions = (KINDS.find(kind)?.actions ?? []).map((action) => ({ id: action.id, label: action.label }))
  return { id, name, kind, address: addressOf(integration), problem, actions, created_at: toTime(createdAt) }
}
