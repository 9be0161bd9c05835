/** Who asks: the bearer of a token, and never the owner of a cookie. */
import type { Context } from 'hono'
import { findBearer, noteUse, type TokenBearer } from '../accounts/api-tokens'
import type { Env } from '../env'
import { addLogFields } from '../http/request-log'
import { ApiProblem } from './contract/problem'

const REALM = { 'www-authenticate': 'Bearer realm="Enrollwire API"' }

/** @param route as the request's log line names it */
export async function authenticateToken(c: Context<{ Bindings: Env }>, route: string): Promise<TokenBearer> {
  const now = Date.now()
  const secret = /^Bearer +(\S+) *$/i.exec(c.req.header('authorization') ?? '')?.[1]
  const bearer = secret === undefined ? null : await findBearer(c.env.DB, secret, now)
  if (bearer === null) {
    const detail =
      secret === undefined
        ? 'Send “Authorization: Bearer ew_…” with a token that an admin made under Team → API tokens.'
        : 'This token is not valid: it was revoked, has expired, or its maker is no longer an admin.'
    throw new ApiProblem(401, 'token', detail, { headers: REALM })
  }
  addLogFields({ route, marketplace: bearer.marketplace.id, token: bearer.token.id })
  c.executionCtx.waitUntil(noteUse(c.env.DB, bearer.token, now).catch(() => {}))
  return bearer
}
