/** For an operator's monitor. 200 when every part answered, else 503. */
import { Hono } from 'hono'
import type { Env } from '../../env'
import { isSameText } from '../../http/same-text'
import { buildReport, type Report } from './report'

type Status = { Bindings: Env }

/** Shorter ones are no secret; without a token there is no status page. */
const SHORTEST_TOKEN = 16

export const status = new Hono<Status>().get('/status', async (c) => {
  c.header('cache-control', 'no-store')
  if (!(await allowed(c.req.header('authorization'), c.env.STATUS_TOKEN))) {
    c.header('www-authenticate', 'Bearer')
    return c.json({ error: 'Send the STATUS_TOKEN: Authorization: Bearer <token>.' }, 401)
  }
  const found: Report = await buildReport(c.env, Date.now())
  return c.json(found, found.status === 'broken' ? 503 : 200)
})

async function allowed(header: string | undefined, token: string | undefined): Promise<boolean> {
  if (token === undefined || token.length < SHORTEST_TOKEN) {
    return false
  }
  const given = /^Bearer (\S+)$/i.exec(header ?? '')?.[1]
  return given !== undefined && (await isSameText(given, token))
}
