/** Whether htmx asked for a part of a page. */
import type { Context } from 'hono'

/** True where htmx will swap a part of the page with the answer; Back and swaps of the whole body are `full`. */
export function isPartial(c: Context): boolean {
  return c.req.header('HX-Request') === 'true' && c.req.header('HX-Request-Type') === 'partial'
}
