import { type Context, Hono } from 'hono'
import * as z from 'zod'
import type { FormValues } from '../../../views/parts/form-values'
import { NewProduct } from '../../../views/products/new'
import { addProduct } from '../../products/commands'
import { marketplaceAddress, productAddress } from '../http/address'
import { authorOf } from '../http/author'
import type { Web } from '../http/context'
import { line, newForm, validateForm, withError } from '../http/form'
import { redirect, renderPage } from '../http/respond'

const ID_CHARACTERS = 100
export const NAME_CHARACTERS = 200

const productForm = z.object({
  productId: line('The Product ID', ID_CHARACTERS),
  name: line('The Product name', NAME_CHARACTERS),
})

export const newProduct = new Hono<Web>()

newProduct.get('/products/new', (c) => show(c, newForm()))

newProduct.post(
  '/products',
  validateForm(productForm, (c, filled) => show(c, filled, 422)),
  async (c) => {
    const { productId, name } = c.req.valid('form')
    const added = await addProduct(c.env, authorOf(c), { id: productId, name })
    if (!added.ok) {
      return show(c, withError({ productId, name }, 'productId', added.sentence), 422)
    }
    const flash = { kind: 'done', text: `${name} is saved. Next: its first rule.` } as const
    return redirect(c, productAddress(marketplaceAddress(c), productId), flash)
  },
)

async function show(c: Context<Web>, filled: FormValues, status: 200 | 422 = 200): Promise<Response> {
  const main = <NewProduct base={marketplaceAddress(c)} filled={filled} />
  return renderPage(c, { title: 'New Product', section: 'Products', main }, status)
}
