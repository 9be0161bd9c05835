import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { readTree } from '../../.run/house/tree'
import { anchorsOf, DOCUMENTS, read } from './documents'

describe.each(DOCUMENTS)('%s', (path) => {
  const links = [...read(path).matchAll(/\]\(([^)]+)\)/g)].map(([, link]) => link ?? '')

  test('leads where it says', () => {
    const dead = links.filter((link) => !/^https:/.test(link) && !leadsSomewhere(path, link))
    expect(dead).toEqual([])
  })
})

describe('Links in the documents', () => {
  test('every document of docs/ is reached from the README', () => {
    const readme = read('README.md')
    for (const path of DOCUMENTS.filter((one) => one !== 'README.md')) {
      expect(readme).toContain(`(${path})`)
    }
  })

  test('the README stays two screens and a bit', () => {
    expect(read('README.md').split('\n').length).toBeLessThanOrEqual(110)
  })
})

describe('The engineer’s guide', () => {
  const lines = read('docs/engineer.md')
    .split('\n')
    .filter((line) => line.startsWith('- **'))

  test('names in a line what is in a file the line leads to', () => {
    expect(lines.length).toBeGreaterThan(30)
    const missing = lines.flatMap((line) => {
      const files = [...line.matchAll(/\]\(\.\.\/([^)]+\.tsx?)\)/g)].map(([, path = '']) => read(path))
      const names = [...line.matchAll(/`([a-z]+[A-Z]\w*)`/g)].map(([, name = '']) => name)
      return files.length === 0 ? [] : names.filter((name) => !files.some((text) => text.includes(name)))
    })
    expect(missing).toEqual([])
  })
})

describe('Comments of the code', () => {
  const tree = readTree('.', ['src', 'views', '.run'])

  test('name files that are there', () => {
    const missing = [...tree.values()].flatMap(({ path, text, comments }) =>
      comments
        .flatMap(({ start, end }) => [...text.slice(start, end).matchAll(/(?<![\w/.-])[a-z][\w/-]*\.tsx?\b/g)])
        .filter(([named]) => !isThere(named) && !existsSync(named))
        .map(([named]) => `${path}: ${named}`),
    )
    expect(missing).toEqual([])
  })

  function isThere(named: string): boolean {
    return [...tree.keys()].some((path) => path === named || path.endsWith(`/${named}`))
  }
})

function leadsSomewhere(from: string, link: string): boolean {
  const [file = '', anchor] = link.split('#')
  const path = file === '' ? from : join(dirname(from), file)
  return existsSync(path) && (anchor === undefined || anchorsOf(read(path)).includes(anchor))
}
