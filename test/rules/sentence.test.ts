import { describe, expect, test } from 'vitest'
import { KINDS } from '../../src/integrations'
import { PLAIN_OPTIONS, type RuleOptions } from '../../src/model/rule'
import type { Trigger } from '../../src/model/trigger'
import { phraseRule, type RuleEnding } from '../../src/rules/sentence'

describe('a rule that enrolls says', () => {
  const read = (options: Partial<RuleOptions>, endings: RuleEnding[] = []) =>
    say('product.purchased', 'create_course', options, endings)

  test('how long access lasts and when it starts', () => {
    expect(read({})).toBe('When Yoga is purchased, enroll the customer in Course Two.')
    expect(read({ accessDays: 365 })).toBe(
      'When Yoga is purchased, enroll the customer in Course Two for 365 days from each payment.',
    )
    expect(read({ accessUntil: '2026-12-24' })).toMatch(/in Course Two until December 24, 2026\.$/)
    expect(read({ startsOn: '2027-01-05' })).toMatch(/in Course Two, starting January 5, 2027\.$/)
    expect(read({ accessDays: 1, startsAfter: 7 })).toMatch(/for 1 day from each payment, starting 7 days later\.$/)
  })

  test('which endings the other rules make of it, and whether it comes back', () => {
    const ends = (giveBack: boolean, ...triggers: Trigger[]) => triggers.map((trigger) => ({ trigger, giveBack }))
    const three = ends(true, 'subscription.charge_failed', 'product.refunded', 'subscription.canceled')
    expect(read({}, three)).toBe(
      'When Yoga is purchased, enroll the customer in Course Two, until a refund, cancellation or failed payment; comes back when they pay again or restart.',
    )
    expect(read({}, ends(false, 'product.refunded'))).toMatch(/, until a refund\.$/)
    expect(read({}, ends(true, 'subscription.canceled'))).toMatch(
      /until a cancellation; comes back when they restart or, after failed payments, pay again\.$/,
    )
    expect(read({}, ends(true, 'subscription.charge_failed'))).toMatch(/; comes back when they pay again\.$/)
    expect(read({}, ends(true, 'subscription.completed'))).toMatch(/until a completed plan\.$/)
  })
})

describe('a rule that ends access says', () => {
  const read = (trigger: Trigger, options: Partial<RuleOptions>) => say(trigger, 'expire_course', options)

  test('when, and whether access comes back', () => {
    expect(read('subscription.charge_failed', {})).toBe(
      'When a subscription payment for Yoga fails, end the access to Course Two that this purchase gave; it comes back when they pay again.',
    )
    expect(read('subscription.canceled', { end: { when: 'paid', days: 365 } })).toMatch(
      /, at the end of the paid period \(if unknown, 365 days after the last payment\); it comes back when they restart or, after failed payments, pay again\.$/,
    )
    expect(read('product.refunded', { end: { when: 'later', days: 3 }, giveBack: false })).toMatch(
      /, 3 days later; it does not come back without another rule or a new purchase\.$/,
    )
  })

  test('nothing of coming back where nothing brings it back', () => {
    expect(read('product.purchased', {})).toMatch(/, whatever gave it\.$/)
    expect(read('subscription.completed', {})).toMatch(/that this purchase gave\.$/)
  })
})

function say(trigger: Trigger, action: string, options: Partial<RuleOptions>, endings: RuleEnding[] = []): string {
  const rule = { trigger, action: KINDS.action(action), options: { ...PLAIN_OPTIONS, ...options } }
  return phraseRule(rule, 'Yoga', 'Course Two', endings)
}

describe('A notice before the end', () => {
  test('a rule on access says when it posts', () => {
    const read = (trigger: Trigger, options: Partial<RuleOptions> = {}) => say(trigger, 'send_notify_url_post', options)
    expect(read('access.given')).toMatch(/^When Yoga gives access, post the event to /)
    expect(read('access.ended')).toMatch(/^When access that Yoga gave ends, post/)
    expect(read('access.failed')).toMatch(/^When Yoga cannot give its access, post/)
    expect(read('access.ends_soon', { noticeDays: 1 })).toMatch(/^1 day before access that Yoga gave ends, post/)
  })
})
