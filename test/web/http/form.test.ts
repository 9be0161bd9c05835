import { Hono } from 'hono'
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { wholeNumber } from '../../../src/integrations/settings/settings-form'
import type { Web } from '../../../src/web/http/context'
import { formId, line, optionalLine, validateForm } from '../../../src/web/http/form'

const schema = z.object({
  id: formId,
  name: line('Product name', 20),
  note: optionalLine('Note', 5),
  pace: wholeNumber('Requests per minute', 1, 1000),
})

const app = new Hono<Web>().post(
  '/',
  validateForm(schema, async (c, filled) => c.json(filled, 422)),
  (c) => c.json(c.req.valid('form')),
)

const well = { id: '0b6c1a52-6b1c-4d57-9a51-6c3f6c1d2a10', name: 'Power Yoga', pace: '120' }

describe('a form', () => {
  test('hands over what was typed, trimmed and read', async () => {
    const answer = await post({ ...well, name: '  Power Yoga \n' })
    expect(answer).toEqual({ status: 200, body: { ...well, note: '', pace: 120 } })
  })

  test('comes back with 422, the error at its field and everything typed', async () => {
    const { status, body } = await post({ ...well, name: '   ', pace: '0' })
    expect(status).toBe(422)
    expect(body).toEqual({
      values: { ...well, name: '   ', pace: '0' },
      errors: {
        name: 'Product name is missing.',
        pace: 'Requests per minute is a whole number from 1 to 1000.',
      },
    })
  })

  test('says how long a name of 10,000 characters is and how long it may be', async () => {
    const { body } = await post({ ...well, name: 'x'.repeat(10_000), note: '123456' })
    expect(body.errors).toEqual({
      name: 'Product name has 10,000 characters; the most is 20.',
      note: 'Note has 6 characters; the most is 5.',
    })
  })

  test('counts an emoji as one character and keeps right-to-left names', async () => {
    expect((await post({ ...well, name: '🧘'.repeat(20) })).status).toBe(200)
    expect((await post({ ...well, name: 'קורס יוגה' })).body).toMatchObject({ name: 'קורס יוגה' })
  })

  test('refuses an id that no form of ours made, and a missing field', async () => {
    expect((await post({ name: 'x', pace: '1', id: "'; drop table rules" })).body.errors).toHaveProperty('id')
    expect((await post({ id: well.id })).body.errors).toMatchObject({ name: 'Product name is missing.' })
  })
})

async function post(fields: Record<string, string>) {
  const answer = await app.request('/', { method: 'POST', body: new URLSearchParams(fields) })
  return { status: answer.status, body: (await answer.json()) as { errors?: Record<string, string> } }
}
