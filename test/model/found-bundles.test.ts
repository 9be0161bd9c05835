/** What the reference model found wrong once about bundles, each as small as it gets. */
import { describe, expect, test } from 'vitest'
import { bundle, course, type Given, life, livesRight, setup } from './cases'
import type { Setup } from './setups'

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

  test('a course enrolled by its own call before a promised bundle came gets its own date back', async () => {
    const opensOn: Setup['opensOn'] = ['product.purchased']
    const later = { endsOn: ['subscription.completed'], end: { when: 'later', days: 7 } } satisfies Partial<Setup>
    const setups = [
      setup({ product: 'p1', target: bundle('202'), opensOn, ...later }),
      setup({ product: 'p1', target: course('102'), opensOn }),
      setup({ product: 'p1', target: course('101'), opensOn }),
    ]
    const lives = [life('p1', [['complete', 0]])]
    const open = await livesRight(setups, lives, { arrival: 'backlog', switches: { bundlePost: '202' } })
    expect(open).toContain('customer1 102 ∞')
  })

  test('one course as its own grant left it does not stand for a bundle whose call was lost', async () => {
    const opensOn: Setup['opensOn'] = ['product.purchased', 'subscription.charged']
    const later = { endsOn: ['subscription.completed'], end: { when: 'later', days: 7 } } satisfies Partial<Setup>
    const setups = [
      setup({ product: '*', target: course('103') }),
      setup({ product: 'p4', target: bundle('202'), opensOn, ...later }),
    ]
    const lives = [
      life('p4', [], { recurring: false }),
      life('p4', [
        ['charge', 0],
        ['complete', 0],
      ]),
    ]
    const crash = { kind: 'crash' as const, after: 3, at: 'call' as const }
    const given: Given = { arrival: 'backlog', switches: { bundleRepost: '422 object' }, mishaps: [crash] }
    expect(await livesRight(setups, lives, given)).toEqual(['customer1 102 ∞', 'customer1 103 ∞'])
  })

  test('a course given its own end since the bundle’s call was lost is not taken to be as the bundle is', async () => {
    const setups = [
      setup({ product: 'p4', target: bundle('202') }),
      setup({ product: '*', target: course('103'), accessDays: 10 }),
    ]
    const crash = { kind: 'crash' as const, after: 1, at: 'call' as const }
    const given: Given = { switches: { bundleRepost: '422 array', bundleRows: 'one per user' }, mishaps: [crash] }
    const lives = [life('p4', [], { recurring: false })]
    expect(await livesRight(setups, lives, given)).toEqual(['customer1 102 ∞', 'customer1 103 ∞'])
  })

  test('moved by an event no rule acts on leave alone what another purchase gives for good', async () => {
    const opensOn: Setup['opensOn'] = ['product.purchased', 'subscription.charged']
    const setups = [
      setup({ product: 'p2', target: course('101') }),
      setup({ product: 'p1', target: bundle('201'), opensOn, accessDays: 10 }),
    ]
    const lives = [
      life(
        'p1',
        [
          ['charge', 10],
          ['refund', 0],
        ],
        { otherEmail: true },
      ),
      life('p2', [], { recurring: false }),
    ]
    expect(await livesRight(setups, lives)).toEqual(['customer1 101 ∞', 'customer1 102 2026-01-25T09:00:01.000Z'])
  })

  test('enrolled by hand is removed whole, also when one course of it was removed before', async () => {
    const setups = [
      setup({ product: 'p1', target: course('101'), removes: course('103') }),
      setup({ product: 'p1', target: course('104'), removes: bundle('202') }),
    ]
    const open = await livesRight(setups, [life('p1', [], { recurring: false })], { found: '202' })
    expect(open).toEqual(['customer1 101 ∞', 'customer1 104 ∞'])
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
