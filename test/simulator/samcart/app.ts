import { Hono } from 'hono'
import { SAMCART_PATH, type SamCart } from './samcart.ts'
import type { Sale } from './shop.ts'

/**
 * A simulated SamCart as another process reaches it: its API, and what its owner does.
 *
 *     POST   /sales      a Sale of shop.ts, with `daysAgo` for its time; answers { order }
 *     POST   /products   { id, name }
 *     PUT    /key        { key }: the API takes this one alone from now on
 */
export function samcartOf(samcart: SamCart): Hono {
  const app = new Hono()
  app.all(`${SAMCART_PATH}/*`, (c) => samcart.fetch(c.req.raw))
  app.post('/sales', async (c) => {
    const { daysAgo, ...sale } = await c.req.json<Omit<Sale, 'at'> & { daysAgo: number }>()
    const { id } = samcart.shop.sell({ ...sale, at: Date.now() - daysAgo * 86_400_000 })
    return c.json({ order: id }, 201)
  })
  app.post('/products', async (c) => {
    const { id, name } = await c.req.json<{ id: number; name: string }>()
    samcart.shop.addProduct(id, name)
    return c.body(null, 204)
  })
  app.put('/key', async (c) => {
    const { key } = await c.req.json<{ key: string }>()
    samcart.apiKey = key
    return c.body(null, 204)
  })
  return app
}
