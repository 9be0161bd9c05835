/** Starts, dates, and the zone whose days count. */
import { create, expire, lasts, later, paid, type Script } from '../script'

export const DATES: Record<string, Script> = {
  'access that starts later is not open yet': {
    rules: [create('purchased', '101', { starts: { kind: 'days', days: 14 } })],
    events: [['purchased', 0, { o: '1' }]],
    on: 13,
    right: [],
  },
  'its days count from the start': {
    rules: [create('purchased', '101', { ...lasts(10), starts: { kind: 'days', days: 14 } })],
    events: [['purchased', 0, { o: '1' }]],
    on: 15,
    right: ['ada 101 to day 24'],
  },
  'a start that has passed already moves no days': {
    rules: [create('purchased', '101', { ...lasts(30), starts: { kind: 'on', day: '2026-02-01' } })],
    events: [['purchased', 31, { o: '1' }]],
    right: ['ada 101 to day 61'],
  },
  'after its start, days count from each payment': {
    rules: [
      create('purchased', '101', { ...lasts(30), starts: { kind: 'on', day: '2026-02-01' } }),
      create('charged', '101', { ...lasts(30), starts: { kind: 'on', day: '2026-02-01' } }),
    ],
    events: [
      ['purchased', 11, { o: '1', s: 'S' }],
      ['charged', 28, { s: 'S' }],
    ],
    right: ['ada 101 to day 58'],
  },
  'an ending before the start leaves nothing to start': {
    rules: [create('purchased', '101', { starts: { kind: 'days', days: 14 } }), expire('refunded')],
    events: [
      ['purchased', 0, { o: '1' }],
      ['refunded', 5, { o: '1' }],
    ],
    on: 20,
    right: [],
  },
  'a create whose date has passed gives nothing': {
    rules: [create('purchased', '101', { lasts: { kind: 'until', day: '2026-01-20' } })],
    events: [['purchased', 30, { o: '1' }]],
    right: [],
  },
  'days end with the day of the marketplace’s zone': {
    rules: [create('purchased', '101', lasts(30))],
    // 07:00 of January 5 in Auckland is still January 4 in UTC: 13 hours ahead.
    zone: [[-9, 'Pacific/Auckland']],
    events: [['purchased', -0.625, { o: '1' }]],
    right: ['ada 101 until 30.0833'],
  },
  'a later change of zone moves nothing': {
    rules: [create('purchased', '101', lasts(30))],
    zone: [
      [-9, 'UTC'],
      [5, 'Pacific/Auckland'],
    ],
    events: [['purchased', 0, { o: '1' }]],
    on: 9,
    right: ['ada 101 to day 30'],
  },
  'a day over which the clocks change ends at its own midnight': {
    rules: [create('purchased', '101', { lasts: { kind: 'until', day: '2026-03-29' } })],
    zone: [[-9, 'Europe/Berlin']],
    events: [['purchased', 0, { o: '1' }]],
    // Midnight after March 29 in Berlin is 22:00 UTC, two hours ahead since that morning.
    right: ['ada 101 until 83.5417'],
  },
  'nothing happens after it arrives': {
    rules: [create('purchased', '101', lasts(30))],
    events: [['purchased', 50, { o: '1', arrives: 2 }]],
    right: ['ada 101 to day 32'],
  },
  'at a sender of triggers it happens as it arrives': {
    rules: [create('purchased', '101', lasts(30))],
    dialect: 'triggers',
    events: [['purchased', 0, { o: '1', arrives: 2 }]],
    right: ['ada 101 to day 32'],
  },
  'an ending undone before access starts leaves the start as it was': {
    rules: [
      create('purchased', '101', { starts: { kind: 'on', day: '2026-02-01' } }),
      expire('failed', '101', later(7)),
    ],
    events: [
      ['purchased', 0, { o: '1', s: 'S', arrives: 0.5 }],
      ['failed', 0.1, { o: '1', s: 'S', attempts: 1 }],
      ['purchased', 0.6, { o: '2', email: 'bob' }],
      ['charged', 20, { o: '1', s: 'S' }],
    ],
    right: ['ada 101', 'bob 101'],
    on: 28,
  },
  'an ending for good that turns out to be about another purchase leaves the start as it was': {
    rules: [
      create('purchased', '101', { starts: { kind: 'days', days: 14 } }),
      expire('partly', '101', { giveBack: false }),
    ],
    events: [
      ['purchased', 0, { o: '1' }],
      ['purchased', 2, { o: '2' }],
      ['partly', 3],
      ['purchased', 4, { o: '3', email: 'bob' }],
    ],
    right: ['ada 101', 'bob 101'],
    on: 19,
  },
  'an ending that takes effect after access starts leaves it until then': {
    rules: [
      create('purchased', '101', { starts: { kind: 'on', day: '2026-02-01' } }),
      expire('refunded', '101', later(7)),
    ],
    events: [
      ['purchased', 5, { o: '1', s: 'S' }],
      ['refunded', 21, { o: '1', s: 'S' }],
      ['purchased', 21, { o: '2', email: 'bob' }],
    ],
    right: ['ada 101 to day 28', 'bob 101'],
    on: 27.9,
  },
  'a later order of a purchase whose start has passed waits for no other': {
    rules: [
      create('purchased', '101', { starts: { kind: 'days', days: 14 } }),
      expire('refunded'),
      expire('canceled', '101', paid(7)),
    ],
    events: [
      ['purchased', 0, { o: '1', s: 'S' }],
      ['disputed', 20, { o: '1', s: 'S' }],
      ['purchased', 30, { o: '2', s: 'S' }],
      ['canceled', 30.1, { s: 'S' }],
    ],
    right: ['ada 101 to day 37'],
  },
  'a failure that makes the plan delinquent has its own date, whatever failed before': {
    rules: [create('purchased'), expire('delinquent', '101', later(7))],
    events: [
      ['purchased', 0],
      ['failed', 18],
      ['failed', 23, { attempts: 4 }],
    ],
    right: ['ada 101 to day 30'],
  },
  'what a payment opened before the sale’s own start is closed with the rest once it has left the bundle': {
    rules: [
      create('purchased', 'b1', { starts: { kind: 'days', days: 14 } }),
      create('charged', 'b1'),
      expire('failed', 'b1'),
    ],
    bundles: {
      b1: [
        [-9, '101', '105'],
        [47, '101', '106'],
      ],
    },
    events: [
      ['purchased', 0],
      ['charged', 12],
      ['failed', 66],
    ],
    right: [],
  },
}
