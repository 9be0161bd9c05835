/** Stricter than hono/csrf: any writing method, whatever its body, and never `Origin: null`. */
import { createMiddleware } from 'hono/factory'
import type { Web } from '../http/context'

const READS = new Set(['GET', 'HEAD', 'OPTIONS'])

export const requireSameOrigin = createMiddleware<Web>(async (c, next) => {
  const own = new URL(c.req.url).origin
  const sent = { origin: c.req.header('origin'), site: c.req.header('sec-fetch-site') }
  if (READS.has(c.req.method) || isFromOrigin(own, sent)) {
    return next()
  }
  return c.text('This form was not sent from this site. Open the page here and send it again.\n', 403)
})

interface Sent {
  origin: string | undefined
  /** The Sec-Fetch-Site header. */
  site: string | undefined
}

/** Needs at least one header, and every one present must name `own`. */
export function isFromOrigin(own: string, { origin, site }: Sent): boolean {
  if (site !== undefined && site !== 'same-origin') {
    return false
  }
  return origin === undefined ? site === 'same-origin' : origin === own
}
