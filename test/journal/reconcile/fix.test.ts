/** What each choice about a difference asks of the site. */
import { describe, expect, test } from 'vitest'
import { isSameDifference, toAct } from '../../../src/journal/reconcile/fix'
import { DIFFERENCE_FIXES, type Difference, type DifferenceKind, mayFix } from '../../../src/model/difference'
import { BY_HAND } from '../../../src/model/purchase'

const COURSE = { kind: 'course', id: '7', name: 'Course Seven' }
const BUNDLE = { kind: 'bundle', id: '9', name: 'All Access' }
const CLUB = { productId: 'club', productName: 'Club', orderId: 'o1', subscriptionId: null }

function difference(kind: DifferenceKind, through = COURSE): Difference {
  const theirs = kind === 'missing' ? null : { open: true, end: 2_000 }
  const ours = kind === 'unexplained' ? null : { end: 1_000, through, purchase: CLUB }
  const who = { email: 'ada@example.com', userId: '5', target: COURSE, since: null }
  return { ...who, kind, guess: 'date moved', theirs, ours }
}

describe('A choice', () => {
  test.each([
    ['missing', 'ours', 'create_course', 'club', { how: 'as granted' }],
    ['missing', 'theirs', 'expire_course', 'club', undefined],
    ['unexplained', 'ours', 'expire_course', BY_HAND, undefined],
    ['unexplained', 'theirs', 'create_course', BY_HAND, { how: 'as found', end: 2_000 }],
    ['date', 'ours', 'create_course', 'club', { how: 'as granted' }],
    ['date', 'theirs', 'create_course', 'club', { how: 'as found', end: 2_000 }],
  ] as const)('about one that is %s, for %s, asks for %s of %s', (kind, fix, action, product, settles) => {
    const act = toAct(difference(kind), fix)
    expect([act?.action, act?.productId, act?.settles]).toEqual([action, product, settles])
  })

  test('to leave one asks nothing', () => {
    expect(toAct(difference('missing'), 'leave')).toBeNull()
  })

  test('never gives a course within a bundle a day of its own', () => {
    const possible = (kind: DifferenceKind, through = COURSE) =>
      DIFFERENCE_FIXES.filter((fix) => mayFix(difference(kind, through), fix))
    expect(possible('date', BUNDLE)).toEqual(['ours', 'leave'])
    expect(possible('date')).toEqual(['ours', 'theirs', 'leave'])
    expect(possible('missing', BUNDLE)).toEqual(['ours', 'theirs', 'leave'])
  })

  test('no longer holds once either side has changed', () => {
    const chosen = difference('date')
    expect(isSameDifference(chosen, { ...chosen, since: 5 })).toBe(true)
    expect(isSameDifference(chosen, { ...chosen, theirs: { open: true, end: 3_000 } })).toBe(false)
    expect(isSameDifference(chosen, difference('missing'))).toBe(false)
  })
})
