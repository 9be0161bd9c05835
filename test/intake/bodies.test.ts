/** Bodies as senders really write them. Each line says where its oddity was seen. */
import { describe, expect, test } from 'vitest'
import { FORMATS } from '../../src/intake/formats'
import { SAMCART_BODIES } from './bodies/samcart'
import { STANDARD_BODIES } from './bodies/standard'
import { understandPost } from './understanding'

describe.each([
  [FORMATS.standard, STANDARD_BODIES],
  [FORMATS.samcart, SAMCART_BODIES],
] as const)('the $name format reads', (format, bodies) => {
  test.each(bodies.map((one) => ({ title: `${one.name} (${one.seen})`, ...one })))(
    '$title',
    async ({ body, says, ignored = [] }) => {
      const { event, refusal } = await understandPost(format, body)
      expect(refusal).toBeNull()
      expect(event).toMatchObject({ customer: { email: 'ada@example.com' }, ...says })
      expect(event.type).not.toBeNull()
      expect(event.ignored ?? []).toEqual(ignored)
    },
  )
})
