import { and, eq, inArray, isNull, or, type SQL } from 'drizzle-orm'
import { drizzle } from 'drizzle-orm/d1'
import { stampOf } from '../accounts/form-stamp'
import { contains } from '../db/contains'
import { integrations, rules } from '../db/schema'
import { type EndAccess, EVERY_PRODUCT, type Rule } from '../model/rule'
import type { Trigger } from '../model/trigger'

/** Without the columns joined from its integration. */
export type RuleDraft = Omit<Rule, 'integrationName' | 'site'>

/** `product`: `*` for global rules. */
interface RuleFilter {
  product?: string
  integration?: string
}

/** Rules with the name and site of their integration, oldest first; without those of an integration being deleted. */
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

/** Rules with the text in their own name or their target's. */
export async function searchRules(d1: D1Database, marketplace: string, text: string, limit: number): Promise<Rule[]> {
  const isNamed = or(contains(rules.name, text), contains(rules.targetName, text))
  const found = await selectRules(d1, and(eq(rules.marketplace, marketplace), isNamed))
    .orderBy(rules.name)
    .limit(limit)
  return found.map(toRule)
}

/** A product's rules and global ones that listen to any of the triggers. */
export async function listListening(
  d1: D1Database,
  marketplace: string,
  product: string,
  triggers: Trigger[],
): Promise<Rule[]> {
  const isAbout = [inArray(rules.product, [product, EVERY_PRODUCT]), inArray(rules.trigger, triggers)]
  return (await selectRules(d1, and(eq(rules.marketplace, marketplace), ...isAbout))).map(toRule)
}

export async function findRule(d1: D1Database, marketplace: string, id: string): Promise<Rule | null> {
  const [found] = await selectRules(d1, isRule(marketplace, id))
  return found === undefined ? null : toRule(found)
}

type JoinedRule = { row: typeof rules.$inferSelect; integrationName: string; site: string }

function selectRules(d1: D1Database, where: SQL | undefined) {
  return drizzle(d1)
    .select({ row: rules, integrationName: integrations.name, site: integrations.site })
    .from(rules)
    .innerJoin(
      integrations,
      and(
        eq(integrations.id, rules.integration),
        eq(integrations.marketplace, rules.marketplace),
        isNull(integrations.deletingAt),
      ),
    )
    .where(where)
}

export function isRule(marketplace: string, id: string) {
  return and(eq(rules.marketplace, marketplace), eq(rules.id, id))
}

function toRule({ row, integrationName, site }: JoinedRule): Rule {
  const { id, marketplace, name, integration, action, trigger, product, on } = row
  const target = { kind: row.targetKind, id: row.targetId, name: row.targetName }
  const { accessDays, accessUntil, startsAfter, startsOn, giveBack, noticeDays, skipTest, removeAlways } = row
  const options = {
    accessDays,
    accessUntil,
    startsAfter,
    startsOn,
    giveBack,
    skipTest,
    removeAlways,
    end: toEnd(row.endWhen, row.endDays),
    ...(noticeDays === null ? {} : { noticeDays }),
    ...(row.daysAssumed ? { daysAssumed: true as const } : {}),
  }
  return { id, marketplace, name, integration, integrationName, site, action, trigger, target, product, on, options }
}

export function toRow(draft: RuleDraft) {
  const { id, marketplace, name, integration, action, trigger, target, product, on, options } = draft
  const { accessDays, accessUntil = null, startsAfter = null, startsOn = null, end, giveBack = true } = options
  const { noticeDays = null, skipTest, removeAlways, daysAssumed = false } = options
  return {
    id,
    marketplace,
    name,
    integration,
    action,
    trigger,
    product,
    on,
    targetKind: target.kind,
    targetId: target.id,
    targetName: target.name,
    accessDays,
    accessUntil,
    startsAfter,
    startsOn,
    giveBack,
    noticeDays,
    skipTest,
    removeAlways,
    daysAssumed,
    endWhen: end.when,
    endDays: end.when === 'at_once' ? null : end.days,
  }
}

/** Integrations that a rule may have. */
export function listLinkable(
  d1: D1Database,
  marketplace: string,
): Promise<{ id: string; name: string; site: string }[]> {
  return drizzle(d1)
    .select({ id: integrations.id, name: integrations.name, site: integrations.site })
    .from(integrations)
    .where(and(eq(integrations.marketplace, marketplace), isNull(integrations.deletingAt)))
}

/** Of what a person may edit; whether it is on is switched apart. */
export function stampRule(rule: RuleDraft): string {
  const { id: _, marketplace: __, on: ___, ...shown } = toRow(rule)
  return stampOf(shown)
}

function toEnd(when: EndAccess['when'], days: number | null): EndAccess {
  return when === 'at_once' ? { when } : { when, days: days ?? 0 }
}
