import { describe, expect, test } from 'vitest'
import { KINDS } from '../../src/integrations'
import { customName, defaultName, RULE_NAME_CHARACTERS } from '../../src/rules/naming'

const parts = {
  trigger: 'product.purchased',
  action: 'create_course',
  target: { kind: 'course', id: '1002', name: 'Course Two' },
} as const

describe('a rule without a name of its own', () => {
  test('is called by its parts', () => {
    expect(defaultName(parts, KINDS)).toBe('Product Purchased → Create Course Enrollment: Course Two')
  })

  test('leaves the name field empty, so that the name follows the parts', () => {
    expect(customName({ ...parts, name: defaultName(parts, KINDS) }, KINDS)).toBe('')
    expect(customName({ ...parts, name: 'VIP' }, KINDS)).toBe('VIP')
  })

  test('is never longer than a name may be, however long the course’s, and never splits an emoji', () => {
    const name = defaultName({ ...parts, target: { ...parts.target, name: '🧘'.repeat(10_000) } }, KINDS)
    expect([...name]).toHaveLength(RULE_NAME_CHARACTERS)
    expect(name.endsWith('🧘…')).toBe(true)
  })
})
