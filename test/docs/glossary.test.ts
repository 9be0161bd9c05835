import { readdirSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { read } from './documents'

const ROWS = [...read('docs/glossary.md').matchAll(/^\| ([^|]+) \| ([^|]+) \|$/gm)]
  .map(([, noun = '', meaning = '']) => ({ noun, meaning }))
  .filter(({ noun }) => noun !== 'noun' && noun !== '---')
const NOUNS = ROWS.map(({ noun }) => noun)

const NAMED = ['model', 'accounts', 'intake', 'integrations', 'integrations/thinkific/ledger', 'journal/dunning']
const SOURCES = readdirSync('src', { recursive: true, encoding: 'utf8' })
  .filter((name) => /\.tsx?$/.test(name))
  .map((name) => ` ${toWords(withoutComments(read(`src/${name}`)))} `)

describe('the glossary', () => {
  test.each(NAMED)('has the noun each type of %s ends in', (folder) => {
    const sources = readdirSync(`src/${folder}`, { withFileTypes: true }).filter((entry) => entry.isFile())
    const types = sources
      .map(({ name }) => read(`src/${folder}/${name}`))
      .flatMap((source) => [...source.matchAll(/^export (?:class|interface|type) (\w+)/gm)])
    const names = types.map(([, name = '']) => name)
    expect(names.length).toBeGreaterThan(5)
    expect(names.filter((name) => !NOUNS.some((noun) => endsIn(name, noun)))).toEqual([])
  })

  test('has no noun the code never uses', () => {
    const unused = NOUNS.filter((noun) => !SOURCES.some((words) => new RegExp(` ${noun}(s|es)? `).test(words)))
    expect(unused).toEqual([])
  })

  test('has each noun once, in one sentence', () => {
    expect(NOUNS.filter((noun, index) => NOUNS.indexOf(noun) !== index)).toEqual([])
    expect(ROWS.filter(({ meaning }) => !/^[A-Z][^.]+\.$/.test(meaning))).toEqual([])
  })
})

/** `PurchaseFacts` ends in `fact`, `EndAccess` in `access`, `Histories` in `history`. */
function endsIn(name: string, noun: string): boolean {
  const words = ` ${toWords(name)}`
  return [noun, `${noun}s`, noun.replace(/y$/, 'ies')].some((form) => words.endsWith(` ${form}`))
}

function withoutComments(source: string): string {
  return source.replaceAll(/\/\*[\s\S]*?\*\/|^\s*\/\/.*$/gm, '')
}

/** `firstName` → `first name`, and nothing but letters. */
function toWords(text: string): string {
  return text
    .replaceAll(/([a-z])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .replaceAll(/[^a-z]+/g, ' ')
}
