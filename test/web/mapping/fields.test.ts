import { describe, expect, test } from 'vitest'
import type { CustomField as Field } from '../../../src/integrations/catalog'
import { toFieldOptions } from '../../../src/web/mapping/fields'

describe('the Thinkific fields offered', () => {
  test('are those of type text, in any casing', () => {
    expect(toFieldOptions([field('1', 'Company', 'text'), field('2', 'Phone', 'Text')], new Set())).toEqual([
      { value: '1', label: 'Company' },
      { value: '2', label: 'Phone' },
    ])
  })

  test('list the others with the reason they cannot be chosen', () => {
    const [country, odd] = toFieldOptions([field('3', 'Country', 'country'), field('4', 'Odd', '')], new Set())
    expect(country?.disabled).toBe('type country, only text can be mapped')
    expect(odd?.disabled).toBe('type unknown, only text can be mapped')
  })

  test('map once', () => {
    expect(toFieldOptions([field('1', 'Company', 'text')], new Set(['1']))[0]?.disabled).toBe('mapped already')
  })
})

function field(id: string, label: string, type: string): Field {
  return { id, label, type, required: false }
}
