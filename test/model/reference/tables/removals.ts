/** An expire from any other trigger than an ending removes the customer. */
import { create, expire, type Script } from '../script'

const trial = [create('purchased', '101', { product: 'T' }), create('purchased', '102'), expire('purchased', '101')]
const always = [
  create('purchased'),
  create('purchased', '101', { product: 'B' }),
  expire('canceled', '101', { always: true }),
]
const bundles: Script['bundles'] = { b1: [[-9, '101', '102']], b2: [[-9, '102', '103']] }
/** On day 21, 102 leaves for 103. */
const changing: Script['bundles'] = {
  b1: [
    [-9, '101', '102'],
    [21, '101', '103'],
  ],
}

export const REMOVALS: Record<string, Script> = {
  'a purchase of the full course ends the trial': {
    rules: trial,
    events: [
      ['purchased', 0, { o: '1', product: 'T' }],
      ['purchased', 3, { o: '2' }],
    ],
    right: ['ada 102'],
  },
  'refunding the purchase that removed something gives nothing back': {
    rules: [...trial, expire('refunded', '102')],
    events: [
      ['purchased', 0, { o: '1', product: 'T' }],
      ['purchased', 3, { o: '2' }],
      ['refunded', 5, { o: '2' }],
    ],
    right: [],
  },
  'a removal takes what was given before it': {
    rules: trial,
    events: [
      ['purchased', 3, { o: '2' }],
      ['purchased', 4, { o: '1', product: 'T' }],
    ],
    right: ['ada 101', 'ada 102'],
  },
  'a removal cuts the course out of bundles granted earlier': {
    rules: [create('purchased', 'b1', { product: 'T' }), expire('purchased', '102')],
    bundles,
    events: [
      ['purchased', 0, { o: '1', product: 'T' }],
      ['purchased', 3, { o: '2' }],
    ],
    right: ['ada 101'],
  },
  'removing a bundle restores courses granted separately': {
    rules: [
      create('purchased', 'b1', { product: 'T' }),
      create('purchased', '102', { product: 'B' }),
      expire('purchased', 'b1'),
    ],
    bundles,
    events: [
      ['purchased', 0, { o: '1', product: 'T' }],
      ['purchased', 1, { o: '2', product: 'B' }],
      ['purchased', 3, { o: '3' }],
    ],
    right: ['ada 102'],
  },
  'a removal stands against a charge that creates': {
    rules: [
      create('purchased', '101', { product: 'T' }),
      create('charged', '101', { product: 'T' }),
      expire('purchased', '101'),
    ],
    events: [
      ['purchased', 0, { o: '1', s: 'S', product: 'T' }],
      ['purchased', 3, { o: '2' }],
      ['charged', 5, { s: 'S', product: 'T' }],
    ],
    right: [],
  },
  'a removal falls to a purchase made after it': {
    rules: trial,
    events: [
      ['purchased', 0, { o: '1', product: 'T' }],
      ['purchased', 3, { o: '2' }],
      ['purchased', 5, { o: '3', product: 'T' }],
    ],
    right: ['ada 101', 'ada 102'],
  },
  'a removal falls to a new order under the same subscription': {
    rules: trial,
    events: [
      ['purchased', 0, { o: '1', s: 'S', product: 'T' }],
      ['purchased', 3, { o: '2' }],
      ['purchased', 30, { o: '3', s: 'S', product: 'T' }],
    ],
    right: ['ada 101', 'ada 102'],
  },
  'a removal leaves the other marketplace’s grants alone': {
    rules: [create('purchased', '101', { marketplace: 'm2' }), expire('purchased', '101')],
    events: [
      ['purchased', 0, { o: '1', marketplace: 'm2' }],
      ['purchased', 3, { o: '2' }],
    ],
    right: ['ada 101'],
  },
  'an ending made a removal ends what another purchase grants': {
    rules: always,
    events: [
      ['purchased', 0, { o: '1', s: 'S' }],
      ['purchased', 1, { o: '2', product: 'B' }],
      ['canceled', 3, { s: 'S' }],
    ],
    right: [],
  },
  'its undoing restores all it cut': {
    rules: always,
    events: [
      ['purchased', 0, { o: '1', s: 'S' }],
      ['purchased', 1, { o: '2', product: 'B' }],
      ['canceled', 3, { s: 'S' }],
      ['restarted', 4, { s: 'S' }],
      ['refunded', 5, { o: '1' }],
    ],
    right: ['ada 101'],
  },
  'a removal takes access of unknown origin': {
    rules: [expire('purchased', '101')],
    found: [{ email: 'ada', target: { kind: 'course', id: '101' }, day: -50 }],
    events: [['purchased', 0, { o: '1' }]],
    right: [],
  },
  'a test removes no real access': {
    rules: [expire('purchased', '101'), create('purchased', '101', { product: 'B' })],
    events: [
      ['purchased', 0, { o: '1', product: 'B' }],
      ['purchased', 1, { o: '2', test: true }],
    ],
    right: ['ada 101'],
  },
  'giving back what one rule cut leaves what another cut': {
    rules: [
      create('purchased', '102'),
      create('purchased', '101'),
      create('restarted', '101'),
      expire('canceled', '102', { giveBack: false, always: true }),
      expire('canceled', '101', { always: true }),
    ],
    events: [
      ['purchased', 2, { o: '2', s: 'T' }],
      ['purchased', 9, { s: 'S' }],
      ['canceled', 71, { s: 'T' }],
      ['restarted', 72, { s: 'T' }],
    ],
    right: ['ada 101'],
  },
  'a bundle taken away by another purchase opens what it holds when it is paid for again': {
    rules: [create('purchased', 'b1'), expire('canceled', 'b1', { always: true })],
    bundles: changing,
    events: [
      ['purchased', 0, { s: 'S' }],
      ['canceled', 61, { s: 'T' }],
      ['purchased', 66, { s: 'S' }],
    ],
    right: ['ada 101', 'ada 103'],
  },
  'a removal that is undone after the bundle was bought again gives back what it took': {
    rules: [create('purchased', 'b1'), expire('canceled', 'b1', { always: true })],
    bundles: changing,
    events: [
      ['purchased', 0, { s: 'S' }],
      ['canceled', 61, { s: 'T' }],
      ['purchased', 66, { s: 'S' }],
      ['restarted', 67, { s: 'T' }],
    ],
    right: ['ada 101', 'ada 102', 'ada 103'],
  },
  'but not past an ending of its own': {
    rules: [
      create('purchased', 'b1'),
      expire('canceled', 'b1', { always: true }),
      expire('refunded', 'b1', { giveBack: false }),
    ],
    bundles: changing,
    events: [
      ['purchased', 0, { o: '1', s: 'S' }],
      ['canceled', 61, { s: 'T' }],
      ['refunded', 62, { o: '1', s: 'S' }],
      ['purchased', 66, { o: '2', s: 'S' }],
      ['restarted', 67, { s: 'T' }],
    ],
    right: ['ada 101', 'ada 103'],
  },
  'a bundle taken away before it starts opens what it holds once that is undone': {
    rules: [
      create('purchased', 'b1', { product: 'B', starts: { kind: 'days', days: 14 } }),
      expire('canceled', 'b1', { always: true }),
    ],
    bundles: changing,
    events: [
      ['purchased', 0, { o: '1', product: 'B' }],
      ['canceled', 1, { s: 'T' }],
      ['restarted', 24, { s: 'T' }],
    ],
    right: ['ada 101', 'ada 103'],
  },
}
