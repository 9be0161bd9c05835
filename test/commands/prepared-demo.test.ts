import { mkdirSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { takePreparedDemo } from '../../.run/demo/prepared'

const AT = Date.parse('2026-03-01T12:00:00Z')
const HOUR_MS = 3_600_000
const PORT = 8788
const NAMES = ['demo.json', 'secrets.json', 'v3']

let root: string
let prepared: string
let stateDir: string

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'enrollwire-prepared-'))
  prepared = join(root, 'prepared')
  stateDir = join(root, 'state')
  mkdirSync(stateDir)
  fill(join(prepared, 'state'), 'prepared')
  writeFileSync(join(prepared, 'about.json'), JSON.stringify({ at: AT, thinkificPort: PORT }))
})

afterEach(() => rmSync(root, { recursive: true }))

describe('a demo prepared ahead', () => {
  test('begins a new state, and remains for others', () => {
    takePreparedDemo(prepared, stateDir, PORT, AT + HOUR_MS)
    expect(contents(stateDir)).toEqual(['prepared demo.json', 'prepared secrets.json', 'prepared v3/database'])
    expect(contents(join(prepared, 'state'))).toEqual(contents(stateDir))
  })

  test('replaces no state there is, whatever it holds', () => {
    writeFileSync(join(stateDir, 'notes.txt'), 'own')
    takePreparedDemo(prepared, stateDir, PORT, AT + HOUR_MS)
    expect(readdirSync(stateDir)).toEqual(['notes.txt'])
  })

  test.for([
    ['made more than half a day ago', PORT, AT + 13 * HOUR_MS],
    ['made tomorrow', PORT, AT - 24 * HOUR_MS],
    ['that names another port', 18_000, AT + HOUR_MS],
    ['with a simulator that is not used', null, AT + HOUR_MS],
  ] as const)('is not taken: one %s', ([, port, now]) => {
    takePreparedDemo(prepared, stateDir, port, now)
    expect(readdirSync(stateDir)).toEqual([])
  })

  test('is not missed where there is none', () => {
    rmSync(prepared, { recursive: true })
    takePreparedDemo(prepared, stateDir, PORT, AT + HOUR_MS)
    expect(readdirSync(stateDir)).toEqual([])
  })

  test('a run killed while it copies leaves nothing that counts', () => {
    fill(join(stateDir, 'demo-copying'), 'half')
    rmSync(join(stateDir, 'demo-copying', 'secrets.json'))
    takePreparedDemo(prepared, stateDir, PORT, AT + HOUR_MS)
    expect(contents(stateDir)).toEqual(['prepared demo.json', 'prepared secrets.json', 'prepared v3/database'])
  })

  test.for([0, 1, 2, 3])('a run killed after it has moved %i of three is finished by the next, days later', (moved) => {
    const whole = join(stateDir, 'demo-whole')
    fill(whole, 'whole')
    for (const name of ['v3', 'demo.json', 'secrets.json'].slice(0, moved)) {
      renameSync(join(whole, name), join(stateDir, name))
    }
    takePreparedDemo(prepared, stateDir, PORT, AT + 100 * HOUR_MS)
    expect(contents(stateDir)).toEqual(['whole demo.json', 'whole secrets.json', 'whole v3/database'])
  })
})

/** A state with a mark in each of its files. */
function fill(folder: string, mark: string): void {
  mkdirSync(join(folder, 'v3'), { recursive: true })
  for (const name of ['demo.json', 'secrets.json', 'v3/database']) {
    writeFileSync(join(folder, name), mark)
  }
}

function contents(folder: string): string[] {
  expect(readdirSync(folder).sort()).toEqual(NAMES)
  return ['demo.json', 'secrets.json', 'v3/database'].map(
    (name) => `${readFileSync(join(folder, name), 'utf8')} ${name}`,
  )
}
