/** Run only our files, send forms only here, allow no frames, cache nothing. */
import { createMiddleware } from 'hono/factory'
import { HSTS } from '../../http/response-headers'
import type { Web } from '../http/context'

const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "connect-src 'self'",
  "form-action 'self'",
  "base-uri 'none'",
  "object-src 'none'",
  "frame-ancestors 'none'",
].join('; ')

const HEADERS = {
  'content-security-policy': CONTENT_SECURITY_POLICY,
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'origin-agent-cluster': '?1',
  'permissions-policy': 'camera=(), geolocation=(), microphone=(), payment=(), usb=()',
  // With no-referrer, browsers post forms with `Origin: null`, which we refuse.
  'referrer-policy': 'same-origin',
  'strict-transport-security': HSTS,
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'x-permitted-cross-domain-policies': 'none',
}

export const setSecurityHeaders = createMiddleware<Web>(async (c, next) => {
  await next()
  for (const [name, value] of Object.entries(HEADERS)) {
    c.header(name, value)
  }
})

/** Pages show customers; Back after signing out must not show them. */
export const setNoStore = createMiddleware<Web>(async (c, next) => {
  await next()
  if (!c.res.headers.has('cache-control')) {
    c.header('cache-control', 'no-store')
  }
})
