import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type DerivedTrigger, observe } from '../../../src/journal/dunning/dunning'
import type { Observation } from '../../../src/journal/dunning/observation'
import { MAX_ENTRIES, type SubscriptionHistory } from '../../../src/journal/dunning/subscription-history'
import type { Trigger } from '../../../src/model/trigger'
import { seed, sized } from '../../depth'

const HOUR = 3_600_000
const DAY = 24 * HOUR

/** The last word of a type, how many failures it counts, and when: `F4@3` is a fourth failure on day 3. */
const WORDS: Record<string, Trigger> = {
  P: 'product.purchased',
  C: 'subscription.charged',
  F: 'subscription.charge_failed',
  D: 'subscription.delinquent',
  X: 'subscription.canceled',
  V: 'subscription.recovered',
  R: 'subscription.restarted',
  K: 'subscription.completed',
  B: 'product.refunded',
}
const LETTERS = Object.keys(WORDS)

describe('a sender of facts', () => {
  test.each<[string, string]>([
    ['a life without trouble', 'P:P C:C C:C K:KC'],
    ['a charge in dunning is also a recovery', 'P:P F1:F F2: C:CV C:C'],
    ['a recovery is also a charge', 'F1:F V:VC'],
    ['the fourth failure is also a delinquency, and that a cancellation', 'F1:F F2: F3: F4:DX F5:'],
    ['only the first failure of each cycle fires', 'F1:F F2: C:CV F1:F F2:'],
    ['a delinquency reported as well fires once, and a cancellation a day later fires separately', 'F1:F F4:DX D: X:X'],
    ['a restart by hand begins a new cycle', 'F4:FDX R:R F1:F F4:DX'],
    ['canceled, restarted, canceled', 'X:X R:R X:X'],
    ['every state reported twice fires once', 'D:DX D: R:R R: X:X X: R:R V:VC V: K:KC K: F:F C:CV V:'],
    ['a refund says nothing about the subscription', 'P:P B:B C:C B:B'],
    ['in the middle of a story: recovered', 'V:VC V:'],
    ['in the middle of a story: the third failure', 'F3:F F4:DX'],
    ['in the middle of a story: restarted', 'R:R X:X'],
    ['in the middle of a story: a charge is only a charge', 'C:C'],
    ['a recovery reported long after the charge that implied it', 'F1:F C:CV C:C V: C:C V:VC'],
    ['paid after delinquency', 'F1:F F4:DX C:CV X:X'],
  ])('%s', (_, story) => expectStory(story, 'facts'))

  test('a charge and the recovery or completion that came with it are one payment', () => {
    expect(lived([at('F1', 0), at('C', DAY), at('V', DAY)], 'facts')).toEqual(['F', 'CV', ''])
    expect(lived([at('F1', 0), at('V', DAY), at('C', DAY + 2000)], 'facts')).toEqual(['F', 'CV', ''])
    expect(lived([at('C', 0), at('K', 500)], 'facts')).toEqual(['C', 'K'])
    expect(lived([at('K', 0), at('C', 500)], 'facts')).toEqual(['CK', ''])
    expect(lived([at('C', 0), at('C', 500)], 'facts')).toEqual(['C', 'C'])
  })
})

describe('a sender of triggers', () => {
  test.each<[string, string]>([
    ['its word is taken', 'P:P C:C F:F V:V C:C K:K'],
    ['a charge in dunning is no recovery until it says so, and ends the cycle', 'F:F C:C F:F'],
    ['delinquent is also canceled, and a cancellation a day later is its own', 'D:DX X:X'],
    ['a count of failures means nothing', 'F4:F F5:'],
    ['canceled, restarted, canceled', 'X:X R:R X:X'],
    ['recovered, failed, recovered', 'F:F V:V V: F:F V:V'],
  ])('%s', (_, story) => expectStory(story, 'triggers'))
})

