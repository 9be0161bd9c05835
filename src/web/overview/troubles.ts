/** Reads what may need attention: integrations, rules against catalogs, products against rules. */
import type { Context } from 'hono'
import { KINDS } from '../../integrations'
import type { Integration } from '../../integrations/store'
import type { Sightings } from '../../journal/queries'
import { EVERY_PRODUCT, type Rule } from '../../model/rule'
import type { Product } from '../../products/store'
import { isCreateRuleMissing } from '../../rules/recommend'
import { loadConcerns, toConcernView } from '../customers/concern-view'
import { toSites } from '../customers/sites'
import type { Web } from '../http/context'
import { listMissing } from '../rules/recommendations-view'
import { loadListed } from '../rules/rule-context'
import { isGone } from '../rules/targets'
import type { Troubles } from './attention'

interface MarketplaceContents {
  integrations: Integration[]
  products: Product[]
  rules: Rule[]
  seen: Sightings
}

const SHOWN_CONCERNS = 3

export async function findTroubles(
  c: Context<Web>,
  { integrations, products, rules, seen }: MarketplaceContents,
): Promise<Troubles> {
  const [listed, concerns] = await Promise.all([
    loadListed(c.env, integrations, rules),
    loadConcerns(c, toSites(c.env, integrations)),
  ])
  const gone = rules.filter((rule) => rule.on && isGone(rule.target, listed(rule)))
  return {
    integrations: integrations.map(({ id, name, problem }) => ({ id, name, problem })),
    goneTargets: gone.map(({ id, name, target, action }) => ({
      id,
      name,
      target: target.name,
      kind: KINDS.findByAction(action)?.title ?? '',
    })),
    ...findProductTroubles(products, rules, seen),
    concerns: concerns.map(({ newest, ...group }) => ({
      ...group,
      newest: newest.slice(0, SHOWN_CONCERNS).map((one) => toConcernView(c, one)),
    })),
  }
}

/** One pass over the rules, however many products there are. */
function findProductTroubles(
  products: Product[],
  rules: Rule[],
  seen: Sightings,
): Pick<Troubles, 'withoutCreate' | 'unended'> {
  const byProduct = Map.groupBy(rules, (rule) => rule.product)
  const global = byProduct.get(EVERY_PRODUCT) ?? []
  const bought = new Set(seen.products.map(({ id }) => id))
  const ruled = products.map((product) => ({ product, own: byProduct.get(product.id) ?? [] }))
  return {
    withoutCreate: ruled
      .filter(({ product, own }) => isCreateRuleMissing(bought.has(product.id), [...own, ...global], KINDS))
      .map(({ product }) => product),
    unended: [...ruled, { product: { id: EVERY_PRODUCT, name: 'Global Rules' }, own: global }].flatMap(
      ({ product, own }) => {
        const [first] = own.length === 0 ? [] : listMissing([...own, ...global], product.id, seen)
        return first ? [{ id: product.id, name: product.name, why: first.why }] : []
      },
    ),
  }
}
