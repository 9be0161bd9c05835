/** Large enough to report an overlong field: 10,000 emoji are 120 KB on the wire, 500 ticked rules 25 KB. */
import { bodyLimit } from 'hono/body-limit'
import { createMiddleware } from 'hono/factory'

const LONGEST_FORM_BYTES = 512 * 1024

/** A configuration file of 1 MB, and what goes with it. */
const LONGEST_CONFIGURATION_BYTES = 2 * 1024 * 1024

const limit = limitTo(LONGEST_FORM_BYTES)
const limitConfiguration = limitTo(LONGEST_CONFIGURATION_BYTES)

/** Uploads are streamed, with a limit of their own. */
const UPLOADS = /^\/m\/[^/]+\/imports$/

const CONFIGURATIONS = /^\/m\/[^/]+\/configuration\//

export const limitFormSize = createMiddleware((c, next) => {
  if (UPLOADS.test(c.req.path)) {
    return next()
  }
  return CONFIGURATIONS.test(c.req.path) ? limitConfiguration(c, next) : limit(c, next)
})

function limitTo(maxSize: number) {
  return bodyLimit({
    maxSize,
    onError: (c) => c.text(`This form is longer than ${maxSize / 1024} KB.\n`, 413),
  })
}
