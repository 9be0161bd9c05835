/** Order lines happen once; events without ids find their purchase. */
import { create, expire, lasts, recommended, type Script } from '../script'

const rules = recommended()

export const ORDER_LINES: Record<string, Script> = {
  'a second sale of a day that names its subscription alone is a payment of its own': {
    rules: [create('purchased', '101', lasts(30))],
    events: [
      ['purchased', 0, { s: 'S' }],
      ['purchased', 0.9, { s: 'S' }],
    ],
    right: ['ada 101 to day 31'],
  },
  'but not where it names the same payment': {
    rules: [create('purchased', '101', lasts(30))],
    events: [
      ['purchased', 0, { s: 'S', p: 'p1' }],
      ['purchased', 0.9, { s: 'S', p: 'p1' }],
    ],
    right: ['ada 101 to day 30'],
  },
  'a restart without ids goes to the subscription, not to a later one-time order': {
    rules: [create('purchased'), expire('failed'), create('restarted', '102')],
    events: [
      ['purchased', 0, { o: '1', s: 'S' }],
      ['purchased', 1, { o: '2' }],
      ['restarted', 2],
      ['refunded', 3, { o: '2' }],
    ],
    right: ['ada 101', 'ada 102'],
  },
  'a charge without ids undoes the refund that ended something, not one of an older payment': {
    rules: [create('purchased', '101', lasts(30))],
    events: [
      ['purchased', 0, { o: '1', s: 'S' }],
      ['purchased', 0.1, { o: '2', s: 'T' }],
      ['charged', 0.2, { o: '3', s: 'T' }],
      ['partly', 0.3, { o: '2', s: 'T' }],
      ['refunded', 0.4, { s: 'S' }],
      ['charged', 1],
    ],
    right: ['ada 101 to day 60'],
  },
  'a purchase that a later event shows to be a subscription was one throughout': {
    rules: [create('purchased', '101', lasts(30)), expire('failed')],
    events: [
      ['purchased', 0, { o: '1', s: 'S' }],
      ['purchased', 0.1, { o: '2' }],
      ['failed', 1],
      ['charged', 3, { s: 'T' }],
      ['restarted', 9, { s: 'S' }],
    ],
    right: ['ada 101 to day 60'],
  },
  'an order line reported again re-opens nothing': {
    rules,
    events: [
      ['purchased', 0, { o: '1' }],
      ['refunded', 3, { o: '1' }],
      ['purchased', 4, { o: '1' }],
    ],
    right: [],
  },
  'an order line reported again adds no days': {
    rules: [create('purchased', '101', { lasts: { kind: 'days', days: 30 } })],
    events: [
      ['purchased', 0, { o: '1' }],
      ['purchased', 4, { o: '1' }],
    ],
    right: ['ada 101 to day 30'],
  },
  'a renewal that is an order of its own under the same subscription re-opens': {
    rules,
    events: [
      ['purchased', 0, { o: '1', s: 'S' }],
      ['refunded', 3, { o: '1', s: 'S' }],
      ['purchased', 30, { o: '2', s: 'S' }],
    ],
    right: ['ada 101'],
  },
  'a purchase without ids after an ending is new': {
    rules,
    events: [
      ['purchased', 0],
      ['refunded', 0.3],
      ['purchased', 0.5],
    ],
    right: ['ada 101'],
  },
  'a purchase without ids within a day is the same': {
    rules,
    events: [
      ['purchased', 0],
      ['purchased', 0.5],
      ['refunded', 3],
    ],
    right: [],
  },
  'a purchase without ids a day later is another': {
    rules,
    events: [
      ['purchased', 0],
      ['purchased', 1],
      ['refunded', 3],
    ],
    right: ['ada 101'],
  },
  'good news without ids goes to what it undoes': {
    rules,
    events: [
      ['purchased', 0, { o: '1', s: 'S' }],
      ['purchased', 1, { o: '2', s: 'T' }],
      ['canceled', 2, { s: 'S' }],
      ['restarted', 3],
      ['canceled', 4, { s: 'T' }],
    ],
    right: ['ada 101'],
  },
  'a cancellation without ids goes to a subscription, not to the latest order': {
    rules,
    events: [
      ['purchased', 0, { o: '1', s: 'S' }],
      ['purchased', 1, { o: '2' }],
      ['canceled', 2],
      ['refunded', 3, { o: '2' }],
    ],
    right: [],
  },
  'of two cancellations at one instant, one ends the plan that goes on, whichever came first': {
    rules: [create('purchased', '101', lasts(60)), expire('canceled')],
    dialect: 'triggers',
    events: [
      ['purchased', 0, { o: '1' }],
      ['completed', 31, { o: '1' }],
      ['purchased', 31, { o: '2', s: 'S' }],
      ['canceled', 100, { id: 'e9' }],
      ['canceled', 100, { id: 'e10' }],
    ],
    on: 101,
    right: [],
  },
}
