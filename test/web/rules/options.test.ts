import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { KINDS } from '../../../src/integrations'
import { PLAIN_OPTIONS } from '../../../src/model/rule'
import { optionFields, toOptions } from '../../../src/web/rules/options'

const create = KINDS.action('create_course')
const expire = KINDS.action('expire_course')

const read = (typed: Record<string, string>) => z.object(optionFields).parse(typed)

describe('more options', () => {
  test('are the plain ones while nobody opens them', () => {
    expect(toOptions(create, read({}))).toEqual({ ok: true, options: PLAIN_OPTIONS })
    expect(toOptions(expire, read({}))).toEqual({ ok: true, options: PLAIN_OPTIONS })
  })

  test('let a create last so many days, and an expire end later or with the paid period', () => {
    expect(toOptions(create, read({ access: 'days', accessDays: ' 30 ' }))).toMatchObject({
      options: { accessDays: 30 },
    })
    expect(toOptions(expire, read({ end: 'later', endDays: '7' }))).toMatchObject({
      options: { end: { when: 'later', days: 7 } },
    })
    expect(toOptions(expire, read({ end: 'paid', endDays: '0' }))).toMatchObject({
      options: { end: { when: 'paid', days: 0 } },
    })
  })

  test('keep only what the action has use for', () => {
    const typed = read({ access: 'days', accessDays: '30', end: 'later', endDays: '7', remove: 'on', tests: 'skip' })
    expect(toOptions(create, typed)).toMatchObject({
      options: { end: { when: 'at_once' }, removeAlways: false, skipTest: true },
    })
    expect(toOptions(expire, typed)).toMatchObject({ options: { accessDays: null, removeAlways: true } })
  })

  test.each(['', '0', '-1', '1.5', '1e3', '99999', 'ten'])('refuse %j days, at the field', (accessDays) => {
    expect(toOptions(create, read({ access: 'days', accessDays }))).toMatchObject({
      ok: false,
      errors: { accessDays: expect.any(String) },
    })
  })
})
