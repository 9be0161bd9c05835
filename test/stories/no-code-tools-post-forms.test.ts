import { describe, expect, test } from 'vitest'
import { ADA_IN, access, CLUB, sold, standard } from './club'

describe('no-code tools post forms and single items', () => {
  const fields = {
    type: 'product.purchased',
    data__customer__email: 'ada@example.com',
    data__order__id: 'o1',
    data__items__0__product_id: CLUB,
  }
  test.each<[string, unknown]>([
    ['a form', new URLSearchParams(fields).toString()],
    ['a form with dots', new URLSearchParams(fields).toString().replaceAll('__', '.')],
    ['a form with brackets', new URLSearchParams(fields).toString().replace(/__(\w+?)(?=__|=)/g, '[$1]')],
    ['one item instead of a list', sold({ items: { product_id: CLUB } })],
    ['no timestamp', sold({}, { timestamp: undefined })],
    ['a timestamp in epoch seconds', sold({}, { timestamp: '1795169700' })],
    ['a timestamp without a time', sold({}, { timestamp: '2026-11-20' })],
  ])('%s', async (_, body) => {
    expect(await access([[standard, 0, body]])).toEqual(ADA_IN)
  })
})
