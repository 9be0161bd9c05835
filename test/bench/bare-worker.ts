/** The least a Worker can do for an event: read it, queue it, say so. What intake is measured against. */
import { Hono } from 'hono'

const worker = new Hono<{ Bindings: { EVENTS: Queue } }>()

worker.post('/hooks/:endpoint', async (c) => {
  await c.env.EVENTS.send(await c.req.json())
  return c.json({ status: 'accepted' }, 202)
})

export default worker
