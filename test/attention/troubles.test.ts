import { describe, expect, test } from 'vitest'
import { findProductTroubles } from '../../src/attention/troubles'
import type { Sightings } from '../../src/journal/queries'
import { sampleRule } from '../journal/samples'

const CLUB = { id: 'club', name: 'Club' }
const MAT = { id: 'mat', name: 'Mat' }
const seenOf = (...ids: string[]): Sightings => ({
  products: ids.map((id) => ({ id, name: id, last: 1 })),
  subscribed: [],
  triggers: [],
  fields: [],
  marks: [],
})
const off = (id: string, product: string) => sampleRule({ id, name: id, product, on: false })

describe('A product that sells', () => {
  test('needs attention while all rules that enroll are off, with the rules to switch on', () => {
    const rules = [off('r1', 'club'), off('r2', 'club')]
    expect(findProductTroubles([CLUB], rules, seenOf('club')).rulesOff).toEqual([
      {
        products: [CLUB],
        rules: [
          { id: 'r1', name: 'r1' },
          { id: 'r2', name: 'r2' },
        ],
      },
    ])
  })

  test('does not while one of them is on, be it for every product, nor before it is bought', () => {
    const global = sampleRule({ id: 'all', product: '*' })
    expect(findProductTroubles([CLUB], [off('r1', 'club'), global], seenOf('club')).rulesOff).toEqual([])
    expect(findProductTroubles([CLUB], [off('r1', 'club')], seenOf()).rulesOff).toEqual([])
  })

  test('shares the alarm with the others of a rule for every product, which is no product itself', () => {
    const { rulesOff, withoutCreate } = findProductTroubles([CLUB, MAT], [off('all', '*')], seenOf('club', 'mat'))
    expect(rulesOff).toEqual([{ products: [CLUB, MAT], rules: [{ id: 'all', name: 'all' }] }])
    expect(withoutCreate).toEqual([])
  })
})
