/** What every answer says, page or not: take it for what it claims to be, and ask for it encrypted. */
import { createMiddleware } from 'hono/factory'

/** A year. */
export const HSTS = 'max-age=31536000'

export const answerHeaders = createMiddleware(async (c, next) => {
  await next()
  c.header('x-content-type-options', 'nosniff')
  c.header('strict-transport-security', HSTS)
})
