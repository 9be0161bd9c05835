/** Global Rules: the rules for every product; and a filter over all rules, grouped by product. */
import { Hono } from 'hono'
import { FoundRules, GlobalRules } from '../../../views/rules/global'
import { Recommended } from '../../../views/rules/recommended'
import { EVERY_PRODUCT, type Rule } from '../../model/rule'
import { listProducts } from '../../products/store'
import { listRules } from '../../rules/store'
import { baseOf, productAddress } from '../http/address'
import type { Web } from '../http/context'
import { page } from '../http/respond'
import { factsFor } from './facts'
import { lineOf, matches } from './line'
import { otherMarketplaces } from './marketplace-copies'
import { missingAmong, recommendedView } from './recommended-view'

/** With more rules of products than this, each product is one line: a longer list is neither read nor light. */
const RULES_AT_A_GLANCE = 60

export const globalRules = new Hono<Web>()

globalRules.get('/rules', async (c) => {
  const base = baseOf(c)
  const query = (c.req.query('q') ?? '').slice(0, 200)
  const [products, rules, others] = await Promise.all([
    listProducts(c.env.DB, c.var.member.marketplace.id),
    listRules(c.env.DB, c.var.member.marketplace.id),
    otherMarketplaces(c),
  ])
  const facts = await factsFor(c, rules)
  const byProduct = Map.groupBy(rules, (rule) => rule.product)
  const found = (product: string, name: string) =>
    (byProduct.get(product) ?? []).map((rule) => lineOf(rule, facts)).filter((line) => matches(line, name, query))
  const groups = named(products, rules)
    .map(({ id, name }) => ({ product: id, name, href: productAddress(base, id), rules: found(id, name) }))
    .filter((group) => group.rules.length > 0)
  const global = found(EVERY_PRODUCT, 'every product')
  const ofProducts = groups.reduce((sum, group) => sum + group.rules.length, 0)
  const shown = {
    ...{ base, query, global, groups, total: rules.length, found: global.length + ofProducts },
    folded: ofProducts > RULES_AT_A_GLANCE,
  }
  const missing = missingAmong(rules, EVERY_PRODUCT, facts.seen).map(recommendedView)
  const beside = <Recommended base={base} product={EVERY_PRODUCT} formId={crypto.randomUUID()} rules={missing} />
  const main = <GlobalRules {...shown} beside={beside} severalMarketplaces={others.length > 0} />
  return page(c, { title: 'Global Rules', section: 'Integrations', main, fragment: <FoundRules {...shown} /> })
})

/** Products by name; a rule of a product nobody knows by name stands under its id. */
function named(products: { id: string; name: string }[], rules: Rule[]): { id: string; name: string }[] {
  const known = new Set([EVERY_PRODUCT, ...products.map((product) => product.id)])
  const strangers = new Set(rules.map((rule) => rule.product).filter((id) => !known.has(id)))
  return [...products, ...[...strangers].map((id) => ({ id, name: `Product ${id}` }))]
}
