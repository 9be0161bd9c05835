import { Hono } from 'hono'
import { FoundRules, GlobalRules } from '../../../views/rules/global'
import { Recommendations } from '../../../views/rules/recommendations'
import { listMissing } from '../../attention/missing-rules'
import { EVERY_PRODUCT, type Rule } from '../../model/rule'
import { listProducts } from '../../products/store'
import { listRules } from '../../rules/store'
import { marketplaceAddress, productAddress } from '../http/address'
import type { Web } from '../http/context'
import { renderPage } from '../http/respond'
import { listOtherMarketplaces } from './marketplace-copies'
import { toRecommendationsView } from './recommendations-view'
import { loadRuleContext } from './rule-context'
import { isLineMatch, toRuleLine } from './rule-line'

/** With more product rules than this, each product becomes one line. */
const RULES_AT_A_GLANCE = 60

export const globalRules = new Hono<Web>()

globalRules.get('/rules', async (c) => {
  const base = marketplaceAddress(c)
  const query = (c.req.query('q') ?? '').slice(0, 200)
  const [products, rules, others] = await Promise.all([
    listProducts(c.env.DB, c.var.member.marketplace.id),
    listRules(c.env.DB, c.var.member.marketplace.id),
    listOtherMarketplaces(c),
  ])
  const facts = await loadRuleContext(c, rules)
  const byProduct = Map.groupBy(rules, (rule) => rule.product)
  const found = (product: string, name: string) =>
    (byProduct.get(product) ?? [])
      .map((rule) => toRuleLine(rule, facts))
      .filter((line) => isLineMatch(line, name, query))
  const groups = nameGroups(products, rules)
    .map(({ id, name }) => ({ product: id, name, href: productAddress(base, id), rules: found(id, name) }))
    .filter((group) => group.rules.length > 0)
  const global = found(EVERY_PRODUCT, 'every product')
  const ofProducts = groups.reduce((sum, group) => sum + group.rules.length, 0)
  const shown = {
    base,
    query,
    global,
    groups,
    total: rules.length,
    found: global.length + ofProducts,
    folded: ofProducts > RULES_AT_A_GLANCE,
  }
  const missing = listMissing(rules, EVERY_PRODUCT, facts.seen).map((one) =>
    toRecommendationsView(one, base, EVERY_PRODUCT),
  )
  const beside = <Recommendations base={base} product={EVERY_PRODUCT} formId={crypto.randomUUID()} rules={missing} />
  const main = <GlobalRules {...shown} beside={beside} severalMarketplaces={others.length > 0} />
  return renderPage(c, { title: 'Global Rules', section: 'Integrations', main, fragment: <FoundRules {...shown} /> })
})

/** Sorted by name; a product without a known name uses its id. */
function nameGroups(products: { id: string; name: string }[], rules: Rule[]): { id: string; name: string }[] {
  const known = new Set([EVERY_PRODUCT, ...products.map((product) => product.id)])
  const strangers = new Set(rules.map((rule) => rule.product).filter((id) => !known.has(id)))
  return [...products, ...[...strangers].map((id) => ({ id, name: `Product ${id}` }))]
}
