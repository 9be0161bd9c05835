import { describe, expect, test } from 'vitest'
import type { Offer } from '../../../src/integrations/catalog'
import { isGone } from '../../../src/integrations/target-names'
import { findTypedTarget, SHOWN_TARGETS, searchOffers } from '../../../src/web/rules/targets'

const two = course('1002', 'Course Two')
const twelve = course('1012', 'Course Twelve')
const yoga = course('77', 'Intro: Power Yoga')
const all = [twelve, yoga, two]

describe('type to search', () => {
  test('shows everything by name before anything is typed', () => {
    expect(names('')).toEqual(['Course Twelve', 'Course Two', 'Intro: Power Yoga'])
  })

  test('puts names that begin with it before words that do, and those before any part', () => {
    const list = [course('1', 'Anatomy'), course('2', 'My Tom'), course('3', 'Tom')]
    expect(searchOffers(list, 'tom').shown.map((one) => one.id)).toEqual(['3', '2', '1'])
  })

  test('finds an id, whatever the casing and blanks', () => {
    expect(names('1002')).toEqual(['Course Two'])
    expect(names('  yOGa ')).toEqual(['Intro: Power Yoga'])
  })

  test('keeps to a short list and says how many there are', () => {
    const many = Array.from({ length: 3000 }, (_, n) => course(String(n), `Course ${n}`))
    const found = searchOffers(many, 'course')
    expect(found.shown).toHaveLength(SHOWN_TARGETS)
    expect(found.total).toBe(3000)
  })
})

describe('the target meant', () => {
  test('is the one ticked, then the id typed, then the whole name typed', () => {
    expect(findTypedTarget('course', all, { target: '1012', q: 'course t' })?.id).toBe('1012')
    expect(findTypedTarget('course', all, { target: '', q: '1002' })).toEqual({
      kind: 'course',
      id: '1002',
      name: 'Course Two',
    })
    expect(findTypedTarget('course', all, { target: '', q: 'course two ' })?.id).toBe('1002')
  })

  test('is what was typed after ticking another one', () => {
    expect(findTypedTarget('course', all, { target: '1012', q: 'Course Two' })?.id).toBe('1002')
    expect(findTypedTarget('course', all, { target: '1012', q: '1002' })?.id).toBe('1002')
    expect(findTypedTarget('course', all, { target: '1012', q: '998' })).toMatchObject({
      id: '998',
      name: 'Course 998',
    })
    expect(findTypedTarget('course', all, { target: '1012', q: 'pilates' })).toBeNull()
  })

  test('may be an id that no list has', () => {
    expect(findTypedTarget('bundle', [], { target: '', q: '998' })).toEqual({
      kind: 'bundle',
      id: '998',
      name: 'Bundle 998',
    })
  })

  test('is never guessed: part of a name, or a name two courses share, is no target', () => {
    expect(findTypedTarget('course', all, { target: '', q: 'Course' })).toBeNull()
    expect(findTypedTarget('course', [two, course('5', 'Course Two')], { target: '', q: 'Course Two' })).toBeNull()
  })
})

describe('an edited rule', () => {
  const gone = { kind: 'course', id: '5', name: 'Workshop 2019' } as const
  test('keeps a target that is listed no more, by its id or its name, until another one is chosen', () => {
    expect(findTypedTarget('course', all, { target: '5', q: '' }, gone)).toEqual(gone)
    expect(findTypedTarget('course', all, { target: '', q: 'Workshop 2019' }, gone)).toEqual(gone)
    expect(findTypedTarget('course', all, { target: '1002', q: 'Workshop 2019' }, gone)?.id).toBe('1002')
    expect(findTypedTarget('course', all, { target: '5', q: '998' }, gone)?.id).toBe('998')
    expect(findTypedTarget('bundle', [], { target: '', q: 'Workshop 2019' }, gone)).toBeNull()
  })
})

describe('a target that is gone', () => {
  const target = { kind: 'course', id: '1002', name: 'Course Two' } as const
  test('was in the catalog and is no more', () => {
    expect(isGone(target, [twelve])).toBe(true)
    expect(isGone(target, all)).toBe(false)
  })

  test('is not said before a catalog is there, nor of an id that was never listed', () => {
    expect(isGone(target, null)).toBe(false)
    expect(isGone({ kind: 'course', id: '998', name: 'Course 998' }, all)).toBe(false)
  })
})

function names(typed: string) {
  return searchOffers(all, typed).shown.map((one) => one.name)
}

function course(id: string, name: string): Offer {
  return { id, name, status: 'published', private: true }
}