describe('arriving late', () => {
  test('a restart between two cancellations gives the second its meaning, dated by it', () => {
    const tales = observeAll([at('X', 0), at('X', 2 * DAY), at('R', DAY)], 'facts')
    expect(tales[1]).toEqual([])
    expect(tales[2]).toEqual([
      { trigger: 'subscription.restarted', happenedAt: DAY, impliedBy: null, own: true },
      { trigger: 'subscription.canceled', happenedAt: 2 * DAY, impliedBy: 'e1', own: false },
    ])
  })

  test('a purchase between two cancellations does so too, which is why its rules are looked up', () => {
    const [, , late] = observeAll([at('X', 0), at('X', 2 * DAY), at('P', DAY)], 'facts')
    expect(late).toContainEqual({
      trigger: 'subscription.canceled',
      happenedAt: 2 * DAY,
      impliedBy: 'e1',
      own: false,
    })
  })

  test('a failure before one that fired does not fire again', () => {
    expect(lived([at('F2', DAY), at('F1', 0)], 'facts')).toEqual(['F', ''])
  })

  test('a failure before a charge makes it a recovery', () => {
    const [, late] = observeAll([at('C', DAY), at('F1', 0)], 'facts')
    expect(late).toContainEqual({ trigger: 'subscription.recovered', happenedAt: DAY, impliedBy: 'e0', own: false })
  })
})

describe('any story', () => {
  test('fires the same set of triggers whatever the order of arrival, each once', () => {
    fc.assert(
      fc.property(lives(), fc.nat(20), reports, fc.infiniteStream(fc.nat()), (life, missed, sender, luck) => {
        const start = Math.min(missed, life.length - 1)
        const story = life
          .slice(start, start + MAX_ENTRIES)
          .map((observation, index) => ({ ...observation, event: `e${index}` }))
        const fired = observeAll(shuffled(story, luck), sender).flat()
        expect(names(fired)).toEqual(names(observeAll(story, sender).flat()))
        expect(twice(fired)).toEqual([])
      }),
      { numRuns: sized(200, 20_000), ...seed(13) },
    )
  })

  const reports = fc.constantFrom('facts' as const, 'triggers' as const)
  const moments = fc.array(
    fc.record({
      letter: fc.constantFrom(...LETTERS),
      count: fc.constantFrom(null, 1, 3, 4, 5),
      hour: fc.oneof(fc.integer({ min: 0, max: 6 }), fc.integer({ min: 0, max: 2000 })),
      minutes: fc.constantFrom(0, 0, 1, 40),
    }),
    { minLength: 1, maxLength: 12 },
  )

  test('fires the same in any order of arrival, apart from repeated payments and cancellations beside a delinquency', () => {
    fc.assert(
      fc.property(moments, reports, fc.infiniteStream(fc.nat()), (list, sender, luck) => {
        const story = list.map(({ letter, count, hour, minutes }, index) => ({
          ...at(`${letter}${count ?? ''}`, hour * HOUR + minutes * 60_000),
          event: `e${index}`,
        }))
        const states = (observations: Observation[]) => {
          const fired = observeAll(observations, sender).flat()
          expect(twice(fired)).toEqual([])
          return names(fired).filter((name) => name !== 'subscription.charged' && name !== 'subscription.canceled')
        }
        expect(states(shuffled(story, luck))).toEqual(states(story.toSorted((one, other) => one.at - other.at)))
      }),
      { numRuns: sized(200, 20_000), ...seed(13) },
    )
  })

  test('answers a redelivery as it answered the first time, and stays small', () => {
    fc.assert(
      fc.property(moments, reports, (list, sender) => {
        let history: SubscriptionHistory | null = null
        for (const [index, { letter, count, hour }] of list.entries()) {
          const observation = { ...at(`${letter}${count ?? ''}`, hour * HOUR), event: `e${index}`, reports: sender }
          const first = observe(history, observation)
          const again = observe(first.history, observation)
          expect(again.fired).toEqual(first.fired)
          expect(again.history).toEqual(first.history)
          history = first.history
        }
      }),
    )
  })

  test('is bounded however long it lasts, and goes on as before', () => {
    let history: SubscriptionHistory | null = null
    let last: DerivedTrigger[] = []
    for (let month = 0; month < 100; month++) {
      const derivation = observe(history, { ...at(month === 0 ? 'F1' : 'C', month * 30 * DAY), event: `m${month}` })
      history = derivation.history
      last = derivation.fired
    }
    expect(history?.entries.length).toBe(MAX_ENTRIES)
    expect(JSON.stringify(history).length).toBeLessThan(8_000)
    expect(last.map(({ trigger }) => trigger)).toEqual(['subscription.charged'])
  })
})

