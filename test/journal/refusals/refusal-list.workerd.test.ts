import { env } from 'cloudflare:workers'
import { describe, expect, test } from 'vitest'

describe('Refused posts', () => {
  test('a flood of one reason hides no other: ten of each are kept, with what was read of them', async () => {
    const journal = env.JOURNAL.getByName(crypto.randomUUID())
    const refusal = { endpoint: 'e', status: 401, reason: 'The key is wrong.', word: null, field: null }
    await journal.refuse({
      ...refusal,
      at: 1,
      status: 422,
      reason: 'product.id is missing.',
      word: 'Refund',
      field: 'product.id',
    })
    for (let at = 2; at < 40; at++) {
      await journal.refuse({ ...refusal, at })
    }
    const { count, last } = await journal.refused()
    expect([count, last.length, last[0]?.at]).toEqual([39, 11, 39])
    expect(last.at(-1)).toMatchObject({ word: 'Refund', field: 'product.id' })
  })

  test('of what was authentic, the entry it has in the log is known', async () => {
    const journal = env.JOURNAL.getByName(crypto.randomUUID())
    const refusal = { endpoint: 'e', at: 1, status: 422, reason: 'product.id is missing.' }
    await journal.refuse(refusal, { id: 'unread_1', customer: null })
    await journal.refuse({ ...refusal, at: 2, status: 401, reason: 'The key is wrong.' })
    const { last } = await journal.refused()
    expect(last.map(({ entry }) => entry)).toEqual([undefined, '-.unread_1~0'])
  })
})
