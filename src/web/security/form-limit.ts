/** Large enough to report an overlong field: 10,000 emoji are 120 KB on the wire, 500 ticked rules 25 KB. */
import { bodyLimit } from 'hono/body-limit'

const LONGEST_FORM_BYTES = 512 * 1024

export const limitFormSize = bodyLimit({
  maxSize: LONGEST_FORM_BYTES,
  onError: (c) => c.text(`This form is longer than ${LONGEST_FORM_BYTES / 1024} KB.\n`, 413),
})
