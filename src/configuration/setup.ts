/** What a marketplace has configured, as rows. */
import { findTimeZone } from '../accounts/time-zone'
import { type Channel, listChannels } from '../alerts/store'
import { findMarketplaceEndpoint, listChosenWords } from '../intake/store'
import { KINDS } from '../integrations'
import { toConnection } from '../integrations/connection'
import type { IntegrationKind } from '../integrations/kind'
import { listMappings, type Mapping } from '../integrations/mappings'
import { type Integration, listIntegrations } from '../integrations/store'
import { DELINQUENT_AT } from '../model/event'
import type { Rule } from '../model/rule'
import { listProducts, type Product } from '../products/store'
import { listRules } from '../rules/store'
import type { FileSettings } from './format'
import { toFileSettings } from './integration-settings'
import { nameKey } from './names'

export interface SetupIntegration {
  row: Integration
  /** Null for a kind that this version lacks. */
  kind: IntegrationKind | null
  /** As the kind has them; null where they cannot be read. */
  stored: object | null
  settings: FileSettings
  mappings: Mapping[]
}

export interface Setup {
  marketplace: string
  zone: string
  /** Null without a webhook endpoint. */
  delinquentAfter: number | null
  integrations: SetupIntegration[]
  products: Product[]
  rules: Rule[]
  words: Awaited<ReturnType<typeof listChosenWords>>
  channels: Channel[]
}

export async function loadSetup(d1: D1Database, marketplace: string): Promise<Setup> {
  const [zone, endpoint, integrations, products, rules, words, channels] = await Promise.all([
    findTimeZone(d1, marketplace),
    findMarketplaceEndpoint(d1, marketplace),
    listIntegrations(d1, marketplace),
    listProducts(d1, marketplace),
    listRules(d1, marketplace),
    listChosenWords(d1, marketplace),
    listChannels(d1, marketplace),
  ])
  const mappings = await Promise.all(integrations.map(({ id }) => listMappings(d1, marketplace, id)))
  return {
    marketplace,
    zone,
    delinquentAfter: endpoint && (endpoint.delinquentAt ?? DELINQUENT_AT),
    integrations: integrations.map((row, n) => withSettings(row, mappings[n] ?? [])),
    products,
    rules,
    words,
    channels,
  }
}

export function findNamed(here: Setup, name: string): SetupIntegration | undefined {
  return here.integrations.find(({ row }) => nameKey(row.name) === nameKey(name))
}

function withSettings(row: Integration, mappings: Mapping[]): SetupIntegration {
  const kind = KINDS.find(row.kind)
  const stored = toConnection(row).settings
  return { row, kind, stored, settings: kind === null || stored === null ? {} : toFileSettings(kind, stored), mappings }
}
