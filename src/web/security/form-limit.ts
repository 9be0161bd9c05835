/** No form of ours is longer than this; a longer body is refused before it is read. */
import { bodyLimit } from 'hono/body-limit'

const LONGEST_FORM_BYTES = 64 * 1024

export const formLimit = bodyLimit({
  maxSize: LONGEST_FORM_BYTES,
  onError: (c) => c.text(`This form is longer than ${LONGEST_FORM_BYTES / 1024} KB.\n`, 413),
})
