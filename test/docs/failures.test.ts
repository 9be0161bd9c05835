import { existsSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { read } from './documents'

const ROWS = 76

const rows = read('docs/failures.md')
  .split('\n')
  .filter((line) => /^\| \d/.test(line))
  .map((line) => line.split('|').map((cell) => cell.trim()))
  .map(([, number = '', fails = '', happens = '', by = '']) => {
    const named = [...by.matchAll(/`([^`:]+\.tsx?): ([^`]+)`/g)].map(([, file = '', name = '']) => ({ file, name }))
    return { number, fails, happens, named }
  })

describe('docs/failures.md', () => {
  test('every failure has its row, once, and says what happens', () => {
    expect(rows.map(({ number }) => number)).toEqual(Array.from({ length: ROWS }, (_, n) => String(n + 1)))
    expect(rows.filter(({ happens }) => happens === '')).toEqual([])
  })

  test('each is shown by a test of its name, or says why it does not apply', () => {
    const missing = rows.flatMap(({ fails, happens, named }) => {
      if (happens.startsWith('does not apply: ')) {
        return []
      }
      const titles = named.map(({ name }) => name)
      // What a title adds after its colon is what the product does then.
      const isShown = titles.some((title) => title.startsWith(fails) || fails.startsWith(title.split(': ')[0] ?? title))
      return isShown ? [] : [fails]
    })
    expect(missing).toEqual([])
  })

  test('the tests named exist, each by its whole title', () => {
    const absent = rows
      .flatMap(({ named }) => named)
      .filter(({ file, name }) => !existsSync(`test/${file}`) || !isTitleIn(read(`test/${file}`), name))
    expect(absent).toEqual([])
  })
})

/** As it is written in the test's file, whole. */
function isTitleIn(source: string, title: string): boolean {
  return ["'", '"', '`'].some((quote) => source.includes(`${quote}${title}${quote}`))
}
