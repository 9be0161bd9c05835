import { cloudflare, json, NO_APPS, NOT_AUTHENTIC, notFound, shaped, tooMany } from './answers.ts'
import type { Fault } from './faults.ts'

/** How far off the reset of an injected 429 is. */
const INJECTED_RESET_MILLISECONDS = 2_000

const CLOUDFLARE_TITLES = {
  '403 waf': 'Attention Required! | Cloudflare',
  '502 html': '502: Bad gateway',
  '520': '520: Web server is returning an unknown error',
  '521': '521: Web server is down',
  '522': '522: Connection timed out',
  '523': '523: Origin is unreachable',
  '524': '524: A timeout occurred',
} as const

/** What `fetch` throws when the connection breaks. */
export class ConnectionLost extends TypeError {
  constructor() {
    super('fetch failed')
  }
}

/**
 * The answer a call gets that met a fault. `real` is what Thinkific would have answered, if it got that far.
 * `no answer` never settles, so that the caller must give up; `connection lost` throws what `fetch` would.
 */
export async function spoil(fault: Fault, real: Response | null, now: number): Promise<Response> {
  switch (fault.kind) {
    case 'no answer':
      return new Promise(() => {})
    case 'connection lost':
      throw new ConnectionLost()
    case 'slow':
      return real ?? cloudflare(524, CLOUDFLARE_TITLES['524'])
    case '500':
      return json({ status: 500, error: 'Internal Server Error' }, 500)
    case '401':
      return json(NOT_AUTHENTIC, 401)
    case '403 plan':
      return json(NO_APPS, 403)
    case '404':
      return notFound()
    case '422 object':
      return json({ errors: shaped('object', { base: ['is invalid'] }) }, 422)
    case '422 array':
      return json({ errors: shaped('array', { base: ['is invalid'] }) }, 422)
    case '422 field names':
      return json({ errors: shaped('field names', { base: ['is invalid'] }) }, 422)
    case '429 empty':
      return tooMany('empty', now + INJECTED_RESET_MILLISECONDS)
    case '429 json':
      return tooMany('json', now + INJECTED_RESET_MILLISECONDS)
    case '429 html':
      return tooMany('html', now + INJECTED_RESET_MILLISECONDS)
    case '200 html':
      return cloudflare(200, 'Just a moment...')
    case '200 empty':
      return new Response('', { status: 200 })
    case 'truncated json':
      return truncated(real)
    default:
      return cloudflare(Number.parseInt(fault.kind, 10), CLOUDFLARE_TITLES[fault.kind])
  }
}

async function truncated(real: Response | null): Promise<Response> {
  const whole = real ? await real.text() : ''
  const text = whole === '' ? '{"items":[{"id":1,"na' : whole.slice(0, Math.ceil(whole.length / 2))
  const status = real && real.status !== 204 ? real.status : 200
  return new Response(text, { status, headers: { 'content-type': 'application/json; charset=utf-8' } })
}
