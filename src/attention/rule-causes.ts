/** Causes about rules that can do nothing, and about rules that are missing or off. */
import { EVERY_PRODUCT } from '../model/rule'
import { type Cause, toCause } from './alarm'
import type { AttentionFacts } from './causes'
import {
  alarmOfGoneTarget,
  alarmOfGoneTargets,
  alarmOfMissingGlobalRule,
  alarmOfMissingRules,
  alarmOfMoreRulesOff,
  alarmOfRulesOff,
  alarmOfUnusedProduct,
  alarmOfUnusedProducts,
} from './rule-alarms'

/** @param each how many are listed before the rest share a line */
export function listGoneTargets(goneTargets: AttentionFacts['goneTargets'], each: number): Cause[] {
  return summarize(
    goneTargets,
    (one) => toCause('rules', `target ${one.id}`, alarmOfGoneTarget(one), `/rules/${encodeURIComponent(one.id)}`),
    each,
    (more) => toCause('rules', 'targets', alarmOfGoneTargets(more, goneTargets), '/rules', { count: more }),
  )
}

export function listProductCauses(
  { withoutCreate, rulesOff, unended }: Pick<AttentionFacts, 'withoutCreate' | 'rulesOff' | 'unended'>,
  each: number,
): Cause[] {
  return [
    ...summarize(
      withoutCreate,
      (one) => toCause('rules', `product ${one.id}`, alarmOfUnusedProduct(one.name), newRuleAddress(one.id)),
      each,
      (more) => toCause('rules', 'products', alarmOfUnusedProducts(more), '/products', { count: more }),
    ),
    ...summarize(rulesOff, causeOfRulesOff, each, (more) =>
      toCause('rules', 'off', alarmOfMoreRulesOff(more), '/products', { count: more }),
    ),
    ...listMissing(unended),
  ]
}

/** Rules for every product belong to no product, and have a page of their own. */
function listMissing(unended: AttentionFacts['unended']): Cause[] {
  const products = unended.filter(({ id }) => id !== EVERY_PRODUCT)
  const global = unended.find(({ id }) => id === EVERY_PRODUCT)
  const [first, ...others] = products
  const link = first && others.length === 0 ? `/products/${encodeURIComponent(first.id)}/integrations` : '/products'
  return [
    ...(products.length === 0
      ? []
      : [toCause('recommended rules', '', alarmOfMissingRules(products), link, { count: products.length })]),
    ...(global === undefined
      ? []
      : [toCause('recommended rules', 'global', alarmOfMissingGlobalRule(global.why), '/rules')]),
  ]
}

function causeOfRulesOff(group: AttentionFacts['rulesOff'][number]): Cause {
  const [rule, ...others] = group.rules
  const [product] = group.products
  const of = `off ${group.rules.map(({ id }) => id).join(' ')}`
  const count = group.products.length
  if (rule === undefined || others.length > 0) {
    const isOne = count === 1 && product !== undefined
    const link = isOne ? `/products/${encodeURIComponent(product.id)}/integrations` : '/products'
    return toCause('rules', of, alarmOfRulesOff(group), link, { count })
  }
  const link = `/rules/${encodeURIComponent(rule.id)}`
  const post = { to: `${link}/activation`, values: { on: 'yes' } }
  return toCause('rules', of, alarmOfRulesOff(group), link, { count, post })
}

function newRuleAddress(product: string): string {
  return `/rules/new?product=${encodeURIComponent(product)}`
}

function summarize<One>(all: One[], say: (one: One) => Cause, most: number, sum: (more: number) => Cause): Cause[] {
  return all.length <= most ? all.map(say) : [...all.slice(0, most - 1).map(say), sum(all.length - most + 1)]
}
