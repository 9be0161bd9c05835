import { existsSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { read } from './documents'

/** How many requirements of levels 1 and 2 each section of ASVS 5.0.0 has; they are the first ones of it. */
const SECTIONS: Record<string, number> = {
  '1.1': 2,
  '1.2': 9,
  '1.3': 11,
  '1.4': 3,
  '1.5': 2,
  '2.1': 3,
  '2.2': 3,
  '2.3': 4,
  '2.4': 1,
  '3.2': 2,
  '3.3': 4,
  '3.4': 6,
  '3.5': 5,
  '3.7': 2,
  '4.1': 3,
  '4.2': 1,
  '4.3': 2,
  '4.4': 4,
  '5.1': 1,
  '5.2': 3,
  '5.3': 2,
  '5.4': 3,
  '6.1': 3,
  '6.2': 12,
  '6.3': 4,
  '6.4': 4,
  '6.5': 5,
  '6.6': 3,
  '6.8': 4,
  '7.1': 3,
  '7.2': 4,
  '7.3': 2,
  '7.4': 5,
  '7.5': 2,
  '7.6': 2,
  '8.1': 2,
  '8.2': 3,
  '8.3': 1,
  '8.4': 1,
  '9.1': 3,
  '9.2': 4,
  '10.1': 2,
  '10.2': 2,
  '10.3': 4,
  '10.4': 11,
  '10.5': 5,
  '10.6': 2,
  '10.7': 3,
  '11.1': 2,
  '11.2': 3,
  '11.3': 3,
  '11.4': 4,
  '11.5': 1,
  '11.6': 1,
  '12.1': 3,
  '12.2': 2,
  '12.3': 4,
  '13.1': 1,
  '13.2': 5,
  '13.3': 2,
  '13.4': 5,
  '14.1': 2,
  '14.2': 4,
  '14.3': 3,
  '15.1': 3,
  '15.2': 3,
  '15.3': 7,
  '16.1': 1,
  '16.2': 5,
  '16.3': 4,
  '16.4': 3,
  '16.5': 3,
  '17.1': 1,
  '17.2': 4,
  '17.3': 2,
}
const STATES = ['shown', 'built so', 'partial', 'not met', 'none here']

const rows = read('docs/asvs.md')
  .split('\n')
  .filter((line) => /^\| \d/.test(line))
  .map((line) => line.split(' | '))
  .map(([ids = '', , state = '', by = '']) => ({ ids: ids.slice('| '.length).split(' '), state, by }))

describe('docs/asvs.md', () => {
  test('every requirement of levels 1 and 2 has its line, once', () => {
    const all = Object.entries(SECTIONS).flatMap(([section, count]) =>
      Array.from({ length: count }, (_, n) => `${section}.${n + 1}`),
    )
    expect(rows.flatMap(({ ids }) => ids).sort()).toEqual(all.sort())
  })

  test('what is shown names a test that exists, by a name that stands in it', () => {
    const wrong = rows
      .filter(({ state }) => state === 'shown')
      .flatMap(({ ids, by }) => {
        const named = [...by.matchAll(/`([^`:]+\.tsx?): ([^`]+)`/g)].map(([, file = '', name = '']) => ({ file, name }))
        const missing = named.filter(
          ({ file, name }) => !existsSync(`test/${file}`) || !read(`test/${file}`).includes(name),
        )
        return named.length === 0 ? [`${ids}: no test`] : missing.map(({ file, name }) => `${ids}: ${file}: ${name}`)
      })
    expect(wrong).toEqual([])
  })

  test('the sum is the sum', () => {
    const counted = STATES.map((state) => {
      const ids = rows.filter((row) => row.state === state).flatMap((row) => row.ids)
      return `${ids.length} ${state}`
    })
    const total = rows.flatMap(({ ids }) => ids).length
    expect(read('docs/asvs.md')).toContain(`Of ${total}: ${counted.join(', ')}.`)
  })
})
