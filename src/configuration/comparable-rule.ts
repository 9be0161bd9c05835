/** A rule as a marketplace and a file both have it. Pure. */
import { KINDS } from '../integrations'
import { unlistedName } from '../integrations/target-names'
import { NO_CHOICE, type Rule, type RuleOptions, type Target } from '../model/rule'
import type { Trigger } from '../model/trigger'
import { customName, defaultName } from '../rules/naming'
import type { RuleDraft } from '../rules/store'
import type { FileRule } from './format'
import { tidyName } from './names'
import { toFileOptions, toUsedOptions } from './rule-options'

export interface ComparableRule {
  /** The same in every marketplace that the rule was imported into; its row's id is not. */
  key: string
  name: string
  on: boolean
  product: string
  trigger: Trigger
  /** By name. */
  integration: string
  action: string
  target: Target
  options: RuleOptions
}

export function toComparableRule(rule: Rule): ComparableRule {
  const { id, marketplace, name, on, product, trigger, integrationName, action, target } = rule
  const named = { ...rule, target: { ...target, name: tidyName(target.name, unlistedName(target.kind, target.id)) } }
  return {
    key: toRuleKey(id, marketplace),
    name: tidyName(name, defaultName(named, KINDS)),
    on,
    product,
    trigger,
    integration: integrationName,
    action,
    target: named.target,
    options: toUsedOptions(rule, rule.options),
  }
}

/** The name is left out where it is the one made from the parts, and the target where there is no choice. */
export function toFileRule({ key, target, options, ...rule }: ComparableRule): FileRule {
  const { name: _, ...parts } = rule
  const name = customName({ ...rule, target }, KINDS)
  return {
    id: key,
    ...(name === '' ? {} : { name }),
    ...parts,
    ...(target.id === NO_CHOICE ? {} : { target: { id: target.id, name: target.name } }),
    options: toFileOptions(options),
  }
}

export function draftOf(
  { key: _, integration: __, ...rule }: ComparableRule,
  row: Pick<RuleDraft, 'id' | 'marketplace' | 'integration'>,
): RuleDraft {
  return { ...rule, ...row }
}

/** A row's id is unique among all marketplaces. A rule that came with a file has the file's id and its marketplace's. */
export function toRuleId(key: string, marketplace: string): string {
  return `${key}${suffixOf(marketplace)}`
}

function toRuleKey(id: string, marketplace: string): string {
  const suffix = suffixOf(marketplace)
  return id.endsWith(suffix) ? id.slice(0, -suffix.length) : id
}

function suffixOf(marketplace: string): string {
  return `.${marketplace}`
}
