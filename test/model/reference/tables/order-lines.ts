/** Order lines happen once; events without ids find their purchase. */
import { create, recommended, type Script } from '../script'

const rules = recommended()

export const ORDER_LINES: Record<string, Script> = {
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
}
