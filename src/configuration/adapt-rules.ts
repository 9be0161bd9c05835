/** A file's rules as this marketplace would have them: matched with its own, and with its own site's courses. Pure. */
import { idFrom, SHORT_ID } from '../accounts/ids'
import { KINDS } from '../integrations'
import type { Offer } from '../integrations/catalog'
import { unlistedName } from '../integrations/target-names'
import { EVERY_PRODUCT, NO_CHOICE, type Target } from '../model/rule'
import { defaultName } from '../rules/naming'
import { type ComparableRule, toComparableRule } from './comparable-rule'
import type { ConfigurationFile, FileRule } from './format'
import { isSameName, nameKey, tidyName } from './names'
import { fromFileOptions } from './rule-options'
import { findNamed, type Setup } from './setup'
import { isElsewhere } from './site'

export interface AdaptedRule {
  wanted: ComparableRule
  /** The marketplace's own; undefined for a new one. */
  own: ComparableRule | undefined
  note?: string
}

export interface AdaptedRules {
  rules: AdaptedRule[]
  /** Why a rule cannot be here, in sentences. */
  leftOut: string[]
  /** The marketplace's rules that the file lacks. */
  others: ComparableRule[]
}

/** What an integration that is here lists; null where that is not known. */
export type OfferReader = (integration: string, targetKind: string) => Offer[] | null

export function adaptRules(file: ConfigurationFile, here: Setup, listed: OfferReader): AdaptedRules {
  const own = here.rules.map(toComparableRule)
  const free = new Map(own.map((rule) => [rule.key, rule]))
  const take = (rule: ComparableRule | undefined) => {
    if (rule !== undefined) {
      free.delete(rule.key)
    }
    return rule
  }
  const refused = file.rules.map((rule) => refuseRule(rule, file, here))
  const byId = file.rules.map((rule, n) =>
    refused[n] === null && rule.id !== undefined ? take(free.get(rule.id)) : undefined,
  )
  const taken = new Set(own.map(({ key }) => key))
  const rules = file.rules.flatMap((rule, n): AdaptedRule[] => {
    if (refused[n] !== null) {
      return []
    }
    const integration = findNamed(here, rule.integration)?.row.name ?? nameInFile(file, rule.integration)
    const before = byId[n]
    const chosen = chooseTarget(rule, before, file, here, listed)
    const parts = { ...rule, integration, target: chosen.target }
    const alike = before ?? take([...free.values()].find((one) => partsOf(one) === partsOf(parts)))
    const key = alike?.key ?? newKey(parts, taken)
    taken.add(key)
    const stays = chosen.isUnknown && alike !== undefined
    const isNamedHere = rule.target?.name === undefined && alike?.target.id === chosen.target.id
    const target = alike !== undefined && (stays || isNamedHere) ? alike.target : chosen.target
    const name = rule.name ?? defaultName({ ...rule, target }, KINDS)
    const on = stays ? alike.on : rule.on && !chosen.isUnknown
    const { product, trigger, action } = rule
    const options = fromFileOptions(rule, rule.options)
    const wanted = { key, name, on, product, trigger, integration, action, target, options }
    return [{ wanted, own: alike, ...(chosen.isUnknown && !stays ? { note: noteUnknown(rule, integration) } : {}) }]
  })
  return { rules, leftOut: refused.filter((sentence) => sentence !== null), others: [...free.values()] }
}

function refuseRule(rule: FileRule, file: ConfigurationFile, here: Setup): string | null {
  const which = describeRule(rule)
  const kind = KINDS.findByAction(rule.action)
  const found = findNamed(here, rule.integration)
  const isInFile = file.integrations.some(({ name }) => nameKey(name) === nameKey(rule.integration))
  if (found === undefined && !isInFile) {
    return `${which} needs an integration named “${rule.integration}”, which is neither here nor in the file.`
  }
  if (found !== undefined && found.row.kind !== kind?.id) {
    return `${which} is for ${kind?.title ?? 'another kind'}, and “${rule.integration}” here is not.`
  }
  const isKnown = [...file.products, ...here.products].some(({ id }) => id === rule.product)
  return rule.product === EVERY_PRODUCT || isKnown
    ? null
    : `${which} is for product ${rule.product}, which is neither here nor in the file.`
}

function describeRule(rule: Pick<FileRule, 'name' | 'trigger' | 'action' | 'target'>): string {
  const { only = '', target: kind } = KINDS.action(rule.action)
  const target = {
    kind,
    id: rule.target?.id ?? '',
    name: rule.target?.name ?? (only || unlistedName(kind, rule.target?.id ?? '')),
  }
  return `The rule “${rule.name ?? defaultName({ ...rule, target }, KINDS)}”`
}

/** `isUnknown`: the file's is on another site, and nothing here has its name. */
function chooseTarget(
  rule: FileRule,
  before: ComparableRule | undefined,
  file: ConfigurationFile,
  here: Setup,
  listed: OfferReader,
): { target: Target; isUnknown: boolean } {
  const { only, target: kind } = KINDS.action(rule.action)
  const { target: written } = rule
  if (only !== undefined || written === undefined) {
    return { target: { kind, id: NO_CHOICE, name: only ?? '' }, isUnknown: false }
  }
  const offers = listed(rule.integration, kind)
  if (isElsewhere(file, here, rule.integration)) {
    const alike = (offers ?? []).filter(({ name }) => isSameName(tidyName(name, ''), written.name ?? ''))
    const [one, another] = alike
    const isFound = one !== undefined && another === undefined
    return isFound
      ? { target: { kind, id: one.id, name: one.name }, isUnknown: false }
      : { target: { kind, id: written.id, name: written.name ?? unlistedName(kind, written.id) }, isUnknown: true }
  }
  // People who change the id in the text often leave the name.
  const isLeft = before !== undefined && before.target.id !== written.id && before.target.name === written.name
  const known = offers?.find(({ id }) => id === written.id)?.name ?? unlistedName(kind, written.id)
  return { target: { kind, id: written.id, name: (isLeft ? undefined : written.name) ?? known }, isUnknown: false }
}

function noteUnknown({ target }: FileRule, integration: string): string {
  const name = target?.name === undefined ? target?.id : `“${target.name}”`
  return `Added switched off: ${integration} here is another site, and lists nothing that is named ${name}. Choose its own on the rule’s page.`
}

type RuleParts = Pick<ComparableRule, 'integration' | 'product' | 'trigger' | 'action'> & { target: Pick<Target, 'id'> }

function partsOf({ integration, product, trigger, action, target }: RuleParts): string {
  return JSON.stringify([nameKey(integration), product, trigger, action, target.id])
}

/** The file's own id, or one made of the rule's parts: the same file gives it again. */
function newKey(rule: RuleParts & Pick<FileRule, 'id'>, taken: Set<string>): string {
  if (rule.id !== undefined && !taken.has(rule.id)) {
    return rule.id
  }
  for (let n = 0; ; n += 1) {
    const key = idFrom(`${partsOf(rule)} ${n}`, SHORT_ID)
    if (!taken.has(key)) {
      return key
    }
  }
}

function nameInFile(file: ConfigurationFile, name: string): string {
  return file.integrations.find((one) => nameKey(one.name) === nameKey(name))?.name ?? name
}
