import { type Context, Hono } from 'hono'
import * as z from 'zod'
import type { FormValues } from '../../../views/parts/form-values'
import { ProductDetails } from '../../../views/products/details'
import { ProductPage } from '../../../views/products/show'
import { Recommendations } from '../../../views/rules/recommendations'
import { stampOf } from '../../accounts/form-stamp'
import { listMissing } from '../../attention/missing-rules'
import { KINDS } from '../../integrations'
import { EVERY_PRODUCT } from '../../model/rule'
import { renameProduct } from '../../products/commands'
import { findProduct } from '../../products/store'
import { isCreateRuleMissing, listOpenersOff } from '../../rules/recommend'
import { listRules } from '../../rules/store'
import { marketplaceAddress, productAddress } from '../http/address'
import { authorOf } from '../http/author'
import type { Web } from '../http/context'
import { line, madeFrom, newForm, validateForm, withError, withMadeFrom } from '../http/form'
import { showGone } from '../http/gone'
import { redirect, renderPage } from '../http/respond'
import { nameOwnKinds } from '../integrations/kind-names'
import { listOtherMarketplaces } from '../rules/marketplace-copies'
import { toRecommendationsView } from '../rules/recommendations-view'
import { loadRuleContext } from '../rules/rule-context'
import { toRuleLine } from '../rules/rule-line'
import { NAME_CHARACTERS } from './new'

const detailsForm = z.object({ name: line('The Product name', NAME_CHARACTERS), madeFrom })

export const showProduct = new Hono<Web>()

showProduct.get('/products/:product', (c) => redirect(c, productAddress(marketplaceAddress(c), c.req.param('product'))))

showProduct.get('/products/:product/integrations', async (c) => {
  const base = marketplaceAddress(c)
  const product = await findProduct(c.env.DB, c.var.member.marketplace.id, c.req.param('product'))
  if (product === null) {
    return c.notFound()
  }
  const [rules, others, kinds] = await Promise.all([
    listRules(c.env.DB, c.var.member.marketplace.id),
    listOtherMarketplaces(c),
    nameOwnKinds(c),
  ])
  const own = rules.filter((rule) => rule.product === product.id)
  const global = rules.filter((rule) => rule.product === EVERY_PRODUCT)
  const facts = await loadRuleContext(c, own)
  const bought = facts.seen.products.some(({ id }) => id === product.id)
  const missing = listMissing(rules, product.id, facts.seen).map((one) => toRecommendationsView(one, base, product.id))
  const main = (
    <ProductPage
      base={base}
      product={product}
      rules={own.map((rule) => toRuleLine(rule, facts))}
      global={global.length}
      kinds={kinds}
      severalMarketplaces={others.length > 0}
      isOff={listOpenersOff(bought, [...own, ...global], KINDS).length > 0}
      lacksCreate={isCreateRuleMissing(bought, [...own, ...global], KINDS)}
      beside={<Recommendations base={base} product={product.id} formId={crypto.randomUUID()} rules={missing} />}
    />
  )
  return renderPage(c, { title: product.name, section: 'Products', main })
})

showProduct.get('/products/:product/details', (c) => details(c, null))

showProduct.post(
  '/products/:product/details',
  validateForm(detailsForm, (c, filled) => details(c, filled)),
  async (c) => {
    const typed = c.req.valid('form')
    const { name } = typed
    const product = c.req.param('product')
    const renamed = await renameProduct(c.env, authorOf(c), product, name, typed.madeFrom)
    if (!renamed.ok) {
      return renamed.reason === 'gone'
        ? showGone(c, renamed.sentence)
        : details(c, withError({ name }, '', renamed.sentence))
    }
    return redirect(c, productAddress(marketplaceAddress(c), product), { kind: 'done', text: `${name} is saved.` })
  },
)

async function details(c: Context<Web>, refused: FormValues | null): Promise<Response> {
  const product = await findProduct(c.env.DB, c.var.member.marketplace.id, c.req.param('product') ?? '')
  if (product === null) {
    return c.notFound()
  }
  const filled = withMadeFrom(refused ?? newForm({ name: product.name }), stampOf(product.name))
  const main = <ProductDetails base={marketplaceAddress(c)} product={product} filled={filled} />
  return renderPage(c, { title: product.name, section: 'Products', main }, refused === null ? 200 : 422)
}
