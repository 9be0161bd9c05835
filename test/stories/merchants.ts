/** What happened to real merchants, with the endings it should have had. */
import { paid, recommended, type Script } from '../model/reference/script'

const rules = recommended()
/** A bundle of three courses, one of which leaves it on day 5. */
const shrinking: Script['bundles'] = {
  b1: [
    [-9, '101', '102', '103'],
    [5, '101', '102'],
  ],
}
const growing: Script['bundles'] = {
  b1: [
    [-9, '101', '102'],
    [5, '101', '102', '103'],
  ],
}

export const STORIES: Record<string, Script> = {
  'an installment plan is paid off, then its subscription ends': {
    rules,
    events: [
      ['purchased', 0, { o: 'D1', s: 'S' }],
      ['completed', 20, { s: 'S' }],
      ['canceled', 21, { s: 'S' }],
    ],
    right: ['ada 101'],
  },
  'locked out while the card failed; a retry is paid': {
    rules,
    events: [
      ['purchased', 0, { s: 'S' }],
      ['failed', 10, { s: 'S', attempts: 1 }],
      ['failed', 11, { s: 'S', attempts: 2 }],
      ['failed', 12, { s: 'S', attempts: 3 }],
      ['failed', 13, { s: 'S', attempts: 4 }],
      ['charged', 15, { s: 'S' }],
    ],
    right: ['ada 101'],
  },
  'locked out once the card failed for the fourth time': {
    rules,
    events: [
      ['purchased', 0, { s: 'S' }],
      ['failed', 10, { s: 'S', attempts: 1 }],
      ['failed', 13, { s: 'S', attempts: 4 }],
    ],
    right: [],
  },
  'the newest of several payments is refunded': {
    rules,
    events: [
      ['purchased', 0, { o: 'D100', s: 'S' }],
      ['charged', 10, { o: 'D101', s: 'S' }],
      ['refunded', 11, { o: 'D101', s: 'S' }],
    ],
    right: [],
  },
  'one of several payments refunded, the subscription goes on': {
    rules,
    events: [
      ['purchased', 0, { o: 'D100', s: 'S' }],
      ['charged', 10, { o: 'D101', s: 'S' }],
      ['refunded', 11, { o: 'D101', s: 'S' }],
      ['charged', 20, { o: 'D102', s: 'S' }],
    ],
    right: ['ada 101'],
  },
  'plan switched under one subscription, then canceled': {
    rules: [...rules, ...recommended('B')],
    events: [
      ['purchased', 0, { o: 'F100', s: 'S' }],
      ['purchased', 10, { o: 'F101', s: 'S', product: 'B' }],
      ['canceled', 20, { s: 'S', product: 'B' }],
    ],
    right: [],
  },
  'a course taken out of a bundle; the member cancels': {
    rules: recommended('A', 'b1'),
    bundles: shrinking,
    events: [
      ['purchased', 0, { o: '1', s: 'S' }],
      ['canceled', 9, { s: 'S' }],
    ],
    right: [],
  },
  'a course taken out of a bundle stays with its members': {
    rules: recommended('A', 'b1'),
    bundles: shrinking,
    events: [
      ['purchased', 0, { o: '1', s: 'S' }],
      ['charged', 9, { s: 'S' }],
    ],
    right: ['ada 101', 'ada 102', 'ada 103'],
  },
  'a course she bought alone joins the bundle; the bundle ends': {
    rules: [...recommended('A', 'b1'), ...recommended('B', '103')],
    bundles: growing,
    events: [
      ['purchased', 0, { o: '1', s: 'S' }],
      ['purchased', 1, { o: '2', product: 'B' }],
      ['canceled', 5.5, { s: 'S' }],
    ],
    right: ['ada 103'],
  },
  'typo in the email; the order comes again, corrected': {
    rules,
    events: [
      ['purchased', 0, { o: '321', email: 'wrong' }],
      ['purchased', 1, { o: '321', email: 'right' }],
    ],
    right: ['right 101', 'wrong 101'],
  },
  'two orders, one refund that names neither': {
    rules,
    events: [
      ['purchased', 0, { o: 'G21' }],
      ['purchased', 1, { o: 'G22' }],
      ['refunded', 2],
    ],
    right: ['ada 101'],
  },
  'two orders, two refunds that name neither': {
    rules,
    events: [
      ['purchased', 0, { o: 'G21' }],
      ['purchased', 1, { o: 'G22' }],
      ['refunded', 2],
      ['refunded', 3],
    ],
    right: [],
  },
  'a chargeback revokes': {
    rules,
    events: [
      ['purchased', 0, { o: '1' }],
      ['disputed', 5, { o: '1' }],
    ],
    right: [],
  },
  'a dispute won restores': {
    rules,
    events: [
      ['purchased', 0, { o: '1' }],
      ['disputed', 5, { o: '1' }],
      ['won', 9, { o: '1' }],
    ],
    right: ['ada 101'],
  },
  'cancellation undone by a charge before the period ends': {
    rules: recommended('A', '101', paid(30)),
    events: [
      ['purchased', 0, { o: '1', s: 'S', period: 30 }],
      ['canceled', 10, { s: 'S' }],
      ['charged', 30, { s: 'S', period: 60 }],
    ],
    on: 59,
    right: ['ada 101 to day 60'],
  },
  'strangers share a placeholder id; the second cancels': {
    rules,
    dialect: 'triggers',
    events: [
      ['purchased', 0, { o: '1', s: '0' }],
      ['purchased', 1, { o: '2', s: '0', email: 'bob' }],
      ['canceled', 2, { o: '2', s: '0', email: 'bob' }],
    ],
    right: ['ada 101'],
  },
  'the plan’s id sent as the subscription’s: each their own purchase': {
    rules,
    events: [
      ['purchased', 0, { s: 'plan_monthly' }],
      ['purchased', 1, { s: 'plan_monthly', email: 'bob' }],
      ['canceled', 2, { s: 'plan_monthly', email: 'bob' }],
    ],
    right: ['ada 101'],
  },
}
