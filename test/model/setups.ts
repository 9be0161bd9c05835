/** Random merchants, one or two on the same site: what their rules say about a few products, courses and overlapping bundles. */
import fc from 'fast-check'
import { isCreateAction, type Target } from '../../src/integrations/thinkific/actions'
import { type EndAccess, EVERY_PRODUCT, type Rule } from '../../src/model/rule'
import { ENDING_TRIGGERS, type Trigger } from '../../src/model/trigger'
import type { Bundles } from './model'

export const MARKETPLACES = ['m1', 'm2'] as const
export type Marketplace = (typeof MARKETPLACES)[number]
export const SITE = 'academy'
export const PRODUCTS = ['p1', 'p2', 'p3', 'p4'] as const
export const COURSES = ['101', '102', '103', '104'] as const
export const BUNDLES: Bundles = { '201': ['101', '102'], '202': ['102', '103'] }

const TARGETS: Target[] = [
  ...COURSES.map((id): Target => ({ kind: 'course', id, name: `Course ${id}` })),
  ...Object.keys(BUNDLES).map((id): Target => ({ kind: 'bundle', id, name: `Bundle ${id}` })),
]
const RESTORING: Trigger[] = ['subscription.charged', 'subscription.recovered', 'subscription.restarted']
const OPENING: Trigger[] = ['product.purchased', ...RESTORING]
const AT_ONCE: EndAccess = { when: 'at_once' }
const SUDDEN: readonly Trigger[] = ['subscription.charge_failed', 'subscription.delinquent', 'subscription.canceled']

/** What a merchant wants of one product: who comes in when, who goes out when, and whom a purchase replaces. */
export interface Setup {
  /** The second merchant's, where there are two. */
  second: boolean
  product: string
  target: Target
  opensOn: Trigger[]
  endsOn: Trigger[]
  accessDays: number | null
  end: EndAccess
  removeAlways: boolean
  removes: Target | null
  skipTest: boolean
}

const target = fc.constantFrom(...TARGETS)
const end: fc.Arbitrary<EndAccess> = fc.oneof(
  { arbitrary: fc.constant(AT_ONCE), weight: 4 },
  { arbitrary: fc.constant<EndAccess>({ when: 'later', days: 7 }), weight: 1 },
  { arbitrary: fc.constant<EndAccess>({ when: 'paid', days: 30 }), weight: 2 },
)

export const setups: fc.Arbitrary<Setup[]> = fc.array(
  fc.record({
    second: fc.boolean(),
    product: fc.constantFrom(...PRODUCTS, ...PRODUCTS, EVERY_PRODUCT),
    target,
    opensOn: fc.oneof(
      { arbitrary: fc.subarray(RESTORING).map((some): Trigger[] => ['product.purchased', ...some]), weight: 4 },
      { arbitrary: fc.constant(OPENING), weight: 1 },
      { arbitrary: fc.subarray(RESTORING), weight: 1 },
    ),
    endsOn: fc.subarray([...ENDING_TRIGGERS]),
    accessDays: fc.constantFrom(null, null, null, 10, 45),
    end,
    removeAlways: fc.constantFrom(false, false, false, false, true),
    removes: fc.oneof({ arbitrary: fc.constant(null), weight: 4 }, { arbitrary: target, weight: 1 }),
    skipTest: fc.boolean(),
  }),
  { minLength: 1, maxLength: 4 },
)

/**
 * The rules of some setups, none of which contradicts another about the same event and target.
 * @param shuffled events come in any order: an ending that may be told twice then has no date of its own to count from,
 * and a recovery may belong to either of two payments, so such rules get no options that depend on it
 * @param two merchants share the site: whether one may put out the other's customers is not said, so nobody removes
 */
export function buildRules(wanted: Setup[], shuffled: boolean, two: boolean): Rule[] {
  const rules: Rule[] = []
  for (const setup of wanted) {
    const marketplace = marketplaceOf(setup, two)
    const own = two ? { ...setup, removeAlways: false, removes: null } : setup
    for (const rule of rulesOf(own, shuffled)) {
      add(rules, { ...rule, marketplace, integration: `of ${marketplace}` })
    }
  }
  return rules.map((rule, index) => ({ ...rule, id: `r${index + 1}`, name: `Rule ${index + 1}` }))
}

/** Whose setup or purchase it is. */
export function marketplaceOf({ second }: { second: boolean }, two: boolean): Marketplace {
  return two && second ? 'm2' : 'm1'
}

function rulesOf(setup: Setup, shuffled: boolean): Rule[] {
  const { product, target, opensOn, endsOn, accessDays, end, removeAlways, removes, skipTest } = setup
  const plain = { accessDays: null, end: AT_ONCE, removeAlways: false, skipTest }
  const opening = opensOn.filter(
    (trigger) => !shuffled || trigger !== 'subscription.recovered' || opensOn.includes('subscription.charged'),
  )
  // An order no rule acts on is not remembered (it may be anybody's in the shop), so that its days cannot be counted.
  const isSudden = end.when !== 'paid' || opening.includes('product.purchased')
  return [
    ...opening.map((trigger) => rule('create', trigger, product, target, { ...plain, accessDays })),
    ...endsOn.map((trigger) => {
      const options =
        shuffled && SUDDEN.includes(trigger) ? plain : { ...plain, end: isSudden ? end : AT_ONCE, removeAlways }
      return rule('expire', trigger, product, target, options)
    }),
    ...(removes === null ? [] : [rule('expire', 'product.purchased', product, removes, plain)]),
  ]
}

function rule(verb: string, trigger: Trigger, product: string, target: Target, options: Rule['options']): Rule {
  const action = `${verb}_${target.kind}` as string
  return {
    ...{ id: '', name: '', marketplace: '', integration: '', integrationName: 'Academy', site: SITE },
    ...{ action, trigger, target, product, on: true, options },
  }
}

/** Two rules may ask the same thing twice; what they may not is to ask two things at once. */
function add(rules: Rule[], rule: Rule): void {
  const rivals = rules.filter(
    (one) =>
      one.marketplace === rule.marketplace &&
      one.trigger === rule.trigger &&
      one.target.id === rule.target.id &&
      isCreateAction(one.action) === isCreateAction(rule.action) &&
      (one.product === rule.product || one.product === EVERY_PRODUCT || rule.product === EVERY_PRODUCT),
  )
  if (rivals.every((one) => JSON.stringify(one.options) === JSON.stringify(rule.options))) {
    rules.push(rule)
  }
}
