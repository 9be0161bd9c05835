/** What the reference model found wrong once, each as small as it gets. */
import { describe, expect, test } from 'vitest'
import type { Target } from '../../src/rules/rule'
import { buildHistory, type Plan } from './histories'
import type { Mishap } from './mishaps'
import { live } from './run'
import type { Setup } from './setups'
import type { Life } from './stories'

const course = (id: string): Target => ({ kind: 'course', id, name: `Course ${id}` })
const bundle = (id: string): Target => ({ kind: 'bundle', id, name: `Bundle ${id}` })

function setup(given: Partial<Setup> & Pick<Setup, 'product' | 'target'>): Setup {
  return {
    ...{ opensOn: ['product.purchased'], endsOn: [], accessDays: null, end: { when: 'at_once' } },
    ...{ removeAlways: false, removes: null, skipTest: false, ...given },
  }
}

function life(product: string, words: [Life['words'][number]['word'], number][], given: Partial<Life> = {}): Life {
  return {
    ...{ product, recurring: true, test: false, startDay: 0, naming: 'both', joined: false, refundFirst: false },
    ...{ namesPeriod: false, counts: false, words: words.map(([word, days]) => ({ word, days, bits: 0 })), ...given },
  }
}

/** No answer to the call after so many. */
function lost(after: number, effect: boolean): Mishap {
  return { kind: 'fault', fault: 'no answer', only: null, effect, after, times: 1, ms: 1_000 }
}

async function livesRight(setups: Setup[], lives: Life[], given: Partial<Plan> & { found?: string } = {}) {
  const { found, ...plan } = given
  const before = found === undefined ? [] : [{ course: found, when: 'before' as const, days: null }]
  const customers = [{ lives, found: before }]
  const usual = { facts: false, arrival: 'ordered' as const, lateness: [], switches: {}, mishaps: [], luck: 1 }
  const lived = await live(buildHistory({ ...usual, setups, customers, ...plan }))
  expect(lived.unsettled).toEqual([])
  expect(lived.product).toEqual(lived.model)
  return lived.product
}

describe('endings', () => {
  test('a later ending gives no more days than an earlier one left', async () => {
    const later = setup({
      ...{ product: 'p1', target: course('101'), end: { when: 'later', days: 7 } },
      endsOn: ['product.partially_refunded', 'subscription.completed'],
    })
    await livesRight(
      [later],
      [
        life('p1', [
          ['complete', 0],
          ['part', 0],
        ]),
      ],
    )
  })

  test('a subscription told without its id is charged after a refund, and open again', async () => {
    const charged = setup({
      ...{ product: 'p4', target: course('101'), endsOn: ['product.refunded'] },
      opensOn: ['product.purchased', 'subscription.charged'],
    })
    const open = await livesRight(
      [charged],
      [
        life(
          'p4',
          [
            ['refund', 0],
            ['charge', 0],
          ],
          { naming: 'neither' },
        ),
      ],
    )
    expect(open).toEqual(['customer1 101 ∞'])
  })
})

describe('lost answers', () => {
  const ends = setup({
    ...{ product: 'p3', target: course('101'), endsOn: ['subscription.canceled'] },
    opensOn: ['product.purchased', 'subscription.restarted'],
  })
  const restarted = life('p3', [
    ['cancel', 0],
    ['restart', 0],
  ])

  test('of a call that ended access do not keep out who restarted meanwhile', async () => {
    const open = await livesRight([ends], [restarted], { arrival: 'backlog', mishaps: [lost(2, true)] })
    expect(open).toEqual(['customer1 101 ∞'])
  })

  test('nor does an object that dies before it hears of one', async () => {
    const crash = { kind: 'crash' as const, after: 2, at: 'call' as const }
    const open = await livesRight([ends], [restarted], { arrival: 'backlog', mishaps: [crash] })
    expect(open).toEqual(['customer1 101 ∞'])
  })
})

describe('test events', () => {
  test('let nobody in whose real access lasted till after the test and is over', async () => {
    const open = setup({ product: 'p1', target: course('101'), endsOn: ['product.refunded'], accessDays: 10 })
    const tested = setup({ product: 'p2', target: course('101') })
    const lives = [
      life('p1', [], { recurring: false }),
      life('p2', [], { recurring: false, test: true, startDay: 1 }),
      life('p3', [], { recurring: false, startDay: 40 }),
    ]
    expect(await livesRight([open, tested], lives, { arrival: 'backlog' })).toEqual([])
  })
})

describe('bundles', () => {
  test('a course another purchase grants is restored for good where Thinkific ignores a null end', async () => {
    const setups = [
      setup({ product: 'p1', target: course('102') }),
      setup({ product: 'p3', target: bundle('202'), endsOn: ['product.partially_refunded'] }),
    ]
    const lives = [life('p3', [['part', 1]]), life('p1', [])]
    const open = await livesRight(setups, lives, { switches: { repost: '422 object', nullExpiry: 'ignored' } })
    expect(open).toEqual(['customer1 102 ∞'])
  })

  test('one course open by another grant does not make an ended bundle look open', async () => {
    const setups = [
      setup({ product: 'p3', target: course('103') }),
      setup({ product: 'p3', target: bundle('202'), endsOn: ['subscription.delinquent'] }),
    ]
    const lives = [
      life('p3', [], { recurring: false, startDay: 1 }),
      life('p3', [
        ['fail', 0],
        ['delinquent', 0],
      ]),
    ]
    const open = await livesRight(setups, lives, { switches: { bundleRepost: '422 array' } })
    expect(open).toEqual(['customer1 102 ∞', 'customer1 103 ∞'])
  })
})

describe('access found', () => {
  test('belongs to the course it was found in, not to the target of the firing that found it', async () => {
    const setups = [
      setup({ product: 'p3', target: course('103') }),
      setup({ product: 'p3', target: course('101'), accessDays: 10 }),
    ]
    await livesRight(setups, [life('p3', [], { recurring: false })], { found: '103', mishaps: [lost(0, false)] })
  })
})
