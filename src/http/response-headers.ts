import { createMiddleware } from 'hono/factory'

/** One year. */
export const HSTS = 'max-age=31536000'

export const RESPONSE_HEADERS = { 'x-content-type-options': 'nosniff', 'strict-transport-security': HSTS }

export const setResponseHeaders = createMiddleware(async (c, next) => {
  await next()
  for (const [name, value] of Object.entries(RESPONSE_HEADERS)) {
    c.header(name, value)
  }
})
