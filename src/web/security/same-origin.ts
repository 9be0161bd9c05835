/** Refuses what another site makes a browser send. Stricter than hono/csrf: any method that writes, whatever its body, and never `Origin: null`. */
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
  /** The Origin header. */
  origin: string | undefined
  /** The Sec-Fetch-Site header. */
  site: string | undefined
}

/** True when whatever the browser says of the sender names `own`, and it says something. */
export function isFromOrigin(own: string, { origin, site }: Sent): boolean {
  if (site !== undefined && site !== 'same-origin') {
    return false
  }
  return origin === undefined ? site === 'same-origin' : origin === own
}
