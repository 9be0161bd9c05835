import { Hono } from 'hono'
import { cloudflare, json, MALFORMED, NO_ROUTE } from './answers.ts'
import { authenticated } from './auth.ts'
import { bundleEnrollments } from './bundle-enrollments.ts'
import type { Call } from './calls.ts'
import { catalog } from './catalog.ts'
import { carryOutQueued } from './enrolling.ts'
import { enrollments } from './enrollments.ts'
import { withinRate } from './rate.ts'
import type { Api } from './request.ts'
import { spoil } from './spoil.ts'
import { users } from './users.ts'

export const API_PATH = '/api/public/v1'

/** The public Admin API as one request meets it: Cloudflare, credentials, rate, an injected fault, then the resource. */
export const api = new Hono<Api>().basePath(API_PATH)

api.use(async (c, next) => {
  const isWrite = c.req.method !== 'GET' && c.req.method !== 'HEAD'
  if (isWrite && !c.req.header('user-agent')) {
    return cloudflare(403, 'Attention Required! | Cloudflare')
  }
  await next()
})
api.use(authenticated)
api.use(withinRate)
api.use(async (c, next) => {
  const { world, fault } = c.env
  carryOutQueued(world, c.var.site)
  if (fault && !fault.effect) {
    return spoil(fault, null, c.var.now)
  }
  if (isBroken(c.env.call, c.req.header('content-type'))) {
    return json(MALFORMED, 400)
  }
  await next()
})
api.route('/', catalog)
api.route('/', users)
api.route('/', enrollments)
api.route('/', bundleEnrollments)
api.notFound(() => json(NO_ROUTE, 404))
api.onError((error) => {
  throw error
})

/** A body that claims to be JSON and is not stays text in the record of calls. */
function isBroken(call: Call, contentType = ''): boolean {
  return contentType.includes('json') && typeof call.body === 'string'
}
