import { describe, expect, test } from 'vitest'
import { ALL_ASKED, chooseAsked, type Said } from '../../../src/web/status/rounds'

const MINUTE_MS = 60_000
const KEYS = Array.from({ length: 400 }, (_, n) => `shop-${n}`)

describe('Looks at many objects', () => {
  test('reach quiet ones too, however many of the others need a person', () => {
    const needy = new Set(KEYS.slice(0, 120))
    const said: Record<string, Said<null>> = {}
    const asked = look(said, needy, 20)
    expect(asked.size).toBe(KEYS.length)
  })

  test('ask no more than fifty, and those in need first where no other is due', () => {
    const needy = new Set(KEYS.slice(0, 120))
    const said = Object.fromEntries(
      KEYS.map((key): [string, Said<null>] => [key, { at: 0, line: null, isQuiet: !needy.has(key) }]),
    )
    const asked = chooseAsked(KEYS, said, () => false, MINUTE_MS)
    expect(asked.size).toBe(ALL_ASKED)
    expect([...asked].every((key) => needy.has(key))).toBe(true)
  })

  test('return to each in need within a few looks', () => {
    const needy = new Set(KEYS.slice(0, 60))
    const said: Record<string, Said<null>> = {}
    look(said, needy, 30)
    const again = look(said, needy, 3, 31 * MINUTE_MS)
    expect([...needy].filter((key) => !again.has(key))).toEqual([])
  })
})

/** One a minute. */
function look(said: Record<string, Said<null>>, needy: Set<string>, looks: number, from = 0): Set<string> {
  const all = new Set<string>()
  for (let n = 0; n < looks; n += 1) {
    const now = 1_000_000_000 + from + n * MINUTE_MS
    for (const key of chooseAsked(KEYS, said, () => false, now)) {
      all.add(key)
      said[key] = { at: now, line: null, isQuiet: !needy.has(key) }
    }
  }
  return all
}
