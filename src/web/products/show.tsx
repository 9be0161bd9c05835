/** A product's page: its Integrations tab, its details. */
import { type Context, Hono } from 'hono'
import { z } from 'zod'
import type { Filled } from '../../../views/parts/form-values'
import { ProductDetails } from '../../../views/products/details'
import { ProductPage } from '../../../views/products/show'
import { Recommended } from '../../../views/rules/recommended'
import { EVERY_PRODUCT } from '../../model/rule'
import { findProduct, renameProduct } from '../../products/store'
import { isCreateRuleMissing } from '../../rules/recommend'
import { listRules } from '../../rules/store'
import { baseOf, productAddress } from '../http/address'
import type { Web } from '../http/context'
import { form, fresh, line } from '../http/form'
import { page, seeOther } from '../http/respond'
import { factsFor } from '../rules/facts'
import { lineOf } from '../rules/line'
import { otherMarketplaces } from '../rules/marketplace-copies'
import { missingAmong, recommendedView } from '../rules/recommended-view'
import { NAME_CHARACTERS } from './new'

const detailsForm = z.object({ name: line('The Product name', NAME_CHARACTERS) })

export const showProduct = new Hono<Web>()

showProduct.get('/products/:product', (c) => seeOther(c, productAddress(baseOf(c), c.req.param('product'))))

showProduct.get('/products/:product/integrations', async (c) => {
  const base = baseOf(c)
  const product = await findProduct(c.env.DB, c.var.member.marketplace.id, c.req.param('product'))
  if (product === null) return c.notFound()
  const [rules, others] = await Promise.all([listRules(c.env.DB, c.var.member.marketplace.id), otherMarketplaces(c)])
  const own = rules.filter((rule) => rule.product === product.id)
  const global = rules.filter((rule) => rule.product === EVERY_PRODUCT)
  const facts = await factsFor(c, own)
  const bought = facts.seen.products.some(({ id }) => id === product.id)
  const missing = missingAmong(rules, product.id, facts.seen).map(recommendedView)
  const main = (
    <ProductPage
      base={base}
      product={product}
      rules={own.map((rule) => lineOf(rule, facts))}
      global={global.length}
      severalMarketplaces={others.length > 0}
      lacksCreate={isCreateRuleMissing(bought, [...own, ...global])}
      beside={<Recommended base={base} product={product.id} formId={crypto.randomUUID()} rules={missing} />}
    />
  )
  return page(c, { title: product.name, section: 'Products', main })
})

showProduct.get('/products/:product/details', (c) => details(c, null))

showProduct.post(
  '/products/:product/details',
  form(detailsForm, (c, filled) => details(c, filled)),
  async (c) => {
    const { name } = c.req.valid('form')
    const product = c.req.param('product')
    if (!(await renameProduct(c.env.DB, c.var.member.marketplace.id, product, name))) return c.notFound()
    return seeOther(c, productAddress(baseOf(c), product), { kind: 'done', text: `${name} is saved.` })
  },
)

async function details(c: Context<Web>, refused: Filled | null): Promise<Response> {
  const product = await findProduct(c.env.DB, c.var.member.marketplace.id, c.req.param('product') ?? '')
  if (product === null) return c.notFound()
  const filled = refused ?? fresh({ name: product.name })
  const main = <ProductDetails base={baseOf(c)} product={product} filled={filled} />
  return page(c, { title: product.name, section: 'Products', main }, refused === null ? 200 : 422)
}
