import { and, eq, type SQL } from 'drizzle-orm'
import { drizzle } from 'drizzle-orm/d1'
import { integrations, rules } from '../db/schema'
import type { EndAccess, Rule } from '../model/rule'

/** Without the columns joined from its integration. */
export type RuleDraft = Omit<Rule, 'integrationName' | 'site'>

/** `product`: `*` for global rules. */
interface RuleFilter {
  product?: string
  integration?: string
}

/** A rule has 18 columns; a D1 statement takes 100 parameters. */
const ROWS_PER_STATEMENT = 5

/** Oldest first. */
export async function listRules(d1: D1Database, marketplace: string, filter: RuleFilter = {}): Promise<Rule[]> {
  const found = await selectRules(
    d1,
    and(
      eq(rules.marketplace, marketplace),
      filter.product === undefined ? undefined : eq(rules.product, filter.product),
      filter.integration === undefined ? undefined : eq(rules.integration, filter.integration),
    ),
  )
  return found.sort((a, b) => a.row.createdAt - b.row.createdAt).map(toRule)
}

export async function findRule(d1: D1Database, marketplace: string, id: string): Promise<Rule | null> {
  const [found] = await selectRules(d1, isRule(marketplace, id))
  return found === undefined ? null : toRule(found)
}

/** All or none. Idempotent by id, so a form sent twice adds once. */
export async function addRules(d1: D1Database, drafts: RuleDraft[]): Promise<void> {
  const db = drizzle(d1)
  const now = Date.now()
  const rows = drafts.map((draft, order) => ({ ...toRow(draft), createdAt: now + order, updatedAt: now }))
  const chunks = Array.from({ length: Math.ceil(rows.length / ROWS_PER_STATEMENT) }, (_, n) =>
    rows.slice(n * ROWS_PER_STATEMENT, (n + 1) * ROWS_PER_STATEMENT),
  )
  const [first, ...others] = chunks.map((chunk) => db.insert(rules).values(chunk).onConflictDoNothing())
  if (first !== undefined) {
    await db.batch([first, ...others])
  }
}

/** Replaces everything a person may edit. False when the rule is gone. */
export async function changeRule(d1: D1Database, draft: RuleDraft): Promise<boolean> {
  const changed = await drizzle(d1)
    .update(rules)
    .set({ ...toRow(draft), updatedAt: Date.now() })
    .where(isRule(draft.marketplace, draft.id))
    .returning({ id: rules.id })
  return changed.length > 0
}

/** False when the rule is gone. */
export async function switchRule(d1: D1Database, marketplace: string, id: string, on: boolean): Promise<boolean> {
  const switched = await drizzle(d1)
    .update(rules)
    .set({ on, updatedAt: Date.now() })
    .where(isRule(marketplace, id))
    .returning({ id: rules.id })
  return switched.length > 0
}

/** False when the rule is already gone. */
export async function deleteRule(d1: D1Database, marketplace: string, id: string): Promise<boolean> {
  const deleted = await drizzle(d1).delete(rules).where(isRule(marketplace, id)).returning({ id: rules.id })
  return deleted.length > 0
}

type JoinedRule = { row: typeof rules.$inferSelect; integrationName: string; site: string }

function selectRules(d1: D1Database, where: SQL | undefined): Promise<JoinedRule[]> {
  return drizzle(d1)
    .select({ row: rules, integrationName: integrations.name, site: integrations.site })
    .from(rules)
    .innerJoin(
      integrations,
      and(eq(integrations.id, rules.integration), eq(integrations.marketplace, rules.marketplace)),
    )
    .where(where)
}

function isRule(marketplace: string, id: string) {
  return and(eq(rules.marketplace, marketplace), eq(rules.id, id))
}

function toRule({ row, integrationName, site }: JoinedRule): Rule {
  const { id, marketplace, name, integration, action, trigger, product, on } = row
  const target = { kind: row.targetKind, id: row.targetId, name: row.targetName }
  const { accessDays, skipTest, removeAlways } = row
  const options = { accessDays, end: toEnd(row.endWhen, row.endDays), skipTest, removeAlways }
  return { id, marketplace, name, integration, integrationName, site, action, trigger, target, product, on, options }
}

function toRow(draft: RuleDraft) {
  const { id, marketplace, name, integration, action, trigger, target, product, on, options } = draft
  const { end, ...rest } = options
  return {
    ...{ id, marketplace, name, integration, action, trigger, product, on },
    ...{ targetKind: target.kind, targetId: target.id, targetName: target.name },
    ...{ ...rest, endWhen: end.when, endDays: end.when === 'at_once' ? null : end.days },
  }
}

function toEnd(when: EndAccess['when'], days: number | null): EndAccess {
  return when === 'at_once' ? { when } : { when, days: days ?? 0 }
}
