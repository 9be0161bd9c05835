import { describe, expect, test } from 'vitest'
import { standardBody } from '../intake/bodies/body'
import { ADA_IN, access, sold, standard } from './club'

describe('An invisible character in a pasted email', () => {
  test.each([
    ['a zero-width space after it', 'ada@example.com\u200b'],
    ['a byte order mark before it', '\ufeffada@example.com'],
    ['a soft hyphen and a space around it', ' \u00adAda@example.com '],
  ])('an invisible character in a pasted email: %s', async (_, email) => {
    const customer = { email, first_name: 'Ada', last_name: 'Byron' }
    expect(await access([[standard, 0, sold({ customer })]])).toEqual(ADA_IN)
    const refunded = standardBody({}, { type: 'product.refunded' })
    expect(
      await access([
        [standard, 0, sold({ customer })],
        [standard, 2, refunded],
      ]),
    ).toEqual([])
  })
})
