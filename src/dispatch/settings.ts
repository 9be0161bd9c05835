/** What dispatch asks of D1: the rules that could fire, and the integrations and mappings their firings need. */
import { type StoredConnection, toConnection } from '../integrations/connection'
import type { Connection } from '../model/job'
import { type EndAccess, EVERY_PRODUCT, type Rule } from '../model/rule'
import type { Trigger } from '../model/trigger'
import { toJsonParameters } from './json-parameters'

export interface CandidateTrigger {
  marketplace: string
  product: string
  trigger: Trigger
  /** The event does not name the product. */
  nameless: boolean
}

export interface Settings {
  rules: Rule[]
  /** All integrations of the batch's marketplaces. */
  integrations: Connection[]
  mappings: FieldMapping[]
  /** Merchants' names for products that events leave nameless. */
  names: ProductName[]
  /** Time zones of marketplaces, by IANA name; none is UTC. */
  zones: Map<string, string>
}

export interface ProductName {
  marketplace: string
  product: string
  name: string
}

interface FieldMapping {
  integration: string
  /** The marketplace's custom field name. */
  field: string
  /** Thinkific's definition id. */
  definition: string
}

/**
 * One round trip. The query walks the index rules_match once per product and trigger, however many rules there are.
 * Candidates travel as JSON, since a statement binds at most 100 values. Fails as D1 fails.
 */
export async function loadSettings(
  db: D1Database,
  wanted: CandidateTrigger[],
  marketplaces: string[],
): Promise<Settings> {
  const look = (sql: string, list: unknown[]) => toJsonParameters(list).map((text) => db.prepare(sql).bind(text))
  const ids = [...new Set(marketplaces)]
  const statements = [
    ...[look(RULES, groupByProduct(wanted)), look(NAMES, namelessProducts(wanted))],
    ...[look(INTEGRATIONS, ids), look(MAPPINGS, ids), look(ZONES, ids)],
  ]
  const answers = await db.batch(statements.flat())
  const [rules, names, integrations, mappings, zones] = statements.map((own) =>
    answers.splice(0, own.length).flatMap(({ results }) => results),
  )
  return {
    rules: ((rules ?? []) as RuleRow[]).map(toRule),
    integrations: ((integrations ?? []) as IntegrationRow[]).map(readConnection),
    mappings: (mappings ?? []) as FieldMapping[],
    names: (names ?? []) as ProductName[],
    zones: new Map(((zones ?? []) as { id: string; zone: string }[]).map(({ id, zone }) => [id, zone])),
  }
}

/** CROSS JOIN makes SQLite keep this order: the few candidates outside, the index inside. */
export const RULES = `
  SELECT rules.*, integrations.name AS integration_name, integrations.site AS site
  FROM json_each(?1) AS wanted
  CROSS JOIN json_each(wanted.value, '$[2]') AS listened
  CROSS JOIN rules INDEXED BY rules_match
    ON rules.marketplace = wanted.value ->> 0 AND rules.product = wanted.value ->> 1 AND rules."trigger" = listened.value
  CROSS JOIN integrations ON integrations.id = rules.integration AND integrations.marketplace = rules.marketplace`

const INTEGRATIONS = `
  SELECT integrations.id, integrations.name, integrations.marketplace, integrations.kind, integrations.settings,
    integrations.site, integrations.scheme, integrations.sealed_credential AS sealedCredential,
    integrations.requests_per_minute AS requestsPerMinute, integrations.site_welcome AS siteWelcome
  FROM json_each(?1) AS wanted
  CROSS JOIN integrations ON integrations.marketplace = wanted.value AND integrations.deleting_at IS NULL`

const MAPPINGS = `
  SELECT mappings.integration, mappings.field, mappings.definition FROM json_each(?1) AS wanted
  CROSS JOIN integrations ON integrations.marketplace = wanted.value
  CROSS JOIN mappings ON mappings.integration = integrations.id`

const ZONES = `
  SELECT marketplaces.id, marketplaces.zone FROM json_each(?1) AS wanted
  CROSS JOIN marketplaces ON marketplaces.id = wanted.value WHERE marketplaces.zone IS NOT NULL`

/** A product received without a name has its id as its name. */
const NAMES = `
  SELECT products.marketplace, products.id AS product, products.name FROM json_each(?1) AS wanted
  CROSS JOIN products ON products.marketplace = wanted.value ->> 0 AND products.id = wanted.value ->> 1
  WHERE products.name <> products.id`

/** Adds "every product" beside each product; each pair once. */
function groupByProduct(wanted: CandidateTrigger[]): [string, string, Trigger[]][] {
  const each = wanted.flatMap((one) => [one, { ...one, product: EVERY_PRODUCT }])
  return [...Map.groupBy(each, productKey).values()].flatMap((same) => {
    const triggers = [...new Set(same.map(({ trigger }) => trigger))]
    return same
      .slice(0, 1)
      .map(({ marketplace, product }): [string, string, Trigger[]] => [marketplace, product, triggers])
  })
}

function namelessProducts(wanted: CandidateTrigger[]): string[][] {
  const products = new Map(wanted.filter((one) => one.nameless).map((one) => [productKey(one), one]))
  return [...products.values()].map(({ marketplace, product }) => [marketplace, product])
}

function productKey({ marketplace, product }: CandidateTrigger): string {
  return `${marketplace} ${product}`
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
  access_until: string | null
  starts_after: number | null
  starts_on: string | null
  give_back: number | null
  end_when: EndAccess['when']
  end_days: number | null
  skip_test: number
  remove_always: number
}

function toRule(row: RuleRow): Rule {
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
      accessUntil: row.access_until,
      startsAfter: row.starts_after,
      startsOn: row.starts_on,
      giveBack: row.give_back !== 0,
      end: row.end_when === 'at_once' ? { when: 'at_once' } : { when: row.end_when, days: row.end_days ?? 0 },
      skipTest: row.skip_test === 1,
      removeAlways: row.remove_always === 1,
    },
  }
}

type IntegrationRow = Omit<StoredConnection, 'siteWelcome'> & { siteWelcome: number }

function readConnection(row: IntegrationRow): Connection {
  return toConnection({ ...row, siteWelcome: row.siteWelcome === 1 })
}
