/** What the reference model found wrong once, each as small as it gets. */
import { describe, expect, test } from 'vitest'
import { bundle, course, life, livesRight, lost, setup } from './cases'

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

  test('at the end of what was paid for counts from a payment no rule acts on, told by its subscription alone', async () => {
    const end = { when: 'paid', days: 30 } as const
    const paid = setup({ product: 'p1', target: course('101'), endsOn: ['subscription.canceled'], end })
    const words: Parameters<typeof life>[1] = [
      ['charge', 10],
      ['cancel', 3],
    ]
    const open = await livesRight([paid], [life('p1', words, { naming: 'subscription' })])
    expect(open).toEqual(['customer1 101 2026-02-14T09:00:01.000Z'])
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

describe('test events in a course', () => {
  test('let nobody in beside a bundle that was real, told late and is over', async () => {
    const setups = [
      setup({ product: 'p1', target: bundle('202'), accessDays: 10 }),
      setup({ product: 'p2', target: course('103') }),
    ]
    const tested = { recurring: false, test: true, startDay: 1 }
    const lives = [life('p2', [], tested), life('p1', [], { recurring: false }), life('p4', [], { startDay: 42 })]
    const lateness = [{ late: 3 * 86_400, copies: [] }]
    expect(await livesRight(setups, lives, { arrival: 'backlog', lateness })).toEqual([])
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

  test('is ended by an ending that had to wait for its turn', async () => {
    const ends = setup({ product: 'p1', target: course('104'), opensOn: [], endsOn: ['product.partially_refunded'] })
    const lives = [life('p1', [['part', 0]], { recurring: false })]
    const mishaps = [lost(0, false, '429 empty')]
    expect(await livesRight([ends], lives, { found: '104', mishaps })).toEqual([])
  })
})

test('an ending told again once it fell out of the settled ones asks Thinkific nothing', async () => {
  const setups = [
    setup({ product: 'p4', target: course('101'), endsOn: ['product.refunded'] }),
    setup({ product: 'p1', target: course('103'), opensOn: ['product.purchased', 'subscription.charged'] }),
  ]
  const lives = [
    life('p4', [], { recurring: false, refundFirst: true }),
    life(
      'p1',
      [
        ['charge', 31],
        ['charge', 31],
        ['charge', 31],
      ],
      { startDay: 25 },
    ),
  ]
  await livesRight(setups, lives)
})
