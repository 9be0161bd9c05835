/** Large enough to report an overlong field: 10,000 emoji are 120 KB on the wire, 500 ticked rules 25 KB. */
import { bodyLimit } from 'hono/body-limit'
import { createMiddleware } from 'hono/factory'

const LONGEST_FORM_BYTES = 512 * 1024

const limit = bodyLimit({
  maxSize: LONGEST_FORM_BYTES,
  onError: (c) => c.text(`This form is longer than ${LONGEST_FORM_BYTES / 1024} KB.\n`, 413),
})

/** Uploads are streamed, with a limit of their own. */
const UPLOADS = /^\/m\/[^/]+\/imports$/

export const limitFormSize = createMiddleware((c, next) => (UPLOADS.test(c.req.path) ? next() : limit(c, next)))
