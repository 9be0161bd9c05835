/** Access that lasts some days, and what a new purchase adds. */
import { create, expire, lasts, paid, type Script } from '../script'

const yearly = create('purchased', '101', lasts(365))
const withRefunds = [yearly, expire('refunded'), expire('canceled')]

export const DAYS: Record<string, Script> = {
  'days end with their last day': {
    rules: [create('purchased', '101', lasts(30))],
    events: [['purchased', 0.3, { o: '1' }]],
    right: ['ada 101 to day 30'],
  },
  'days count from each payment': {
    rules: [create('purchased', '101', lasts(30))],
    events: [
      ['purchased', 0, { o: '1', s: 'S' }],
      ['charged', 28, { s: 'S' }],
    ],
    right: ['ada 101 to day 58'],
  },
  'a lapsed grant is revived by the next payment': {
    rules: [create('purchased', '101', lasts(30))],
    events: [
      ['purchased', 0, { o: '1', s: 'S' }],
      ['charged', 50, { s: 'S' }],
    ],
    right: ['ada 101 to day 80'],
  },
  'a lapsed grant keeps nothing': {
    rules: [
      create('purchased', '101', lasts(30)),
      create('purchased', '101', { product: 'B' }),
      expire('refunded', '101', { product: 'B' }),
    ],
    events: [
      ['purchased', 0, { o: '1' }],
      ['purchased', 1, { o: '2', product: 'B' }],
      ['refunded', 40, { o: '2', product: 'B' }],
    ],
    right: [],
  },
  'a create never shortens what an earlier payment gave': {
    rules: [yearly, create('charged', '101', lasts(30))],
    events: [
      ['purchased', 0, { o: '1', s: 'S' }],
      ['charged', 20, { s: 'S' }],
    ],
    right: ['ada 101 to day 365'],
  },
  'the latest end among live grants': {
    rules: [create('purchased', '101', lasts(30)), create('purchased', '101', { ...lasts(60), product: 'B' })],
    events: [
      ['purchased', 0, { o: '1' }],
      ['purchased', 1, { o: '2', product: 'B' }],
    ],
    // The other product gives the same course: 29 days are left of the first on day 1.
    right: ['ada 101 to day 90'],
  },
  'days left of a purchase refunded since count for nothing': {
    rules: withRefunds,
    events: [
      ['purchased', 0, { o: '1' }],
      ['purchased', 300, { o: '2' }],
      ['refunded', 310, { o: '1' }],
    ],
    right: ['ada 101 to day 665'],
  },
  'days left of a purchase disputed since count for nothing, rule or not': {
    rules: [yearly],
    events: [
      ['purchased', 0, { o: '1' }],
      ['purchased', 300, { o: '2' }],
      ['disputed', 310, { o: '1' }],
    ],
    right: ['ada 101 to day 665'],
  },
  'a purchase canceled since counts to its end': {
    rules: withRefunds,
    events: [
      ['purchased', 0, { o: '1', s: 'S' }],
      ['purchased', 300, { o: '2', s: 'T' }],
      ['canceled', 310, { s: 'S' }],
    ],
    right: ['ada 101 to day 675'],
  },
  'days left of a purchase removed since count for nothing': {
    rules: [yearly, expire('purchased', '101', { product: 'T' })],
    events: [
      ['purchased', 0, { o: '1' }],
      ['purchased', 10, { o: '2', product: 'T' }],
      ['purchased', 20, { o: '3' }],
    ],
    right: ['ada 101 to day 385'],
  },
  'access without end leaves endless days to add, though a removal takes one course from it': {
    rules: [
      create('purchased', 'b1', { product: 'B' }),
      create('purchased', 'b1', lasts(30)),
      expire('purchased', '101'),
    ],
    bundles: { b1: [[-9, '101', '102']] },
    events: [
      ['purchased', 0, { o: '1', product: 'B' }],
      ['purchased', 1, { o: '2' }],
    ],
    right: ['ada 101', 'ada 102'],
  },
  'three in a row add up': {
    rules: [yearly],
    events: [
      ['purchased', 0, { o: '1' }],
      ['purchased', 300, { o: '2' }],
      ['purchased', 400, { o: '3' }],
    ],
    right: ['ada 101 to day 1095'],
  },
  'two subscriptions bought in one order last one after the other': {
    rules: [yearly],
    events: [
      ['purchased', 0, { o: '1', s: 'S' }],
      ['purchased', 0, { o: '1', s: 'T' }],
    ],
    right: ['ada 101 to day 730'],
  },
  'an early renewal by an order of the same subscription counts from its payment': {
    rules: [create('purchased', '101', lasts(30))],
    events: [
      ['purchased', 0, { o: '1', s: 'S' }],
      ['purchased', 28, { o: '2', s: 'S' }],
    ],
    right: ['ada 101 to day 58'],
  },
  'an order line reported again without its order adds no days of others': {
    rules: [create('purchased', '101', lasts(30))],
    events: [
      ['purchased', 0, { o: '1', s: 'S' }],
      ['purchased', 0, { o: '2', s: 'T' }],
      ['purchased', 0, { s: 'S' }],
    ],
    right: ['ada 101 to day 60'],
  },
  'a payment after a refund takes nothing from what an earlier one gave': {
    rules: [create('purchased', '101', lasts(30)), expire('refunded', '101', { giveBack: false })],
    events: [
      ['purchased', 0, { o: '1', s: 'S' }],
      ['purchased', 1, { o: '2', s: 'T' }],
      ['refunded', 2, { s: 'T' }],
      ['purchased', 11, { s: 'T' }],
    ],
    right: ['ada 101 to day 60'],
  },
  'days left are counted as if a later charge had already undone what it undoes': {
    rules: [
      create('purchased', '101', lasts(30)),
      create('charged', '101', lasts(30)),
      expire('failed', '101', { ends: { kind: 'days', days: 7 }, giveBack: false }),
    ],
    events: [
      ['purchased', 0, { o: '1', s: 'S' }],
      ['failed', 1, { s: 'S' }],
      ['purchased', 2, { o: '2', s: 'T' }],
      ['charged', 5, { s: 'S' }],
    ],
    right: ['ada 101 to day 60'],
  },
  'days count from a new order too, though no rule creates on it': {
    rules: [create('charged', '101', lasts(30))],
    events: [
      ['purchased', 0, { o: '1', s: 'S' }],
      ['charged', 1, { s: 'S' }],
      ['purchased', 31, { o: '2', s: 'S' }],
    ],
    right: ['ada 101 to day 61'],
  },
  'after a lapse nothing is left to add': {
    rules: [create('purchased', '101', lasts(30))],
    events: [
      ['purchased', 0, { o: '1' }],
      ['purchased', 50, { o: '2' }],
    ],
    right: ['ada 101 to day 80'],
  },
  'a canceled purchase counts to the end that its last payment leaves it': {
    rules: [create('purchased', '101', lasts(30)), expire('canceled', '101', paid(7))],
    events: [
      ['purchased', 0, { o: '1', s: 'S' }],
      ['charged', 6, { o: '1', s: 'S' }],
      ['paused', 6, { o: '1', s: 'S' }],
      ['purchased', 6, { o: '2', s: 'T' }],
    ],
    right: ['ada 101 to day 43'],
  },
  'one that ends after its paid period counts to the day it ended': {
    rules: [yearly, expire('canceled', '101', paid(30))],
    events: [
      ['purchased', 0, { o: '1', s: 'S' }],
      ['purchased', 0, { o: '2', s: 'T' }],
      ['canceled', 31, { o: '1', s: 'S' }],
    ],
    right: ['ada 101 to day 396'],
  },
  'days left of what a removal of the same moment took count for nothing': {
    rules: [create('purchased', '101', lasts(365)), expire('refunded', '101', { always: true })],
    events: [
      ['purchased', 0, { o: '1', s: 'S' }],
      ['purchased', 31, { o: '2', s: 'T' }],
      ['refunded', 31, { o: '1' }],
      ['purchased', 64, { o: '3' }],
    ],
    right: ['ada 101 to day 429'],
  },
  'what was removed before a new purchase adds no days to it, though it is bought again later': {
    rules: [yearly, expire('refunded', '101', { always: true })],
    events: [
      ['purchased', 5, { o: '1', s: 'S' }],
      ['disputed', 7, { o: '2', s: 'T' }],
      ['purchased', 14],
      ['purchased', 19, { o: '3', s: 'S' }],
    ],
    on: 20,
    right: ['ada 101 to day 384'],
  },
  'a removal that the next order undid takes no days from a purchase after it': {
    rules: [yearly, expire('refunded', '101', { always: true })],
    events: [
      ['purchased', 0, { o: '1' }],
      ['purchased', 11, { o: '2', s: 'S' }],
      ['refunded', 16, { s: 'S' }],
      ['purchased', 18, { o: '3', s: 'S' }],
      ['purchased', 39],
    ],
    on: 40,
    right: ['ada 101 to day 1095'],
  },
  'what a real event removed from a test adds no days to another test': {
    rules: [yearly, expire('canceled', '101', { always: true })],
    events: [
      ['purchased', 0, { o: '1', s: 'S', test: true }],
      ['paused', 3],
      ['purchased', 4, { test: true }],
    ],
    on: 5,
    right: ['ada 101 to day 369'],
  },
  'a lapse that another purchase’s days turn out to cover closes no course that left its bundle': {
    rules: [create('purchased', 'b1', lasts(30)), expire('canceled', 'b1')],
    bundles: {
      b1: [
        [-9, '101', '102'],
        [4, '101', '103'],
      ],
    },
    events: [
      ['purchased', 0, { o: '1' }],
      ['purchased', 1, { o: '2' }],
      ['expired', 7, { o: '1' }],
      ['charged', 39, { o: '2' }],
      ['uncanceled', 40, { o: '1' }],
    ],
    on: 41,
    right: ['ada 101 to day 70', 'ada 102 to day 69', 'ada 103 to day 70'],
  },
}
