/** Access that the ledger cannot explain. */
import { create, everything, expire, lasts, recommended, type Script } from '../script'

const rules = recommended()

export const FOUND: Record<string, Script> = {
  'access found belongs to the purchase that granted it first, not to the one that began first': {
    rules: [create('charged'), expire('refunded')],
    found: [{ email: 'ada', target: { kind: 'course', id: '101' }, day: -50 }],
    events: [
      ['purchased', 0, { o: '1', s: 'S' }],
      ['charged', 2, { o: '2', s: 'T' }],
      ['charged', 3, { s: 'S' }],
      ['refunded', 4, { s: 'S' }],
    ],
    right: ['ada 101'],
  },
  'access found before stays after the refund': {
    rules,
    found: [{ email: 'ada', target: { kind: 'course', id: '101' }, day: -50 }],
    events: [
      ['purchased', 0, { o: '1' }],
      ['refunded', 2, { o: '1' }],
    ],
    right: ['ada 101'],
  },
  'access found belongs to the purchase as soon as it is charged': {
    rules,
    found: [{ email: 'ada', target: { kind: 'course', id: '101' }, day: -50 }],
    events: [
      ['purchased', 0, { o: '1', s: 'S' }],
      ['charged', 1, { s: 'S' }],
      ['canceled', 2, { s: 'S' }],
    ],
    right: [],
  },
  'access found that a charge makes the purchase’s own is not cut to its days': {
    rules: [create('purchased', '101', lasts(30)), expire('canceled')],
    found: [{ email: 'ada', target: { kind: 'course', id: '101' }, day: -50 }],
    events: [
      ['purchased', 0, { o: '1', s: 'S' }],
      ['charged', 1, { s: 'S' }],
    ],
    right: ['ada 101'],
  },
  'access found that began after the purchase belongs to it': {
    rules,
    found: [{ email: 'ada', target: { kind: 'course', id: '101' }, day: 3 }],
    events: [
      ['purchased', 0, { o: '1', arrives: 4 }],
      ['refunded', 2, { o: '1', arrives: 4 }],
    ],
    right: [],
  },
  'an ending of a purchase the ledger does not know ends access found': {
    rules,
    found: [{ email: 'ada', target: { kind: 'course', id: '101' }, day: -50 }],
    events: [['refunded', 2, { o: '1' }]],
    right: [],
  },
  'access found and ended is given back as it was found': {
    rules,
    found: [{ email: 'ada', target: { kind: 'course', id: '101' }, day: -50, until: 90 }],
    events: [
      ['disputed', 2, { o: '1' }],
      ['won', 3, { o: '1' }],
    ],
    right: ['ada 101 until 90'],
  },
  'courses that purchases of their own keep open are no bundle found': {
    rules: [
      create('purchased', '103', lasts(365)),
      expire('refunded', '103'),
      create('purchased', '102', everything),
      create('purchased', 'b2', everything),
      expire('refunded', 'b2', everything),
    ],
    bundles: { b2: [[0, '102', '103']] },
    events: [
      ['purchased', 0],
      ['refunded', 10],
      ['purchased', 15],
      ['disputed', 26],
    ],
    right: ['ada 102'],
  },
  'an event crosses no one who is found in its target': {
    rules,
    found: [{ email: 'bob', target: { kind: 'course', id: '101' }, day: -50 }],
    events: [
      ['purchased', 0, { o: '1', s: 'S' }],
      ['refunded', 2, { s: 'S', email: 'bob' }],
    ],
    right: ['ada 101'],
  },
  'nor one who is found in a course of its bundle': {
    rules: [create('charged', 'b1')],
    bundles: { b1: [[-99, '101', '102']] },
    found: [{ email: 'bob', target: { kind: 'course', id: '101' }, day: -50 }],
    events: [
      ['purchased', 0, { o: '1', s: 'S' }],
      ['charged', 2, { s: 'S', email: 'bob' }],
    ],
    right: ['bob 101', 'bob 102'],
  },
  'one who is found elsewhere does not keep it from crossing': {
    rules,
    found: [{ email: 'bob', target: { kind: 'course', id: '102' }, day: -50 }],
    events: [
      ['purchased', 0, { o: '1', s: 'S' }],
      ['refunded', 2, { s: 'S', email: 'bob' }],
    ],
    right: ['bob 102'],
  },
  'an ending of a bundle never seen leaves access found in a single course of it': {
    rules: [create('purchased', 'b1'), expire('refunded', 'b1')],
    bundles: { b1: [[-99, '101', '102']] },
    found: [{ email: 'ada', target: { kind: 'course', id: '101' }, day: -50 }],
    events: [['refunded', 2, { o: '1' }]],
    right: ['ada 101'],
  },
}
