/** What a batch needs of D1: the rules that could fire (candidate-rules.ts), and the integrations, mappings, names and time zones for them. */
import { type StoredConnection, toConnection } from '../integrations/connection'
import type { Connection } from '../model/connection'
import type { Rule } from '../model/rule'
import { groupByProduct, productKey, RULES, type RuleRow, toCandidate } from './candidate-rules'
import type { CandidateTrigger } from './candidate-triggers'
import { toJsonParameters } from './json-parameters'

export interface BatchSettings {
  rules: Rule[]
  /** All integrations of the batch's marketplaces. */
  integrations: Connection[]
  mappings: FieldMapping[]
  /** Merchants' names for products that events leave nameless. */
  names: ProductName[]
  /** Time zones of marketplaces, by IANA name; none is UTC. */
  zones: Map<string, string>
  /** Marketplaces with rules on what becomes of access. */
  listening: Set<string>
}

export interface ProductName {
  marketplace: string
  product: string
  name: string
}

interface FieldMapping {
  integration: string
  field: string
  definition: string
}

/**
 * One round trip. Candidates travel as JSON, since a statement binds at most 100 values. Fails as D1 fails.
 */
export async function loadSettings(
  db: D1Database,
  wanted: CandidateTrigger[],
  marketplaces: string[],
): Promise<BatchSettings> {
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
  const rows = (integrations ?? []) as ConnectionRow[]
  return {
    rules: ((rules ?? []) as RuleRow[]).map(toCandidate),
    integrations: rows.map(readConnection),
    listening: new Set(rows.flatMap(({ listens, marketplace }) => (listens === 1 ? [marketplace] : []))),
    mappings: (mappings ?? []) as FieldMapping[],
    names: (names ?? []) as ProductName[],
    zones: new Map(((zones ?? []) as { id: string; zone: string }[]).map(({ id, zone }) => [id, zone])),
  }
}

/** `listens`: one probe of an index that holds rules on access alone. */
export const INTEGRATIONS = `
  SELECT integrations.id, integrations.name, integrations.marketplace, integrations.kind, integrations.settings,
    integrations.site, integrations.scheme, integrations.sealed_credential AS sealedCredential,
    integrations.requests_per_minute AS requestsPerMinute, integrations.site_welcome AS siteWelcome,
    EXISTS (
      SELECT 1 FROM rules INDEXED BY rules_access
      WHERE rules.integration = integrations.id AND rules."trigger" >= 'access.' AND rules."trigger" < 'access/'
    ) AS listens
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

function namelessProducts(wanted: CandidateTrigger[]): string[][] {
  const products = new Map(wanted.filter((one) => one.nameless).map((one) => [productKey(one), one]))
  return [...products.values()].map(({ marketplace, product }) => [marketplace, product])
}

type ConnectionRow = Omit<StoredConnection, 'siteWelcome'> & { siteWelcome: number; listens: number }

function readConnection({ listens: _, ...row }: ConnectionRow): Connection {
  return toConnection({ ...row, siteWelcome: row.siteWelcome === 1 })
}
