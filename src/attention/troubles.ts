/** What may need attention about rules and products. Pure. */
import { KINDS } from '../integrations'
import type { Offer } from '../integrations/catalog'
import { isGone } from '../integrations/target-names'
import type { Sightings } from '../journal/queries'
import { EVERY_PRODUCT, type Rule } from '../model/rule'
import { isCreateRuleMissing, listOpenersOff } from '../rules/recommend'
import type { AttentionFacts } from './causes'
import { listMissing } from './missing-rules'

type TroubledProduct = AttentionFacts['withoutCreate'][number]

export function findGoneTargets(rules: Rule[], listed: (rule: Rule) => Offer[] | null): AttentionFacts['goneTargets'] {
  const gone = rules.filter((rule) => rule.on && isGone(rule.target, listed(rule)))
  return gone.map(({ id, name, target, action }) => ({
    id,
    name,
    target: target.name,
    kind: KINDS.findByAction(action)?.title ?? '',
  }))
}

/** One pass over the rules, however many products there are. */
export function findProductTroubles(
  products: TroubledProduct[],
  rules: Rule[],
  seen: Sightings,
): Pick<AttentionFacts, 'withoutCreate' | 'rulesOff' | 'unended'> {
  const byProduct = Map.groupBy(rules, (rule) => rule.product)
  const global = byProduct.get(EVERY_PRODUCT) ?? []
  const bought = new Set(seen.products.map(({ id }) => id))
  const ruled = products.map((product) => ({ product, own: byProduct.get(product.id) ?? [] }))
  return {
    withoutCreate: ruled
      .filter(({ product, own }) => isCreateRuleMissing(bought.has(product.id), [...own, ...global], KINDS))
      .map(({ product }) => product),
    rulesOff: groupRulesOff(
      ruled.map(({ product, own }) => ({
        product,
        rules: listOpenersOff(bought.has(product.id), [...own, ...global], KINDS),
      })),
    ),
    unended: [...ruled, { product: { id: EVERY_PRODUCT, name: 'Global Rules' }, own: global }].flatMap(
      ({ product, own }) => {
        const [first] = own.length === 0 ? [] : listMissing([...own, ...global], product.id, seen)
        return first ? [{ id: product.id, name: product.name, why: first.why }] : []
      },
    ),
  }
}

/** Products that the same rules would enroll for have one cause. */
function groupRulesOff(found: { product: TroubledProduct; rules: Rule[] }[]): AttentionFacts['rulesOff'] {
  const off = found.filter(({ rules }) => rules.length > 0)
  return [...Map.groupBy(off, ({ rules }) => rules.map(({ id }) => id).join(' ')).values()].map((alike) => ({
    products: alike.map(({ product }) => product),
    rules: (alike[0]?.rules ?? []).map(({ id, name }) => ({ id, name })),
  }))
}
