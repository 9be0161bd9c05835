import { describe, expect, test } from 'vitest'
import { commentLines, commentShare } from '../../../.run/house/comment-share'
import { parseModule } from '../../../.run/house/module'

const count = (...lines: string[]) => commentLines(parseModule('src/a.tsx', lines.join('\n')))

describe('Comment lines', () => {
  test('are those with nothing else, of every kind of comment', () => {
    expect(count('// one', 'const a = 1', '  // two')).toBe(2)
    expect(count('/**', ' * 🎓', '', ' */', 'const a = 1')).toBe(4)
    expect(count('/* one */ // two', 'const a = 1')).toBe(1)
  })

  test('are not lines of code with a comment, nor text that looks like one', () => {
    expect(count('const a = 1 // one', 'const b = /* two */ 2')).toBe(0)
    expect(count('const a = "// one"', 'const b = `', '// two', '`')).toBe(0)
  })

  test('are those of JSX with their braces', () => {
    expect(count('const a = (', '  <p>', '    {/* one */}', '    {/* two', '    three */}', '  </p>', ')')).toBe(3)
    expect(count('const a = (', '  <p>{/* one */}</p>', ')')).toBe(0)
  })
})

describe('The share of comments', () => {
  const files = (...texts: string[]) => texts.map((text, n) => parseModule(`src/${n}.ts`, text))
  const code = (lines: number) => 'f()\n'.repeat(lines)

  test('counts blank lines among all, and the newline at the end as none', () => {
    expect(commentShare(files(`// one\n${code(8)}\n`)).figure).toBe('10.00 % of 10 lines, at most 8 %')
  })

  test('is fine up to the limit over all files together', () => {
    expect(commentShare(files(`// one\n// two\n`, code(23))).findings).toEqual([])
    expect(commentShare(files(`// one\n// two\n// three\n`, code(22))).findings).toEqual([
      { where: 'src, views', says: '3 comment lines, 1 too many; most in src/0.ts 3/3, src/1.ts 0/22' },
    ])
  })

  test('of no code is none', () => {
    expect(commentShare([]).findings).toEqual([])
  })
})
