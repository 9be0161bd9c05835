/** Its body is one line: word, email, product and order with bars between. */
import type { Reading } from '../../../../src/intake/reading/json'

export function read(body: string): Reading {
  const [type, to, what, ref] = body.split('|')
  return ref === undefined ? { problem: 'The line has too few bars.' } : { value: { type, to, what, ref } }
}
