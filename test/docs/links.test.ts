import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { describe, expect, test } from 'vitest'
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

function leadsSomewhere(from: string, link: string): boolean {
  const [file = '', anchor] = link.split('#')
  const path = file === '' ? from : join(dirname(from), file)
  return existsSync(path) && (anchor === undefined || anchorsOf(read(path)).includes(anchor))
}
