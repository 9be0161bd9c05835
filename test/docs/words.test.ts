import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { OUTCOMES } from '../../src/model/outcome'
import { DOCUMENTS, read } from './documents'

const MERCHANT = read('docs/merchant.md')
/** Everything a page is made of, on one line, so that words broken over two are found. */
const SCREENS = listSources('views', 'src/web', 'src/rules', 'src/integrations')
  .map(({ text }) => text)
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

/** Words that hide who does what. Screens are exempt: there, `nobody` is plain English. */
const VAGUE =
  /\b(nobody|somebody|whoever|whomever|told|tells|heard|anew|mend(s|ed)?|so often|by itself|aims? at|goes by)\b/i

test('comments say who does what', () => {
  const comments = listSources('src', 'views', '.run', 'test').flatMap(({ path, text }) =>
    [...text.matchAll(/^ *(?:\/\*\*|\*|\/\/) (.*)$/gm)].map(([, comment = '']) => `${path}: ${comment}`),
  )
  expect(comments.length).toBeGreaterThan(2_000)
  expect(comments.filter((comment) => VAGUE.test(withoutCode(comment)))).toEqual([])
})

test('titles of tests say who does what, without a number in front', () => {
  const titles = listSources('test').flatMap(({ path, text }) =>
    [...text.matchAll(/^ *(?:(?:test|describe)[\w.]*|[\])}].*\))\((['"`])(.+?)\1,/gm)].map(
      ([, , title = '']) => `${path}: ${title}`,
    ),
  )
  expect(titles.length).toBeGreaterThan(2_000)
  expect(titles.filter((title) => VAGUE.test(title) || /: (row|story) \d/.test(title))).toEqual([])
})

test('documents say who does what', () => {
  const lines = DOCUMENTS.flatMap((path) =>
    read(path)
      .split('\n')
      .map((line) => `${path}: ${line}`),
  )
  expect(lines.filter((line) => VAGUE.test(withoutCode(line)))).toEqual([])
})

function withoutCode(text: string): string {
  return text.replaceAll(/`[^`]*`/g, '')
}

function listSources(...folders: string[]): { path: string; text: string }[] {
  return folders
    .flatMap((folder) => readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((name) => join(folder, name)))
    .filter((path) => /\.tsx?$/.test(path))
    .map((path) => ({ path, text: readFileSync(path, 'utf8') }))
}
