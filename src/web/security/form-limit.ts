/**
 * No form of ours is longer than this; a longer body is refused before it is read. Wide enough for a form to say by itself
 * that a field is too long: 10,000 emoji are 120 KB on the way, and a page of 500 ticked rules is 25 KB.
 */
import { bodyLimit } from 'hono/body-limit'

const LONGEST_FORM_BYTES = 512 * 1024

export const limitFormSize = bodyLimit({
  maxSize: LONGEST_FORM_BYTES,
  onError: (c) => c.text(`This form is longer than ${LONGEST_FORM_BYTES / 1024} KB.\n`, 413),
})
