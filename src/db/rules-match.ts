/** What dispatch asks of D1: the rules that could fire, and the integrations and mappings their firings need. */
import type { IntegrationAccess } from '../enrollment/job'
import { type EndAccess, EVERY_PRODUCT, type Rule } from '../rules/rule'
import type { Trigger } from '../rules/triggers'

/** A trigger of a marketplace's product that rules may listen for. */
export interface Wanted {
  marketplace: string
  product: string
  trigger: Trigger
  /** The event does not say what the product is called. */
  nameless: boolean
}

/** Everything configured that one batch needs. */
export interface Settings {
  rules: Rule[]
  /** All integrations of the batch's marketplaces. */
  integrations: IntegrationAccess[]
  mappings: FieldMapping[]
  /** What merchants call the products whose events do not say. */
  names: ProductName[]
}

export interface ProductName {
  marketplace: string
  product: string
  name: string
}

export interface FieldMapping {
  integration: string
  /** The marketplace's custom field name. */
  field: string
  /** Thinkific's definition id. */
  definition: string
}

/**
 * Rules, integrations, mappings and names in one round trip. The look-up walks the index rules_match once for each wanted
 * triple, whatever the number of rules; the triples travel as one JSON parameter, since a statement binds 100 at most.
 * Fails as D1 fails.
 */
export async function settingsFor(db: D1Database, wanted: Wanted[], marketplaces: string[]): Promise<Settings> {
  const ids = JSON.stringify([...new Set(marketplaces)])
  const [rules, integrations, mappings, names] = await db.batch([
    db.prepare(RULES).bind(JSON.stringify(triples(wanted))),
    db.prepare(INTEGRATIONS).bind(ids),
    db.prepare(MAPPINGS).bind(ids),
    db.prepare(NAMES).bind(JSON.stringify(nameless(wanted))),
  ])
  return {
    rules: ((rules?.results ?? []) as RuleRow[]).map(ruleOf),
    integrations: ((integrations?.results ?? []) as IntegrationRow[]).map(accessOf),
    mappings: (mappings?.results ?? []) as FieldMapping[],
    names: (names?.results ?? []) as ProductName[],
  }
}

/** CROSS JOIN keeps SQLite to this order: the few wanted triples outside, the index inside. */
export const RULES = `
  SELECT rules.*, integrations.name AS integration_name, integrations.site AS site
  FROM json_each(?1) AS wanted
  CROSS JOIN rules INDEXED BY rules_match
    ON rules.marketplace = wanted.value ->> 0 AND rules.product = wanted.value ->> 1 AND rules."trigger" = wanted.value ->> 2
  CROSS JOIN integrations ON integrations.id = rules.integration AND integrations.marketplace = rules.marketplace`

const INTEGRATIONS = `
  SELECT integrations.id, integrations.name, integrations.marketplace, integrations.site, integrations.scheme,
    integrations.sealed_credential AS sealedCredential, integrations.requests_per_minute AS requestsPerMinute,
    integrations.site_welcome AS siteWelcome
  FROM json_each(?1) AS wanted
  CROSS JOIN integrations ON integrations.marketplace = wanted.value`

const MAPPINGS = `
  SELECT mappings.integration, mappings.field, mappings.definition FROM json_each(?1) AS wanted
  CROSS JOIN integrations ON integrations.marketplace = wanted.value
  CROSS JOIN mappings ON mappings.integration = integrations.id`

/** A product that came without a name bears its id as one. */
const NAMES = `
  SELECT products.marketplace, products.id AS product, products.name FROM json_each(?1) AS wanted
  CROSS JOIN products ON products.marketplace = wanted.value ->> 0 AND products.id = wanted.value ->> 1
  WHERE products.name <> products.id`

/** Each wanted product and, beside it, every product; none twice. */
function triples(wanted: Wanted[]): string[][] {
  const all = wanted.flatMap(({ marketplace, product, trigger }) => [
    [marketplace, product, trigger],
    [marketplace, EVERY_PRODUCT, trigger],
  ])
  return distinct(all)
}

function nameless(wanted: Wanted[]): string[][] {
  return distinct(wanted.filter((one) => one.nameless).map(({ marketplace, product }) => [marketplace, product]))
}

function distinct(lists: string[][]): string[][] {
  return [...new Map(lists.map((list) => [JSON.stringify(list), list])).values()]
}

interface RuleRow {
  id: string
  marketplace: string
  name: string
  integration: string
  integration_name: string
  site: string
  action: Rule['action']
  trigger: Trigger
  target_kind: Rule['target']['kind']
  target_id: string
  target_name: string
  product: string
  on: number
  access_days: number | null
  end_when: EndAccess['when']
  end_days: number | null
  skip_test: number
  remove_always: number
}

function ruleOf(row: RuleRow): Rule {
  return {
    id: row.id,
    marketplace: row.marketplace,
    name: row.name,
    integration: row.integration,
    integrationName: row.integration_name,
    site: row.site,
    action: row.action,
    trigger: row.trigger,
    target: { kind: row.target_kind, id: row.target_id, name: row.target_name },
    product: row.product,
    on: row.on === 1,
    options: {
      accessDays: row.access_days,
      end: row.end_when === 'at_once' ? { when: 'at_once' } : { when: row.end_when, days: row.end_days ?? 0 },
      skipTest: row.skip_test === 1,
      removeAlways: row.remove_always === 1,
    },
  }
}

type IntegrationRow = Omit<IntegrationAccess, 'siteWelcome'> & { siteWelcome: number }

function accessOf(row: IntegrationRow): IntegrationAccess {
  return { ...row, siteWelcome: row.siteWelcome === 1 }
}
