/** Refuses to serve with missing or malformed secrets. */
import { createMiddleware } from 'hono/factory'
import { findReadinessProblem } from '../../accounts/readiness'
import type { Web } from '../http/context'

export const requireReadiness = createMiddleware<Web>(async (c, next) => {
  const problem = findReadinessProblem(c.env)
  if (problem === null) {
    return next()
  }
  console.error(JSON.stringify({ level: 'error', what: 'refused to start', problem }))
  return c.text(`Enrollwire cannot start. ${problem}\n`, 500)
})
