import { describe, expect, test } from 'vitest'
import { testsGrouped } from '../../../.run/house/tests-grouped'
import { treeOf } from '../../../.run/house/tree'

function findings(text: string) {
  return testsGrouped([...treeOf({ 'test/a.test.ts': text, 'src/a.ts': 'test()' }).values()]).findings
}

describe('A test', () => {
  test('outside any describe is found, in a table as well', () => {
    expect(findings("\ntest('a', () => {})\ntest.each([1])('b', () => {})")).toEqual([
      { where: 'test/a.test.ts:2', says: 'a test outside any describe' },
      { where: 'test/a.test.ts:3', says: 'a test outside any describe' },
    ])
  })

  test('inside one is fine', () => {
    expect(findings("describe('a', () => {\n  test('b', () => {})\n})")).toEqual([])
  })
})
