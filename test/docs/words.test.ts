import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { OUTCOMES } from '../../src/model/outcome'
import { read } from './documents'

const MERCHANT = read('docs/merchant.md')
/** Everything a page is made of, on one line, so that words broken over two are found. */
const SCREENS = ['views', 'src/web', 'src/rules', 'src/integrations']
  .flatMap((folder) => readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((name) => join(folder, name)))
  .filter((path) => /\.tsx?$/.test(path))
  .map((path) => readFileSync(path, 'utf8'))
  .join('\n')
  .replaceAll('’', "'")
  .replace(/\s+/g, ' ')

test('the merchant reads the very words that are on the screen', () => {
  const bold = [...MERCHANT.matchAll(/\*\*([^*]+)\*\*/g)].map(([, words = '']) => words.replace(/\s+/g, ' '))
  expect(bold.length).toBeGreaterThan(20)
  expect(bold.filter((words) => words !== 'bold' && !SCREENS.includes(words))).toEqual([])
})

test('“Why wasn’t she enrolled?” names outcomes as the log does', () => {
  const rows = [...MERCHANT.matchAll(/^\| `([^`]+)`/gm)].map(([, outcome]) => outcome)
  expect(rows.length).toBeGreaterThan(8)
  expect(rows.filter((outcome) => !(OUTCOMES as readonly (string | undefined)[]).includes(outcome))).toEqual([])
})
