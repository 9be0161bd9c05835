import type { Context } from 'hono'

/** True when htmx swaps part of the page; Back and swaps of the whole body send `full`. */
export function isPartial(c: Context): boolean {
  return c.req.header('HX-Request') === 'true' && c.req.header('HX-Request-Type') === 'partial'
}
