import { describe, expect, test } from 'vitest'
import { ADA_IN, rules, sold, standard } from './club'
import { livePosts } from './live-posts'

describe('an empty optional field does not lose the sale', () => {
  test.each<[string, object, string[]]>([
    ['period_end is blank', { subscription: { id: 's1', period_end: '' } }, []],
    ['period_end is a day', { subscription: { id: 's1', period_end: '2026-12-20' } }, []],
    ['test is blank', { test: '' }, []],
    ['test is the word false', { test: 'false' }, []],
    ['subscription is blank', { subscription: '' }, ['subscription, blank']],
    [
      'period_end is no date',
      { subscription: { id: 's1', period_end: 'soon' } },
      ['subscription.period_end, not a date'],
    ],
  ])('%s', async (_, data, ignored) => {
    const ending = await livePosts(rules, [[standard, 0, sold(data)]])
    expect(ending.access).toEqual(ADA_IN)
    expect(ending.ignored.flat()).toEqual(expect.arrayContaining(ignored))
  })
})
