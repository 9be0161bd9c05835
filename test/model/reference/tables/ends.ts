/** When an ending takes effect. */
import { create, expire, later, paid, recommended, type Script } from '../script'

export const ENDS: Record<string, Script> = {
  'the paid period ends as the last payment names it': {
    rules: recommended('A', '101', paid(30)),
    events: [
      ['purchased', 0, { o: '1', s: 'S', period: 30 }],
      ['charged', 30, { s: 'S', period: 61 }],
      ['canceled', 40, { s: 'S' }],
    ],
    right: ['ada 101 to day 61'],
  },
  'the paid period ends as the cancellation names it': {
    rules: recommended('A', '101', paid(30)),
    events: [
      ['purchased', 0, { o: '1', s: 'S' }],
      ['canceled', 10, { s: 'S', period: 14 }],
    ],
    right: ['ada 101 to day 14'],
  },
  'a delinquency names no paid period': {
    rules: recommended('A', '101', paid(30)),
    events: [
      ['purchased', 0, { o: '1', s: 'S' }],
      ['delinquent', 10, { s: 'S', period: 90 }],
    ],
    right: ['ada 101 to day 30'],
  },
  'a cancellation in dunning names no paid period': {
    rules: recommended('A', '101', paid(30)),
    events: [
      ['purchased', 0, { o: '1', s: 'S' }],
      ['failed', 10, { s: 'S' }],
      ['canceled', 11, { s: 'S', period: 90 }],
    ],
    right: ['ada 101 to day 30'],
  },
  'a payment that names no period: days after that payment': {
    rules: recommended('A', '101', paid(30)),
    events: [
      ['purchased', 0, { o: '1', s: 'S', period: 30 }],
      ['charged', 29, { s: 'S' }],
      ['canceled', 40, { s: 'S' }],
    ],
    right: ['ada 101 to day 59'],
  },
  'a cancellation ends days later': {
    rules: recommended('A', '101', later(7)),
    events: [
      ['purchased', 0, { o: '1', s: 'S' }],
      ['canceled', 10, { s: 'S' }],
    ],
    right: ['ada 101 to day 17'],
  },
  'a cancellation reported twice keeps the first end': {
    rules: recommended('A', '101', later(7)),
    events: [
      ['purchased', 0, { o: '1', s: 'S' }],
      ['canceled', 10, { s: 'S' }],
      ['canceled', 12, { s: 'S' }],
    ],
    right: ['ada 101 to day 17'],
  },
  'an expired subscription ends at once whatever the rule’s date': {
    rules: recommended('A', '101', paid(30)),
    events: [
      ['purchased', 0, { o: '1', s: 'S', period: 30 }],
      ['expired', 10, { s: 'S' }],
    ],
    right: [],
  },
  'a paused subscription ends with the paid period': {
    rules: recommended('A', '101', paid(30)),
    events: [
      ['purchased', 0, { o: '1', s: 'S', period: 30 }],
      ['paused', 10, { s: 'S' }],
    ],
    right: ['ada 101 to day 30'],
  },
  'a payment moves the end of a removal at the paid period too': {
    rules: [create('purchased'), expire('refunded', '101', { ...paid(30), always: true })],
    events: [
      ['purchased', 0, { o: '1', s: 'S' }],
      ['disputed', 0, { o: '1', s: 'S' }],
      ['charged', 6, { o: '1', s: 'S' }],
    ],
    right: ['ada 101 to day 36'],
  },
  'a restart moves no end that still stands': {
    rules: [create('purchased'), expire('refunded', '101', paid(30)), expire('canceled', '101', paid(30))],
    events: [
      ['purchased', 0, { o: '1', s: 'S' }],
      ['canceled', 6, { o: '1', s: 'S' }],
      ['disputed', 6, { o: '1', s: 'S' }],
      ['resumed', 7, { o: '1', s: 'S' }],
    ],
    right: ['ada 101 to day 30'],
  },
  'a payment that comes after an ending of the same moment is not its last one': {
    rules: [create('purchased'), expire('failed', '101', { ...paid(30), giveBack: false })],
    dialect: 'triggers',
    events: [
      ['purchased', 0, { o: '1', s: 'S' }],
      ['failed', 31, { o: '1', s: 'S', attempts: 1 }],
      ['recovered', 31, { o: '1', s: 'S' }],
    ],
    right: [],
  },
}
