import { describe, expect, test } from 'vitest'
import { FORMATS } from '../../src/intake/formats'
import { MENTIONING } from './bodies/mentions'
import { ODD_SAMCART, ODD_STANDARD } from './bodies/odd'
import { ODD_FORMS } from './bodies/odd-forms'
import { ODD_SAMCART_VALUES, ODD_VALUES } from './bodies/odd-values'
import { understandPost } from './understanding'

describe.each([
  [FORMATS.standard, [...ODD_STANDARD, ...ODD_FORMS, ...ODD_VALUES, ...MENTIONING]],
  [FORMATS.samcart, [...ODD_SAMCART, ...ODD_SAMCART_VALUES]],
] as const)('the $name format reads', (format, bodies) => {
  test.each(bodies)('$name', async ({ body, says, status, field, detail = '', exactly, ignored = [] }) => {
    const { event, refusal } = await understandPost(format, body)
    expect(event).toMatchObject(says)
    expect(refusal?.status).toBe(status)
    expect(refusal?.field).toBe(field ?? refusal?.field)
    expect(refusal?.detail ?? '').toContain(detail)
    expect(event.items).toHaveLength(exactly ?? event.items.length)
    expect(event.problem === null).toBe(event.type !== null)
    expect(event.ignored ?? []).toEqual(ignored)
  })
})

describe('Odd bodies', () => {
  test('a body as long as any is repaired, and never overflows', async () => {
    const name = `Ada "${'x" '.repeat(30_000)}`
    const body = `{"type":"product.purchased","data":{"customer":{"email":"ada@example.com","first_name":"${name}"},"items":[{"product_id":1}],},}`
    expect((await understandPost(FORMATS.standard, body)).event.type).toBe('product.purchased')
    expect((await understandPost(FORMATS.standard, '{"a":'.repeat(19_000))).refusal?.status).toBe(400)
    expect((await understandPost(FORMATS.standard, `{${'"a":[1,],'.repeat(9_000)}`)).refusal?.status).toBe(400)
  })

  test('a body without data whose id is the order’s is not known by it: its refund is no repeat', async () => {
    const post = (type: string) => ({
      id: 727,
      type,
      customer: { email: 'ada@example.com' },
      items: [{ product_id: 93 }],
    })
    const read = async (body: unknown) => (await understandPost(FORMATS.standard, body)).event.id
    expect(await read(post('product.purchased'))).not.toBe(await read(post('product.refunded')))
    expect(await read({ id: 'evt_7', type: 'ping', data: {} })).toBe('evt_7')
  })
})
