import { describe, expect, test } from 'vitest'
import { deadExports } from '../../../.run/house/dead-exports'
import { edgesOf, treeOf } from '../../../.run/house/tree'

function dead(texts: Record<string, string>, exceptions: Parameters<typeof deadExports>[2] = []) {
  const tree = treeOf(texts)
  return deadExports(tree, edgesOf(tree), exceptions).findings.map(({ where, says }) => `${where} ${says}`)
}

const TWO = 'export const a = 1\nexport type B = 1\n'

describe('A dead export', () => {
  test('is imported by no other file', () => {
    expect(dead({ 'src/a.ts': TWO, 'src/b.ts': "import { a } from './a'" })).toEqual([
      'src/a.ts:2 B: imported by no other file',
    ])
    expect(dead({ 'src/a.ts': `${TWO}import { a } from './a'` })).toHaveLength(2)
  })

  test('is imported by tests alone', () => {
    expect(dead({ 'views/a.ts': 'export const a = 1', 'test/a.test.ts': "import { a } from '../views/a'" })).toEqual([
      'views/a.ts:1 a: imported only by tests (test/a.test.ts)',
    ])
  })

  test('may be a default, a renamed one or one passed on', () => {
    expect(dead({ 'src/a.ts': 'const a = 1\nexport { a as b }\nexport default a' })).toHaveLength(2)
    expect(dead({ 'src/a.ts': 'export const a = 1', 'src/b.ts': "export { a as c } from './a'" })).toEqual([
      'src/b.ts:1 c: imported by no other file',
    ])
  })
})

describe('A live export', () => {
  test('is imported by name, with the whole module, late, or by a command of the project', () => {
    const users = [
      "import { a, type B } from '../src/a'",
      "import * as all from '../src/a'",
      "const { a, B } = await import('../src/a')",
      "export * from '../src/a'",
    ]
    for (const user of users) {
      expect(dead({ 'src/a.ts': TWO, '.run/b.ts': user })).toEqual([])
    }
  })

  test('is part of what its own file does, and tests ask it directly', () => {
    const test = { 'test/a.test.ts': "import { part } from '../src/a'" }
    expect(dead({ 'src/a.ts': 'export const part = 1\nconst all = part + 1', ...test })).toEqual([])
    expect(dead({ 'src/a.ts': '/** part, part */\nexport const part = 1', ...test })).toHaveLength(1)
  })

  test('is the default under any name', () => {
    expect(dead({ 'src/a.ts': 'export default 1', 'src/b.ts': "import one from './a'" })).toEqual([])
  })
})

describe('An exception', () => {
  test('covers a name, or all of a file', () => {
    expect(dead({ 'src/a.ts': TWO }, [{ path: 'src/a.ts', name: 'a', reason: 'Made up.' }])).toHaveLength(1)
    expect(dead({ 'src/a.ts': TWO }, [{ path: 'src/a.ts', reason: 'Made up.' }])).toEqual([])
  })

  test('goes when nothing needs it', () => {
    const used = { 'src/a.ts': 'export const a = 1', 'src/b.ts': "import { a } from './a'" }
    expect(dead(used, [{ path: 'src/a.ts', name: 'a', reason: 'Made up.' }])).toEqual([
      '.run/house/dead-exports.ts no exception needed: src/a.ts a',
    ])
  })
})
