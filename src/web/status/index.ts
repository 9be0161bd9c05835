/** For an operator's monitor. 200 when every part answered, else 503. */
import { Hono } from 'hono'
import type { Env } from '../../env'
import { hasBearer } from '../../http/bearer-token'
import { buildReport, type Report } from './report'

type Status = { Bindings: Env }

export const status = new Hono<Status>().get('/status', async (c) => {
  c.header('cache-control', 'no-store')
  // Without a token there is no status page.
  if (!(await hasBearer(c.req.header('authorization'), c.env.STATUS_TOKEN))) {
    c.header('www-authenticate', 'Bearer')
    return c.json({ error: 'Send the STATUS_TOKEN: Authorization: Bearer <token>.' }, 401)
  }
  const found: Report = await buildReport(c.env, Date.now())
  return c.json(found, found.status === 'broken' ? 503 : 200)
})
