import { Hono } from 'hono'
import { API_PATH } from './api.ts'
import { controlOf } from './control.ts'
import { simulatorPage } from './page.ts'
import { receiverOf } from './receiver.ts'
import type { Simulator } from './simulator.ts'

/** A simulator with everything around it: the API, `/simulator` to steer it, a page for people at `/`, and a receiver of posts. */
export function appOf(simulator: Simulator): Hono {
  const app = new Hono()
  app.get('/', (c) => c.html(simulatorPage(simulator)))
  app.route(
    '/receiver',
    receiverOf(() => simulator.world.now()),
  )
  app.route('/simulator', controlOf(simulator))
  app.all(`${API_PATH}/*`, (c) => simulator.fetch(c.req.raw))
  app.onError((error) => {
    throw error
  })
  return app
}
