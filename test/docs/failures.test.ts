import { existsSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { read } from './documents'

const COUNT = 76

const failures = read('docs/failures.md')
  .split('\n## ')
  .flatMap((section) => {
    const named = [...section.matchAll(/`([\w/.-]+\.test\.tsx?)(?:: ([^`]+))?`/g)]
    const tests = named.map(([, file = '', title]) => ({ file: `test/${file}`, title }))
    return [...section.matchAll(/^- \*\*(.+)\*\*: (.*)$/gm)].map(([, fails = '', happens = '']) => ({
      fails,
      happens,
      tests,
    }))
  })
const TESTS = failures.flatMap(({ tests }) => tests)

describe('docs/failures.md', () => {
  test('every failure is there once, and says what happens', () => {
    expect(new Set(failures.map(({ fails }) => fails)).size).toBe(COUNT)
    expect(failures).toHaveLength(COUNT)
    expect(failures.filter(({ happens }) => happens.trim() === '')).toEqual([])
  })

  test('each is shown by a test of its name, in a file named under its heading', () => {
    const missing = failures.filter(({ fails, tests }) => !tests.some(({ file }) => hasTitle(file, fails, 'or more')))
    expect(missing.map(({ fails }) => fails)).toEqual([])
  })

  test('the files named exist, each with a failure’s test or the one that is named with it', () => {
    const idle = TESTS.filter(({ file, title }) =>
      title === undefined
        ? !failures.some(
            ({ fails, tests }) => tests.some((one) => one.file === file) && hasTitle(file, fails, 'or more'),
          )
        : !hasTitle(file, title, 'whole'),
    )
    expect(idle).toEqual([])
  })
})

/** Whether a test's file has this title, `or more`: what a title adds is what the product does then. */
function hasTitle(file: string, title: string, extent: 'whole' | 'or more'): boolean {
  const source = existsSync(file) ? read(file) : ''
  return ["'", '"', '`'].some((quote) =>
    extent === 'whole'
      ? source.includes(`${quote}${title}${quote}`)
      : [quote, ':', ',', ' '].some((next) => source.includes(`(${quote}${title}${next}`)),
  )
}