describe('Dunning', () => {
  test('a copy of a charge is dropped, a copy of a state is recorded', () => {
    const charge = observe(null, { ...at('C', 0), repeat: true })
    expect(charge).toMatchObject({ history: { entries: [] }, fired: [], why: expect.any(String) })
    const first = observe(null, { ...at('X', 0), reports: 'triggers', post: 'x' })
    const copy = observe(first.history, {
      ...at('X', 60_000),
      event: 'copy',
      reports: 'triggers',
      post: 'x',
      repeat: true,
    })
    expect(copy).toMatchObject({ fired: [], why: expect.any(String) })
    expect(copy.history.entries).toHaveLength(2)
  })
})

function expectStory(story: string, reports: Observation['reports']): void {
  const steps = story.split(' ').map((word) => word.split(':'))
  const observations = steps.map(([word], day) => at(word ?? '', day * DAY))
  expect(lived(observations, reports)).toEqual(steps.map(([, fires]) => [...(fires ?? '')].sort().join('')))
}

/** The letters each arrival fired. */
function lived(observations: Observation[], reports: Observation['reports']): string[] {
  return observeAll(observations, reports).map((fired) =>
    fired
      .map(({ trigger }) => LETTERS.find((letter) => WORDS[letter] === trigger))
      .sort()
      .join(''),
  )
}

function observeAll(observations: Observation[], reports: Observation['reports']): DerivedTrigger[][] {
  let history: SubscriptionHistory | null = null
  return observations.map((observation, index) => {
    const event = observation.event === '' ? `e${index}` : observation.event
    const derivation = observe(history, { ...observation, event, reports })
    history = JSON.parse(JSON.stringify(derivation.history))
    expect(derivation.why === null).toBe(derivation.fired.length > 0)
    return derivation.fired
  })
}

function at(word: string, moment: number): Observation {
  const type = WORDS[word.charAt(0)]
  if (!type) {
    throw new Error(`no such word: ${word}`)
  }
  const failedAttempts = word.length > 1 ? Number(word.slice(1)) : null
  return { event: '', type, at: moment, received: moment, reports: 'facts', failedAttempts, post: null, repeat: false }
}

function shuffled(story: Observation[], luck: fc.Stream<number>): Observation[] {
  return story
    .map((observation) => ({ observation, place: luck.next().value ?? 0 }))
    .sort((one, other) => one.place - other.place)
    .map(({ observation }) => observation)
}

/** Lives as a sender reports them: months paid, or failed for a while and then paid, lost or canceled, and restarted. */
function lives(): fc.Arbitrary<Observation[]> {
  const success = fc.constantFrom('C', 'V', 'CV', 'VC')
  const month = fc.oneof(
    fc.constant(['C']),
    fc.tuple(fc.integer({ min: 1, max: 3 }), success).map(([failures, paid]) => [...failed(failures), paid]),
    fc.constantFrom(['R'], ['C', 'R']).map((back) => [...failed(4), 'DX', ...back.toReversed()]),
    fc.constant([...failed(5), 'X', 'R']),
    fc.constant(['X', 'R']),
    fc.constant(['X', 'X', 'R', 'R', 'C']),
  )
  const end = fc.constantFrom(['CK'], ['K'], ['KC'], ['X'], ['B'], [...failed(4)], [])
  return fc
    .tuple(fc.array(month, { maxLength: 5 }), end)
    .map(([months, last]) =>
      ['P', ...months.flat(), ...last].flatMap((words, day) =>
        [...words.matchAll(/[A-Z]\d?/g)].map(([word], minute) => at(word, day * DAY + minute * 60_000)),
      ),
    )
}

function failed(times: number): string[] {
  return Array.from({ length: times }, (_, index) => `F${index + 1}`)
}

function names(fired: DerivedTrigger[]): string[] {
  return fired.map(({ trigger }) => trigger).sort()
}

function twice(fired: DerivedTrigger[]): string[] {
  const keys = fired.map(({ trigger, happenedAt, impliedBy }) => `${trigger} ${happenedAt} ${impliedBy}`)
  return keys.filter((key, index) => keys.indexOf(key) !== index && key.split(' ')[2] !== 'null')
}
