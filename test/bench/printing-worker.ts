/** The bare Worker that also writes one line for each request: what of intake's cost is the line's alone. */
import { Hono } from 'hono'

const worker = new Hono<{ Bindings: { EVENTS: Queue } }>()

worker.post('/hooks/:endpoint', async (c) => {
  await c.env.EVENTS.send(await c.req.json())
  const line = { at: 'request', id: crypto.randomUUID(), method: 'POST', route: '/hooks/:endpoint', status: 202 }
  console.log(JSON.stringify({ ...line, endpoint: c.req.param('endpoint'), outcome: 'accepted' }))
  return c.json({ status: 'accepted' }, 202)
})

export default worker
