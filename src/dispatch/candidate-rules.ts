/** Reads the rules that could fire: the query every event waits for. */
import { type EndAccess, EVERY_PRODUCT, type Rule } from '../model/rule'
import type { Trigger } from '../model/trigger'
import type { CandidateTrigger } from './candidate-triggers'

/**
 * Walks the index rules_match once per product and trigger, however many rules there are. CROSS JOIN makes SQLite keep
 * this order: the few candidates outside, the index inside.
 */
export const RULES = `
  SELECT rules.*, integrations.name AS integration_name, integrations.site AS site
  FROM json_each(?1) AS wanted
  CROSS JOIN json_each(wanted.value, '$[2]') AS listened
  CROSS JOIN rules INDEXED BY rules_match
    ON rules.marketplace = wanted.value ->> 0 AND rules.product = wanted.value ->> 1 AND rules."trigger" = listened.value
  CROSS JOIN integrations ON integrations.id = rules.integration AND integrations.marketplace = rules.marketplace`

/** Adds "every product" beside each product; each pair once. */
export function groupByProduct(wanted: CandidateTrigger[]): [string, string, Trigger[]][] {
  const each = wanted.flatMap((one) => [one, { ...one, product: EVERY_PRODUCT }])
  return [...Map.groupBy(each, productKey).values()].flatMap((same) => {
    const triggers = [...new Set(same.flatMap(({ trigger }) => trigger ?? []))]
    return same
      .slice(0, 1)
      .map(({ marketplace, product }): [string, string, Trigger[]] => [marketplace, product, triggers])
  })
}

export function productKey({ marketplace, product }: CandidateTrigger): string {
  return `${marketplace} ${product}`
}

export interface RuleRow {
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
  notice_days: number | null
  skip_test: number
  remove_always: number
}

export function toCandidate(row: RuleRow): Rule {
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
      ...(row.notice_days === null ? {} : { noticeDays: row.notice_days }),
      skipTest: row.skip_test === 1,
      removeAlways: row.remove_always === 1,
    },
  }
}
