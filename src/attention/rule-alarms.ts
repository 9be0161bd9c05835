/** Alarms about rules that can do nothing, and about rules that are missing. */
import type { Alarm } from './alarm'

interface GoneTarget {
  name: string
  target: string
  kind: string
}

export function alarmOfGoneTarget({ name, target, kind }: GoneTarget): Alarm {
  return {
    tone: 'bad',
    title: `“${target}” is no longer in ${kind}`,
    text: `The rule “${name}” uses it and will fail.`,
    fix: 'Choose another',
  }
}

export function alarmOfGoneTargets(more: number, rules: GoneTarget[]): Alarm {
  const kinds = OR_LIST.format(new Set(rules.map(({ kind }) => kind)))
  return {
    tone: 'bad',
    title: `${more} more rules target what is no longer in ${kinds}`,
    text: 'Each has a warning in its list of rules.',
    fix: 'See rules',
  }
}

export function alarmOfUnusedProduct(name: string): Alarm {
  return {
    tone: 'wait',
    title: `No rule enrolls buyers of “${name}”`,
    text: 'It sells, and its buyers get no access. Add a rule for Product Purchased.',
    fix: 'New Rule',
  }
}

export function alarmOfUnusedProducts(more: number): Alarm {
  return {
    tone: 'wait',
    title: `No rule enrolls buyers of ${more} more products`,
    text: 'They sell, and their buyers get no access. Each product’s page has New Rule.',
    fix: 'See products',
  }
}

export function alarmOfRulesOff({
  products,
  rules,
}: {
  products: { name: string }[]
  rules: { name: string }[]
}): Alarm {
  const [product] = products
  const [rule] = rules
  const rulesAre = rules.length === 1 ? 'rule is' : 'rules are'
  const what = rules.length === 1 ? `“${rule?.name ?? ''}” is` : `All ${rules.length} rules that enroll are`
  return {
    tone: 'wait',
    title:
      products.length === 1
        ? `“${product?.name ?? ''}” sells, but its ${rulesAre} off`
        : `${products.length} products sell, but their ${rulesAre} off`,
    text: `${what} switched off, so buyers get no access. Switched on, it offers to enroll those who bought while it was off.`,
    fix: rules.length === 1 ? 'Switch on' : 'See rules',
  }
}

export function alarmOfMoreRulesOff(more: number): Alarm {
  return {
    tone: 'wait',
    title: `${more} more rules that enroll are off, and their products sell`,
    text: 'Their buyers get no access. The list of products says which.',
    fix: 'See products',
  }
}

export function alarmOfMissingRules(products: { name: string; why: string }[]): Alarm {
  const [first, ...others] = products
  const single = first !== undefined && others.length === 0
  const names = products.slice(0, NAMED).map(({ name }) => shorten(name))
  const rest = products.length > NAMED ? [`${products.length - NAMED} more`] : []
  return {
    tone: 'wait',
    title: single ? `“${first.name}” lacks a recommended rule` : `${products.length} products lack a recommended rule`,
    text: single
      ? first.why
      : `${LIST.format([...names, ...rest])}. Each one’s page says which, and adds it in one click.`,
    fix: single ? 'See product' : 'See products',
  }
}

export function alarmOfMissingGlobalRule(why: string): Alarm {
  return { tone: 'wait', title: 'Global Rules lack a recommended rule', text: why, fix: 'See rules' }
}

const NAMED = 3
const NAME_CHARACTERS = 40
const LIST = new Intl.ListFormat('en', { type: 'conjunction' })
const OR_LIST = new Intl.ListFormat('en', { type: 'disjunction' })

function shorten(name: string): string {
  const characters = [...name]
  return characters.length <= NAME_CHARACTERS ? name : `${characters.slice(0, NAME_CHARACTERS).join('').trimEnd()}…`
}
