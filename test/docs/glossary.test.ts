import { readdirSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { read } from './documents'

const ROWS = [...read('docs/glossary.md').matchAll(/^\| ([^|]+) \| ([^|]+) \|$/gm)]
  .map(([, noun = '', meaning = '']) => ({ noun, meaning }))
  .filter(({ noun }) => noun !== 'noun' && noun !== '---')
const NOUNS = ROWS.map(({ noun }) => noun)

/** Every station but `web`, whose types are its pages' own, and `env`, which types bindings. */
const STATIONS = readdirSync('src', { withFileTypes: true })
  .filter((entry) => entry.isDirectory() && entry.name !== 'web')
  .map(({ name }) => name)
/** Generic names that are read with what follows: `CallTo<'read bundle'>`. */
const READ_WITH_WHAT_FOLLOWS = ['CallTo', 'ReplyTo']
const SOURCES = readdirSync('src', { recursive: true, encoding: 'utf8' })
  .filter((name) => /\.tsx?$/.test(name))
  .map((name) => ` ${toWords(withoutComments(read(`src/${name}`)))} `)

describe('the glossary', () => {
  test.each(STATIONS)('has the noun each exported type of %s ends in', (station) => {
    const sources = readdirSync(`src/${station}`, { recursive: true, encoding: 'utf8' })
    const types = sources
      .filter((name) => /\.tsx?$/.test(name))
      .map((name) => read(`src/${station}/${name}`))
      .flatMap((source) => [...source.matchAll(/^export (?:abstract )?(?:class|interface|type) (\w+)/gm)])
    const names = types.map(([, name = '']) => name).filter((name) => !READ_WITH_WHAT_FOLLOWS.includes(name))
    expect(names.filter((name) => !NOUNS.some((noun) => endsIn(name, noun)))).toEqual([])
  })

  test('reads the types of every station', () => {
    expect(STATIONS).toEqual(expect.arrayContaining(['model', 'journal', 'integrations', 'dispatch', 'intake']))
  })

  test('has no noun the code never uses', () => {
    const unused = NOUNS.filter(
      (noun) => !SOURCES.some((words) => new RegExp(` ${noun.toLowerCase()}(s|es)? `).test(words)),
    )
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
  const lower = noun.toLowerCase()
  return [lower, `${lower}s`, lower.replace(/y$/, 'ies')].some((form) => words.endsWith(` ${form}`))
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
