/** What another purchase keeps, and what a bundle’s grant reaches. */
import { create, expire, lasts, recommended, type Script } from '../script'

const rules = recommended()
const other = recommended('B')
const bundles: Script['bundles'] = { b1: [[-9, '101', '102']], b2: [[-9, '102', '103']] }

export const KEPT: Record<string, Script> = {
  'another purchase keeps the course': {
    rules: [...rules, ...other],
    events: [
      ['purchased', 0, { o: '1' }],
      ['purchased', 1, { o: '2', product: 'B' }],
      ['refunded', 2, { o: '1' }],
    ],
    right: ['ada 101'],
  },
  'what keeps it sets the end': {
    rules: [...rules, create('purchased', '101', { ...lasts(30), product: 'B' })],
    events: [
      ['purchased', 0, { o: '1' }],
      ['purchased', 1, { o: '2', product: 'B' }],
      ['refunded', 2, { o: '1' }],
    ],
    right: ['ada 101 to day 31'],
  },
  'an ending ends exactly its target': {
    rules: [create('purchased', 'b1'), expire('refunded', '101')],
    bundles,
    events: [
      ['purchased', 0, { o: '1' }],
      ['refunded', 2, { o: '1' }],
    ],
    right: ['ada 101', 'ada 102'],
  },
  'overlapping bundles: the shared course stays': {
    rules: [...recommended('A', 'b1'), ...recommended('B', 'b2')],
    bundles,
    events: [
      ['purchased', 0, { o: '1' }],
      ['purchased', 1, { o: '2', product: 'B' }],
      ['refunded', 2, { o: '1' }],
    ],
    right: ['ada 102', 'ada 103'],
  },
  'given back, a bundle opens what it holds then': {
    rules: recommended('A', 'b1'),
    bundles: {
      b1: [
        [-9, '101', '102'],
        [5, '101', '103'],
      ],
    },
    events: [
      ['purchased', 0, { o: '1', s: 'S' }],
      ['canceled', 4, { s: 'S' }],
      ['restarted', 9, { s: 'S' }],
    ],
    right: ['ada 101', 'ada 103'],
  },
  'a course that has left the bundle ends as another grant of the bundle has it': {
    rules: [create('purchased', 'b1', lasts(30)), expire('partly', 'b1')],
    bundles: {
      b1: [
        [-9, '101', '102'],
        [3, '101', '103'],
      ],
    },
    events: [
      ['purchased', 0, { o: '1' }],
      ['purchased', 0.1, { o: '2' }],
      ['partly', 6, { o: '2' }],
    ],
    on: 9,
    right: ['ada 101 to day 30', 'ada 102 to day 30', 'ada 103 to day 30'],
  },
  'a bundle’s grant reaches what the bundle holds now': {
    rules: recommended('A', 'b1'),
    bundles: {
      b1: [
        [-9, '101'],
        [5, '101', '103'],
      ],
    },
    events: [['purchased', 0, { o: '1' }]],
    on: 9,
    right: ['ada 101', 'ada 103'],
  },
  'a course that left a bundle bought twice stays with the purchase that goes on': {
    rules: [create('purchased', 'b1'), expire('canceled', 'b1'), create('purchased', '101')],
    bundles: {
      b1: [
        [-9, '101', '105'],
        [3, '101', '106'],
      ],
    },
    refreshes: true,
    events: [
      ['purchased', 0, { o: '1', s: 'S' }],
      ['purchased', 0, { o: '2', s: 'T' }],
      ['charged', 6, { o: '1', s: 'S' }],
      ['expired', 6, { o: '1', s: 'S' }],
    ],
    right: ['ada 101', 'ada 105', 'ada 106'],
  },
  'a bundle given back opens what it holds then, and not what has left it': {
    rules: [create('purchased', 'b1'), expire('refunded', 'b1')],
    bundles: {
      b1: [
        [-9, '101', '105'],
        [5, '101', '106'],
      ],
    },
    refreshes: true,
    events: [
      ['purchased', 0, { o: '1', s: 'S' }],
      ['disputed', 2, { o: '1', s: 'S' }],
      ['reversed', 8, { o: '1', s: 'S' }],
    ],
    right: ['ada 101', 'ada 106'],
  },
  'given back before its end was reported, a bundle gives up what has left it': {
    rules: [create('purchased', 'b1'), expire('canceled', 'b1')],
    bundles: {
      b1: [
        [-9, '101', '105'],
        [3, '101', '106'],
      ],
    },
    refreshes: true,
    events: [
      ['purchased', 0, { o: '1', s: 'S' }],
      ['resumed', 7, { o: '1', s: 'S' }],
      ['canceled', 6, { o: '1', s: 'S', arrives: 8 }],
    ],
    right: ['ada 101', 'ada 106'],
  },
  'an ending that ends nothing after all leaves open what has left the bundle': {
    rules: [create('purchased', 'b1'), expire('delinquent', 'b1')],
    bundles: {
      b1: [
        [-9, '101', '105'],
        [3, '101', '106'],
      ],
    },
    refreshes: true,
    events: [
      ['purchased', 0, { o: '1', s: 'S' }],
      ['delinquent', 6, { o: '1', s: 'S' }],
      ['completed', 7, { o: '1', s: 'S' }],
    ],
    right: ['ada 101', 'ada 105', 'ada 106'],
  },
  'so does one that was given back before it turned out to end nothing': {
    rules: [create('purchased', 'b1'), expire('canceled', 'b1')],
    bundles: {
      b1: [
        [-9, '101', '105'],
        [3, '101', '106'],
      ],
    },
    refreshes: true,
    events: [
      ['purchased', 0, { o: '1', s: 'S' }],
      ['canceled', 6, { o: '1', s: 'S' }],
      ['resumed', 7, { o: '1', s: 'S' }],
      ['completed', 5, { o: '1', s: 'S', arrives: 8 }],
    ],
    right: ['ada 101', 'ada 105', 'ada 106'],
  },
  'a course that left the bundle is not opened again when its bundle is read for another': {
    rules: [create('purchased', 'b1'), create('restarted', 'b1'), expire('canceled', 'b1')],
    bundles: {
      b1: [
        [-9, '101', '105'],
        [3, '101', '106'],
      ],
    },
    events: [
      ['purchased', 0, { s: 'S' }],
      ['uncanceled', 0.5, { s: 'S', email: 'bob' }],
      ['purchased', 1, { o: '2', email: 'bob' }],
      ['canceled', 9],
    ],
    right: ['bob 101', 'bob 105', 'bob 106'],
  },
  'a bundle that starts later opens what it holds then, also where it was read before': {
    rules: [
      create('purchased', 'b1', { starts: { kind: 'days', days: 14 } }),
      expire('purchased', '102', { product: 'B' }),
    ],
    bundles: {
      b1: [
        [-9, '101', '102', '105'],
        [3, '101', '102', '106'],
      ],
    },
    refreshes: true,
    found: [{ email: 'ada', target: { kind: 'course', id: '102' }, day: -50 }],
    events: [
      ['purchased', 0, { o: '1' }],
      ['purchased', 1, { o: '2', product: 'B' }],
    ],
    on: 20,
    right: ['ada 101', 'ada 106'],
  },
  'a course that left its bundle is closed by what shows later that access had ended': {
    rules: [create('purchased', 'b1'), expire('canceled', 'b1')],
    dialect: 'triggers',
    bundles: {
      b1: [
        [-9, '101', '105'],
        [15, '101', '106'],
      ],
    },
    refreshes: true,
    events: [
      ['purchased', 0, { o: '1', s: 'S' }],
      ['purchased', 2, { o: '2' }],
      ['canceled', 3],
      ['canceled', 13, { s: 'S' }],
      ['won', 20, { o: '2', s: 'T' }],
    ],
    right: [],
  },
  'a payment that revives lapsed access opens what the bundle holds then, though another purchase keeps it open': {
    rules: [create('purchased', 'b1', lasts(30))],
    dialect: 'triggers',
    bundles: {
      b1: [
        [-9, '101', '105'],
        [34, '101', '106'],
      ],
    },
    refreshes: true,
    events: [
      ['purchased', 0, { o: '1', s: 'S' }],
      ['purchased', 31, { o: '2', s: 'T' }],
      ['charged', 31, { o: '1', s: 'S' }],
      ['charged', 40, { o: '1', s: 'S' }],
    ],
    right: ['ada 101 to day 70', 'ada 105 to day 70', 'ada 106 to day 70'],
  },
}
