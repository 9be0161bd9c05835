/** What browsers are told on every answer: run only our files, send forms only here, frame nothing, keep nothing. */
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
  // With no-referrer a browser posts a form with `Origin: null`, which is refused.
  referrerPolicy: 'same-origin',
  strictTransportSecurity: HSTS,
  xFrameOptions: 'DENY',
  permissionsPolicy: { camera: false, geolocation: false, microphone: false, payment: false, usb: false },
})

/** Pages are never stored: they show customers, and Back after signing out must not. */
export const setNoStore = createMiddleware<Web>(async (c, next) => {
  await next()
  if (!c.res.headers.has('cache-control')) {
    c.header('cache-control', 'no-store')
  }
})
