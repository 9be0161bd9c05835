import { type Context, Hono } from 'hono'
import * as z from 'zod'
import type { FormValues } from '../../../views/parts/form-values'
import { CopyRules } from '../../../views/products/copies'
import { copyRulesToProducts } from '../../products/copy-commands'
import { findProduct, listProducts, type Product } from '../../products/store'
import { listRules } from '../../rules/store'
import { marketplaceAddress, productAddress } from '../http/address'
import { authorOf } from '../http/author'
import type { Web } from '../http/context'
import { formId, newForm, textList, validateForm, withError } from '../http/form'
import { redirect, renderPage } from '../http/respond'

const copyForm = z.object({ id: formId, rules: textList, products: textList, every: z.string().optional() })

export const ruleCopies = new Hono<Web>()

ruleCopies.get('/products/:product/copies', (c) => show(c, newForm()))

ruleCopies.post(
  '/products/:product/copies',
  validateForm(copyForm, (c, filled) => show(c, filled, 422)),
  async (c) => {
    const form = c.req.valid('form')
    const from = c.req.param('product')
    const { id, rules } = form
    const products = form.every === undefined ? form.products : (await listOthers(c, from)).map((other) => other.id)
    const copied = await copyRulesToProducts(c.env, authorOf(c), { id, from, rules, products })
    if (!copied.ok) {
      const field = copied.reason === 'no rules' ? 'rules' : 'products'
      return show(c, withError({ id: form.id }, field, copied.sentence), 422)
    }
    const { text } = copied
    return redirect(c, productAddress(marketplaceAddress(c), from), { kind: 'done', text })
  },
)

async function listOthers(c: Context<Web>, product: string): Promise<Product[]> {
  const products = await listProducts(c.env.DB, c.var.member.marketplace.id)
  return products.filter(({ id }) => id !== product)
}

async function show(c: Context<Web>, filled: FormValues, status: 200 | 422 = 200): Promise<Response> {
  const marketplace = c.var.member.marketplace.id
  const product = await findProduct(c.env.DB, marketplace, c.req.param('product') ?? '')
  if (product === null) {
    return c.notFound()
  }
  const rules = await listRules(c.env.DB, marketplace, { product: product.id })
  const others = await listOthers(c, product.id)
  const typed = c.req.method === 'POST' ? await c.req.parseBody({ all: true }) : null
  const ticked = {
    rules: typed ? textList.parse(typed.rules) : rules.map(({ id }) => id),
    products: typed ? textList.parse(typed.products) : [],
    every: typed?.every !== undefined,
  }
  const main = (
    <CopyRules
      base={marketplaceAddress(c)}
      product={product}
      rules={rules}
      others={others}
      ticked={ticked}
      filled={filled}
    />
  )
  return renderPage(c, { title: 'Copy rules', section: 'Products', main }, status)
}
