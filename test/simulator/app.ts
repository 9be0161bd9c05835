import { Hono } from 'hono'
import { API_PATH } from './api.ts'
import { controlOf } from './control.ts'
import { simulatorPage } from './page.ts'
import { receiverOf } from './receiver.ts'
import { samcartOf } from './samcart/app.ts'
import type { SamCart } from './samcart/samcart.ts'
import type { Simulator } from './simulator.ts'

/** A simulator with everything around it: the API, `/simulator` to steer it, a page for people at `/`, a receiver of posts, and a store. */
export function appOf(simulator: Simulator, samcart?: SamCart): Hono {
  const app = new Hono()
  app.get('/', (c) => c.html(simulatorPage(simulator)))
  app.route(
    '/receiver',
    receiverOf(() => simulator.world.now()),
  )
  app.route('/simulator', controlOf(simulator))
  app.all(`${API_PATH}/*`, (c) => simulator.fetch(c.req.raw))
  if (samcart !== undefined) {
    app.route('/samcart', samcartOf(samcart))
  }
  app.onError((error) => {
    throw error
  })
  return app
}
