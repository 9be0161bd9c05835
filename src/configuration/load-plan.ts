/** A file beside a marketplace as it is now, with what its sites list. Nothing outside is asked. */
import { CHANNELS } from '../alerts'
import { channelParts } from '../alerts/parts'
import type { Env } from '../env'
import { KINDS } from '../integrations'
import type { CustomField, Offer } from '../integrations/catalog'
import { toConnection } from '../integrations/connection'
import { readOffers } from '../integrations/offers'
import type { ConfigurationFile } from './format'
import { nameKey } from './names'
import { type Catalogs, type Plan, planChanges } from './plan'
import { findNamed, loadSetup, type Setup } from './setup'

interface LoadedPlan {
  here: Setup
  plan: Plan
}

export async function loadPlan(env: Env, marketplace: string, file: ConfigurationFile): Promise<LoadedPlan> {
  const here = await loadSetup(env.DB, marketplace)
  return { here, plan: planChanges(file, here, await loadCatalogs(env, file, here)) }
}

async function loadCatalogs(env: Env, file: ConfigurationFile, here: Setup): Promise<Catalogs> {
  const [offers, fields] = await Promise.all([loadOffers(env, file, here), loadFields(env, file, here)])
  return {
    listed: (integration, target) => offers.get(listKey(integration, target)) ?? null,
    fields: (integration) => fields.get(nameKey(integration)) ?? null,
    channelKinds: CHANNELS.all.filter((kind) => kind.isOffered(channelParts(env))).map(({ id }) => id),
  }
}

async function loadOffers(env: Env, file: ConfigurationFile, here: Setup): Promise<Map<string, Offer[] | null>> {
  const wanted = new Map(
    file.rules.map(({ integration, action }) => {
      const { target } = KINDS.action(action)
      return [listKey(integration, target), { integration, target }] as const
    }),
  )
  const lists = [...wanted].map(async ([key, { integration, target }]) => {
    const found = findNamed(here, integration)
    return [key, found === undefined ? null : await readOffers(env, found.row, target)] as const
  })
  return new Map(await Promise.all(lists))
}

async function loadFields(env: Env, file: ConfigurationFile, here: Setup): Promise<Map<string, CustomField[] | null>> {
  const mapping = file.integrations.filter(({ mappings }) => mappings.length > 0)
  const lists = mapping.map(async ({ name }) => {
    const found = findNamed(here, name)
    const catalog = found?.kind?.catalog
    return [nameKey(name), found && catalog ? await catalog.fields(env, toConnection(found.row)) : null] as const
  })
  return new Map(await Promise.all(lists))
}

function listKey(integration: string, target: string): string {
  return JSON.stringify([nameKey(integration), target])
}
