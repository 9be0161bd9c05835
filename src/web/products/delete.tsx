import { Hono } from 'hono'
import { DeleteProduct } from '../../../views/products/delete'
import { deleteProduct } from '../../products/commands'
import { findProduct } from '../../products/store'
import { listRules } from '../../rules/store'
import { marketplaceAddress } from '../http/address'
import { authorOf } from '../http/author'
import type { Web } from '../http/context'
import { showGone } from '../http/gone'
import { redirect, renderPage } from '../http/respond'

export const deleteProductPage = new Hono<Web>()

deleteProductPage.get('/products/:product/delete', async (c) => {
  const marketplace = c.var.member.marketplace.id
  const product = await findProduct(c.env.DB, marketplace, c.req.param('product'))
  if (product === null) {
    return c.notFound()
  }
  const rules = await listRules(c.env.DB, marketplace, { product: product.id })
  const main = <DeleteProduct base={marketplaceAddress(c)} product={product} rules={rules.length} />
  return renderPage(c, { title: `Delete ${product.name}`, section: 'Products', main })
})

deleteProductPage.post('/products/:product/deletions', async (c) => {
  const deleted = await deleteProduct(c.env, authorOf(c), c.req.param('product'))
  if (!deleted.ok) {
    return showGone(c, deleted.sentence)
  }
  const { name, left } = deleted
  const text = left ? `${name} is being deleted; its rules are off.` : `${name} is deleted.`
  return redirect(c, `${marketplaceAddress(c)}/products`, { kind: 'done', text })
})
