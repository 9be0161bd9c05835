import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { KINDS } from '../../../src/integrations'
import { PLAIN_OPTIONS } from '../../../src/model/rule'
import { optionFields, toOptions } from '../../../src/web/rules/options'

const create = KINDS.action('create_course')
const expire = KINDS.action('expire_course')

const read = (typed: Record<string, string>) => z.object(optionFields).parse(typed)

describe('more options', () => {
  test('are the defaults while they stay closed', () => {
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
    const typed = read({
      access: 'days',
      accessDays: '30',
      end: 'later',
      endDays: '7',
      removeAlways: 'on',
      tests: 'skip',
    })
    expect(toOptions(create, typed)).toMatchObject({
      options: { end: { when: 'at_once' }, removeAlways: false, skipTest: true },
    })
    expect(toOptions(expire, typed)).toMatchObject({ options: { accessDays: null, removeAlways: true } })
  })

  test('let access last until a date and start later, and an ending be for good', () => {
    const typed = read({ access: 'until', accessUntil: '2026-12-24', starts: 'later', startsAfter: '7' })
    expect(toOptions(create, typed)).toMatchObject({
      options: { accessDays: null, accessUntil: '2026-12-24', startsAfter: 7, startsOn: null },
    })
    expect(toOptions(create, read({ starts: 'on', startsOn: '2027-01-05' }))).toMatchObject({
      options: { startsAfter: null, startsOn: '2027-01-05' },
    })
    expect(toOptions(expire, read({ back: 'off' }))).toMatchObject({ options: { giveBack: false } })
  })

  test.each([
    [{ access: 'until', accessUntil: '2026-02-30' }, 'accessUntil'],
    [{ access: 'until', accessUntil: '' }, 'accessUntil'],
    [{ access: 'until', accessUntil: '24.12.2026' }, 'accessUntil'],
    [{ access: 'until', accessUntil: '2026-12-24', accessDays: '30' }, 'accessDays'],
    [{ access: 'days', accessUntil: '2026-12-24', accessDays: '30' }, 'accessUntil'],
    [{ starts: 'later', startsAfter: '1.5' }, 'startsAfter'],
    [{ starts: 'on', startsOn: '2027-13-01' }, 'startsOn'],
    [{ starts: 'on', startsOn: '2027-01-05', startsAfter: '7' }, 'startsAfter'],
    [{ access: 'until', accessUntil: '2026-12-24', starts: 'on', startsOn: '2027-01-05' }, 'accessUntil'],
  ])('refuse %j at the field %s', (typed, field) => {
    expect(toOptions(create, read(typed as unknown as Record<string, string>))).toEqual({
      ok: false,
      errors: { [field]: expect.any(String) },
    })
  })

  test('are the days before an end, from 1 to 365, for a reminder alone', () => {
    const send = KINDS.action('send_notify_url_post')
    expect(toOptions(send, read({ noticeDays: ' 7 ' }), 'access.ends_soon')).toEqual({
      ok: true,
      options: { ...PLAIN_OPTIONS, noticeDays: 7 },
    })
    expect(toOptions(send, read({ noticeDays: '7' }), 'access.given')).toEqual({ ok: true, options: PLAIN_OPTIONS })
    for (const noticeDays of ['', '0', '366', '1.5', '-1', '99999', 'ten']) {
      const errors = { noticeDays: 'Days before the end: enter a whole number from 1 to 365.' }
      expect(toOptions(send, read({ noticeDays }), 'access.ends_soon')).toEqual({ ok: false, errors })
    }
  })

  test('never take the paid period’s days for granted', () => {
    expect(toOptions(expire, read({ end: 'paid' }))).toEqual({ ok: false, errors: { endDays: expect.any(String) } })
  })

  test.each(['', '0', '-1', '1.5', '1e3', '100000', 'ten'])('refuse %j days, at the field', (accessDays) => {
    expect(toOptions(create, read({ access: 'days', accessDays }))).toMatchObject({
      ok: false,
      errors: { accessDays: expect.any(String) },
    })
  })
})
