/** What every answer says, page or not: take it for what it claims to be, and ask for it encrypted. */
import { createMiddleware } from 'hono/factory'

/** A year. */
export const HSTS = 'max-age=31536000'

export const RESPONSE_HEADERS = { 'x-content-type-options': 'nosniff', 'strict-transport-security': HSTS }

export const setResponseHeaders = createMiddleware(async (c, next) => {
  await next()
  for (const [name, value] of Object.entries(RESPONSE_HEADERS)) {
    c.header(name, value)
  }
})
