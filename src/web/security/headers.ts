/** Run only our files, send forms only here, allow no frames, cache nothing. */
import { createMiddleware } from 'hono/factory'
import { secureHeaders } from 'hono/secure-headers'
import { HSTS } from '../../http/response-headers'
import type { Web } from '../http/context'

const NONE = ["'none'"]
const SELF = ["'self'"]

export const setSecurityHeaders = secureHeaders({
  contentSecurityPolicy: {
    defaultSrc: NONE,
    scriptSrc: SELF,
    styleSrc: SELF,
    imgSrc: ["'self'", 'data:'],
    connectSrc: SELF,
    formAction: SELF,
    baseUri: NONE,
    objectSrc: NONE,
    frameAncestors: NONE,
  },
  // With no-referrer, browsers post forms with `Origin: null`, which we refuse.
  referrerPolicy: 'same-origin',
  strictTransportSecurity: HSTS,
  xFrameOptions: 'DENY',
  permissionsPolicy: { camera: false, geolocation: false, microphone: false, payment: false, usb: false },
})

/** Pages show customers; Back after signing out must not show them. */
export const setNoStore = createMiddleware<Web>(async (c, next) => {
  await next()
  if (!c.res.headers.has('cache-control')) {
    c.header('cache-control', 'no-store')
  }
})
