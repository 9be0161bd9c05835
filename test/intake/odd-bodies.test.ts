import { describe, expect, test } from 'vitest'
import { FORMATS } from '../../src/intake/formats'
import { ODD_SAMCART, ODD_STANDARD } from './bodies/odd'
import { understandPost } from './understanding'

describe.each([
  [FORMATS.standard, ODD_STANDARD],
  [FORMATS.samcart, ODD_SAMCART],
] as const)('the $name format reads', (format, bodies) => {
  test.each(bodies)('$name', async ({ body, says, status, ignored = [] }) => {
    const { event, refusal } = await understandPost(format, body)
    expect(event).toMatchObject(says)
    expect(refusal?.status).toBe(status)
    expect(event.problem === null).toBe(event.type !== null)
    expect(event.ignored ?? []).toEqual(ignored)
  })
})

test('a body as long as any is repaired, and never overflows', async () => {
  const name = `Ada "${'x" '.repeat(30_000)}`
  const body = `{"type":"product.purchased","data":{"customer":{"email":"ada@example.com","first_name":"${name}"},"items":[{"product_id":1}],},}`
  expect((await understandPost(FORMATS.standard, body)).event.type).toBe('product.purchased')
  expect((await understandPost(FORMATS.standard, '{"a":'.repeat(19_000))).refusal?.status).toBe(400)
  expect((await understandPost(FORMATS.standard, `{${'"a":[1,],'.repeat(9_000)}`)).refusal?.status).toBe(400)
})
