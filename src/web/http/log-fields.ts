/** Adds page, person and marketplace to the request's log line. */
import { createMiddleware } from 'hono/factory'
import { routePath } from 'hono/route'
import { addLogFields } from '../../http/request-log'
import type { Web } from './context'

export const logPageFields = createMiddleware<Web>(async (c, next) => {
  await next()
  // Only set behind the guards.
  const { person, member } = c.var as Partial<Web['Variables']>
  addLogFields({
    route: routePath(c),
    person: person?.id ?? null,
    marketplace: member?.marketplace.id ?? null,
    fragment: c.req.header('hx-request') === 'true',
  })
})
