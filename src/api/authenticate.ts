/** Who asks: the bearer of a token, and never the owner of a cookie. */
import { findBearer, type TokenBearer } from '../accounts/api-tokens'
import type { Env } from '../env'
import { ApiProblem } from './contract/problem'

const REALM = { 'www-authenticate': 'Bearer realm="Enrollwire API"' }

/** @param authorization the header */
export async function authenticateBearer(
  { DB }: Env,
  authorization: string | undefined,
  now: number,
): Promise<TokenBearer> {
  const secret = /^Bearer +(\S+) *$/i.exec(authorization ?? '')?.[1]
  const bearer = secret === undefined ? null : await findBearer(DB, secret, now)
  if (bearer === null) {
    const detail =
      secret === undefined
        ? 'Send “Authorization: Bearer ew_…” with a token that an admin made under Team → API tokens.'
        : 'This token is not valid: it was revoked, has expired, or its maker is no longer an admin.'
    throw new ApiProblem(401, 'token', detail, { headers: REALM })
  }
  return bearer
}
