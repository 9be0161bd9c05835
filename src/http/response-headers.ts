/** What every answer says, page or not: take it for what it claims to be, and ask for it encrypted. */
import { createMiddleware } from 'hono/factory'

/** A year. */
export const HSTS = 'max-age=31536000'

export const ANSWER_HEADERS = { 'x-content-type-options': 'nosniff', 'strict-transport-security': HSTS }

export const answerHeaders = createMiddleware(async (c, next) => {
  await next()
  for (const [name, value] of Object.entries(ANSWER_HEADERS)) c.header(name, value)
})
