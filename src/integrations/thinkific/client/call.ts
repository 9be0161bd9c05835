import { DEADLINE_MS, type Exchange, sendRequest } from '../../../http/exchange'
import { USER_AGENT } from '../../../http/user-agent'
import type { Attempt } from '../../../model/attempt'
import { redactCredential, toAttempt } from '../../credentials/redaction'
import { credentialHeaders, isSendable, type Scheme } from './credential'
import { type Failure, type FailureCause, toFailure } from './failure'
import { readDate } from './rate-limit-reset'
import { findCause, type HttpAnswer } from './response'

/** `date`: Thinkific's clock when it answered, epoch ms; null when not sent. */
export type Answer<T> =
  | { ok: true; value: T; attempt: Attempt; date: number | null }
  | { ok: false; failure: Failure; attempt: Attempt }

export interface ApiConnection {
  /** `https://api.thinkific.com/api/public/v1` or a simulator's. */
  apiUrl: string
  /** The name before .thinkific.com; only sent in a header. */
  site: string
  scheme: Scheme
  credential: string
  fetch: typeof fetch
  /** Epoch ms. */
  now?: () => number
  deadlineMs?: number
}

interface ApiRequest {
  method: 'GET' | 'POST' | 'PUT'
  /** Relative to the API's root. */
  path: string
  query?: Record<string, string | number>
  body?: Record<string, unknown>
}

/** Never throws; every outcome is an `Answer`. `read` parses a 2xx answer or says why it cannot. */
export async function callApi<T>(
  connection: ApiConnection,
  request: ApiRequest,
  read: (response: HttpAnswer) => { value: T } | { cause: FailureCause },
): Promise<Answer<T>> {
  const { now = Date.now, deadlineMs = DEADLINE_MS } = connection
  const at = now()
  const path = buildPath(request)
  const body = request.body === undefined ? null : JSON.stringify(request.body)
  const toLog = (status: number | null, response: string | null, problem: string | null) =>
    toAttempt(
      { at, took: now() - at, method: request.method, path, request: body, status, response },
      connection.credential,
      problem,
    )
  const failed = (cause: FailureCause, status: number | null, response: string | null): Answer<T> => {
    const why = toFailure(cause, request.method !== 'GET')
    return { ok: false, failure: why, attempt: toLog(status, response, why.sentence) }
  }
  if (!isSendable(connection.credential)) {
    return failed({ kind: 'unsendable credential' }, null, null)
  }
  const url = connection.apiUrl.replace(/\/+$/, '') + path
  const sent = await sendRequest(connection.fetch, url, buildInit(connection, request.method, body), deadlineMs)
  const answer = redactExchange(sent, connection.credential)
  const cause = findCause(answer, now())
  if (!answer.answered || cause !== null) {
    return failed(
      cause ?? { kind: 'unreachable' },
      answer.answered ? answer.status : null,
      answer.answered ? answer.text : null,
    )
  }
  const result = read(answer)
  return 'cause' in result
    ? failed(result.cause, answer.status, answer.text)
    : {
        ok: true,
        value: result.value,
        attempt: toLog(answer.status, answer.text, null),
        date: readDate(answer.headers),
      }
}

/** Thinkific's wording is stored in sentences, so a credential it might echo is removed first. */
function redactExchange(exchange: Exchange, credential: string): Exchange {
  return exchange.answered ? { ...exchange, text: redactCredential(exchange.text, credential) } : exchange
}

function buildInit({ site, scheme, credential }: ApiConnection, method: string, body: string | null): RequestInit {
  const headers = {
    ...credentialHeaders(site, scheme, credential),
    accept: 'application/json',
    'user-agent': USER_AGENT,
  }
  return body === null
    ? { method, headers }
    : { method, headers: { ...headers, 'content-type': 'application/json' }, body }
}

/** Encoded, since a plus in an email would otherwise arrive as a space. */
function buildPath({ path, query = {} }: ApiRequest): string {
  const pairs = Object.entries(query).map(([name, value]) => `${name}=${encodeURIComponent(value)}`)
  return pairs.length === 0 ? path : `${path}?${pairs.join('&')}`
}
