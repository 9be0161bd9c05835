import { describe, expect, test } from 'vitest'
import {
  hasMark,
  hasUserMark,
  NO_MARKS,
  withListedPage,
  withMark,
  withoutMark,
  withUserMark,
} from '../../../../src/integrations/thinkific/steps/marks'

const NEW = { marks: NO_MARKS }

describe('What a run has seen', () => {
  test('is kept for each target separately', () => {
    const looked = withMark(withMark(NEW, 'course:101', 'looked'), 'bundle:201', 'refused')
    expect(hasMark(looked, 'course:101', 'looked')).toBe(true)
    expect(hasMark(looked, 'bundle:201', 'looked')).toBe(false)
    expect(hasMark(looked, 'course:101', 'refused')).toBe(false)
    const again = withoutMark(looked, 'course:101', 'looked')
    expect(hasMark(again, 'course:101', 'looked')).toBe(false)
    expect(hasMark(again, 'bundle:201', 'refused')).toBe(true)
    expect(hasMark(looked, 'course:101', 'looked')).toBe(true)
  })

  test('of the user is not what it has seen of a target', () => {
    const searched = withUserMark(withUserMark(NEW, 'looked'), 'taken')
    expect([hasUserMark(searched, 'looked'), hasUserMark(searched, 'taken')]).toEqual([true, true])
    expect(hasUserMark(searched, 'gone')).toBe(false)
    expect(hasMark(searched, 'course:101', 'looked')).toBe(false)
  })

  test('of a list of several pages is whole once the last page is read', () => {
    const first = withListedPage(NEW, false)
    expect(first.marks.listing).toEqual({ pages: 1, isComplete: false })
    expect(withListedPage(first, true).marks.listing).toEqual({ pages: 2, isComplete: true })
  })

  test('has one spelling: any other does not compile', () => {
    // @ts-expect-error no such mark
    expect(hasMark(NEW, 'course:101', 'loked')).toBe(false)
    // @ts-expect-error a target's mark, not the user's
    expect(hasUserMark(NEW, 'refused')).toBe(false)
    // @ts-expect-error no such kind of target
    expect(hasMark(NEW, 'lesson:101', 'looked')).toBe(false)
  })
})
