/** Before a request is run: its token's limit, and whether its Idempotency-Key was used before. Both are its journal's. */
import { createHash } from 'node:crypto'
import type { TokenBearer } from '../accounts/api-tokens'
import type { Env } from '../env'
import type { ApiAdmission, KeptAnswer, KeyedRequest } from '../journal/api-requests/admission'
import { REQUESTS_PER_WINDOW, WINDOW_S } from '../journal/api-requests/request-counter'
import { ApiProblem } from './contract/problem'

const KEY_CHARACTERS = 200
const RETRY_S = '5'

/** What the answer says of the limit, whatever it is (draft-ietf-httpapi-ratelimit-headers-10). */
type LimitHeaders = Record<string, string>

interface AdmittedRequest {
  headers: LimitHeaders
  /** The first answer to the same request; null where it is to be run. */
  answer: KeptAnswer | null
}

/** Null where no key is sent. @param asked all that makes one request another */
export function readKey(header: string | undefined, tokenId: string, asked: unknown[]): KeyedRequest | null {
  if (header === undefined) {
    return null
  }
  if (header === '' || header.length > KEY_CHARACTERS) {
    throw new ApiProblem(422, 'idempotency key', `An Idempotency-Key has 1 to ${KEY_CHARACTERS} characters.`)
  }
  return { key: digest([tokenId, header]), digest: digest(asked) }
}

/** Throws a problem for a request that is not to be run; `headers` go with it. */
export async function admit(
  env: Env,
  { token, marketplace }: TokenBearer,
  keyed: KeyedRequest | null,
): Promise<AdmittedRequest> {
  const admission = await ask(env, marketplace.id, { token: token.id, keyed })
  if (admission === null) {
    return { headers: {}, answer: null }
  }
  const { left, resetS } = admission
  const headers = {
    'ratelimit-policy': `"token";q=${REQUESTS_PER_WINDOW};w=${WINDOW_S}`,
    ratelimit: `"token";r=${Math.max(left, 0)};t=${resetS}`,
  }
  if (left < 0) {
    const detail = `A token makes ${REQUESTS_PER_WINDOW} requests a minute. Try again in ${resetS} seconds.`
    throw new ApiProblem(429, 'rate', detail, { headers: { ...headers, 'retry-after': String(resetS) } })
  }
  return { headers, answer: readAnswer(admission, headers) }
}

/** Without its journal a request is not counted, but no key is taken: its answer could not be kept. */
async function ask(env: Env, marketplace: string, request: { token: string; keyed: KeyedRequest | null }) {
  try {
    return await env.JOURNAL.getByName(marketplace).admitApiRequest(request)
  } catch (error) {
    if (request.keyed === null) {
      return null
    }
    console.error(
      JSON.stringify({ level: 'error', what: 'an API request could not be admitted', error: String(error) }),
    )
    throw new ApiProblem(503, 'later', 'This Idempotency-Key could not be recorded, so nothing was done. Try again.', {
      headers: { 'retry-after': RETRY_S },
    })
  }
}

function readAnswer({ keyed }: ApiAdmission, headers: LimitHeaders): KeptAnswer | null {
  switch (keyed?.is) {
    case 'answered':
      return keyed.answer
    case 'of another request':
      throw new ApiProblem(422, 'idempotency key', 'This Idempotency-Key was used for another request.', { headers })
    case 'under way':
      throw new ApiProblem(
        409,
        'under way',
        'A request with this Idempotency-Key is under way. Ask again in a moment.',
        {
          headers: { ...headers, 'retry-after': RETRY_S },
        },
      )
    case 'erased':
      throw new ApiProblem(409, 'erased', 'This was done before; its answer is no longer kept.', { headers })
    default:
      return null
  }
}

function digest(parts: unknown[]): string {
  return createHash('sha256').update(JSON.stringify(parts)).digest('base64url')
}
