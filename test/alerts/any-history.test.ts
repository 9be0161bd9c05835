import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { seed, sized } from '../depth'
import { AlertShop, sampleCause, sampleChannel } from './shop'

const MINUTE = 60_000
const KEYS = ['a', 'b', 'c']

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date'], now: Date.parse('2026-11-23T08:00:00Z') })
  vi.spyOn(console, 'error').mockImplementation(() => {})
})

afterEach(() => {
  vi.restoreAllMocks()
  vi.useRealTimers()
})

/** What happens between two looks. `lost`: the message arrived, and its answer did not; `crash`: nor did ours survive. */
const step = fc.oneof(
  fc.record({ does: fc.constant('causes' as const), open: fc.subarray(KEYS) }),
  fc.record({ does: fc.constant('pass' as const), minutes: fc.integer({ min: 1, max: 180 }) }),
  fc.record({
    does: fc.constant('answer' as const),
    of: fc.constantFrom('x', 'y'),
    how: fc.constantFrom('taken', 'down', 'lost', 'crash', 'gone'),
  }),
  fc.record({ does: fc.constant('restart' as const) }),
)

const ANSWERS = {
  taken: { reached: true, result: { sent: true, sentence: '' } },
  down: { reached: false, result: { sent: false, sentence: 'Down.', lasting: false } },
  lost: { reached: true, result: { sent: false, sentence: 'No answer.', lasting: false } },
  crash: { reached: true, result: 'crash' },
  gone: { reached: false, result: { sent: false, sentence: 'Gone.', lasting: true } },
} as const

describe('Any history of causes', () => {
  test('an alert was sent, and the journal was reset: after any history each opening and each end was said once', async () => {
    const history = fc.array(step, { minLength: 4, maxLength: 40 })
    await fc.assert(
      fc.asyncProperty(history, async (steps) => {
        const shop = new AlertShop(sampleChannel({ id: 'x' }), sampleChannel({ id: 'y' }))
        const answers: Record<string, keyof typeof ANSWERS> = { x: 'taken', y: 'taken' }
        shop.answer = (channel) => ANSWERS[answers[channel] ?? 'taken']
        let open: string[] = []
        for (const one of steps) {
          switch (one.does) {
            case 'causes':
              open = one.open
              shop.attention = {
                causes: open.map((key) => sampleCause({ key, kind: key === 'a' ? 'parked' : 'credentials' })),
                unknown: [],
              }
              await shop.look()
              break
            case 'pass':
              await shop.pass(one.minutes * MINUTE)
              break
            case 'answer':
              answers[one.of] = one.how
              break
            case 'restart':
              shop.restart()
          }
        }
        answers.x = 'taken'
        answers.y = 'taken'
        await shop.pass(12 * 60 * MINUTE)
        for (const channel of ['x', 'y']) {
          const said = shop.said(channel)
          const keys = [...KEYS, 'alerts x', 'alerts y'].filter((key) => key !== `alerts ${channel}`)
          for (const key of keys) {
            const about = said.filter((line) => line.endsWith(` ${key}`)).map((line) => line.split(' ')[0])
            const turns = about.map((_, at) => (at % 2 === 0 ? 'opened' : 'over'))
            expect(about).toEqual(turns)
            expect(about.at(-1) === 'opened').toBe(open.includes(key))
          }
          expect(said.filter((line) => line.endsWith(` alerts ${channel}`))).toEqual([])
        }
      }),
      { numRuns: sized(40, 3_000), ...seed(23) },
    )
  })
})
