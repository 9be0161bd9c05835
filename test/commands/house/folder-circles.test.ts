import { describe, expect, test } from 'vitest'
import { components } from '../../../.run/house/components'
import { folderCircles } from '../../../.run/house/folder-circles'
import { edgesOf, treeOf } from '../../../.run/house/tree'

/** Files with the files they import, as `from src/…` from the root. */
function circles(imports: Record<string, string[]>, statement = (to: string) => `import '${to}'`) {
  const all = [...Object.keys(imports), ...Object.values(imports).flat()]
  const texts = all.map((path) => {
    const up = '../'.repeat(path.split('/').length - 1)
    return [path, (imports[path] ?? []).map((to) => statement(`./${up}${to}`)).join('\n')]
  })
  return folderCircles(edgesOf(treeOf(Object.fromEntries(texts)))).findings
}

describe('An import circle between folders', () => {
  test('is found though no file imports itself in the end', () => {
    expect(circles({ 'src/a/one.ts': ['src/b/one.ts'], 'src/b/two.ts': ['src/a/two.ts'] })).toEqual([
      {
        where: 'src/',
        says: [
          'a, b import each other in a circle, for example',
          '    src/a/one.ts:1 → src/b/one.ts',
          '    src/b/two.ts:1 → src/a/two.ts',
        ].join('\n'),
      },
    ])
  })

  test('is found over three folders, and each circle once', () => {
    const found = circles({
      'src/a/x.ts': ['src/b/x.ts'],
      'src/b/y.ts': ['src/c/x.ts'],
      'src/c/y.ts': ['src/a/y.ts'],
      'src/d/x.ts': ['src/e/x.ts', 'src/a/x.ts'],
      'src/e/y.ts': ['src/d/y.ts'],
    })
    expect(found.map(({ says }) => says.split(' import')[0]).sort()).toEqual(['a, b, c', 'd, e'])
  })

  test('is found between nested folders, at the level where they part', () => {
    const found = circles({ 'src/a/in/deep/x.ts': ['src/a/out/x.ts'], 'src/a/out/y.ts': ['src/a/in/y.ts'] })
    expect(found.map(({ where }) => where)).toEqual(['src/a/'])
  })

  test('is found between a folder and one nested elsewhere', () => {
    const found = circles({ 'src/a/in/x.ts': ['src/b/x.ts'], 'src/b/x.ts': ['src/a/y.ts'] })
    expect(found.map(({ where }) => where)).toEqual(['src/'])
  })

  test('is found where it leads through a file of the folder above', () => {
    const found = circles({
      'src/a/in/x.ts': ['src/a/own.ts'],
      'src/a/own.ts': ['src/a/out/x.ts'],
      'src/a/out/x.ts': ['src/a/in/y.ts'],
    })
    expect(found.map(({ says }) => says.split(' import')[0])).toEqual(['in, out'])
  })
})

describe('No import circle', () => {
  test('is a folder and its subfolder that use each other', () => {
    expect(circles({ 'src/a/own.ts': ['src/a/in/x.ts'], 'src/a/in/x.ts': ['src/a/kind.ts'] })).toEqual([])
    expect(circles({ 'src/a/own.ts': ['src/a/in/x.ts'], 'src/a/in/y.ts': ['src/a/own.ts'] })).toEqual([])
  })

  test('is a diamond', () => {
    expect(circles({ 'src/a/x.ts': ['src/b/x.ts', 'src/c/x.ts'], 'src/b/x.ts': ['src/c/x.ts'] })).toEqual([])
  })

  test('is made by types', () => {
    const both = { 'src/a/x.ts': ['src/b/x.ts'], 'src/b/y.ts': ['src/a/y.ts'] }
    expect(circles(both)).toHaveLength(1)
    expect(circles(both, (to) => `import type { A } from '${to}'`)).toEqual([])
  })
})

describe('Nodes that reach each other', () => {
  test('are one component, and one alone is none', () => {
    const graph = { a: ['b'], b: ['c', 'd'], c: ['a'], d: ['e'], e: ['d'], f: ['a', 'f'] }
    const found = components(new Map(Object.entries(graph).map(([node, next]) => [node, new Set(next)])))
    expect(found.map((nodes) => nodes.sort().join('')).sort()).toEqual(['abc', 'de'])
  })
})
