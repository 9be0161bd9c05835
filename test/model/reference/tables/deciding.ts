/** Which rule decides, and which of two events. */
import { create, everything, expire, lasts, later, recommended, type Script } from '../script'

const rules = recommended()

export const DECIDING: Record<string, Script> = {
  'of two creates the later end decides, be it a date or days': {
    rules: [
      create('purchased', '101', { lasts: { kind: 'until', day: '2026-03-29' } }),
      create('purchased', '101', { lasts: { kind: 'days', days: 365 } }),
    ],
    events: [['purchased', 0, { o: '1' }]],
    right: ['ada 101 to day 365'],
  },
  'the product’s rule decides over a global one, whatever its action': {
    rules: [create('purchased', '101', everything), expire('purchased', '101')],
    events: [['purchased', 0, { o: '1' }]],
    right: [],
  },
  'a global rule of every product': {
    rules: [create('purchased', '101', everything)],
    events: [
      ['purchased', 0, { o: '1' }],
      ['purchased', 0, { o: '2', product: 'B', email: 'bob' }],
    ],
    right: ['ada 101', 'bob 101'],
  },
  'creates decide over endings': {
    rules: [create('purchased'), create('failed', '101', lasts(5)), expire('failed')],
    events: [
      ['purchased', 0, { o: '1', s: 'S' }],
      ['failed', 3, { s: 'S' }],
    ],
    right: ['ada 101'],
  },
  'Delinquent decides over Canceled': {
    rules: [create('purchased'), expire('canceled'), expire('delinquent', '101', later(7))],
    events: [
      ['purchased', 0, { o: '1', s: 'S' }],
      ['delinquent', 3, { s: 'S' }],
    ],
    right: ['ada 101 to day 10'],
  },
  'Canceled decides over Charge Failed': {
    rules: [create('purchased'), expire('failed'), expire('canceled', '101', later(7))],
    events: [
      ['purchased', 0, { o: '1', s: 'S' }],
      ['failed', 3, { s: 'S', attempts: 4 }],
    ],
    right: ['ada 101 to day 10'],
  },
  'but an ending on Canceled over a Delinquent that ends access even if another purchase still grants it': {
    rules: [create('purchased'), expire('canceled'), expire('delinquent', '101', { always: true, giveBack: false })],
    events: [
      ['purchased', 0, { o: '1', s: 'S' }],
      ['delinquent', 3, { s: 'S' }],
      ['charged', 5, { s: 'S' }],
    ],
    right: ['ada 101'],
  },
  'then the later end decides': {
    rules: [create('purchased'), expire('canceled', '101', later(3)), expire('canceled', '101', later(7))],
    events: [
      ['purchased', 0, { o: '1', s: 'S' }],
      ['canceled', 3, { s: 'S' }],
    ],
    right: ['ada 101 to day 10'],
  },
  'a refund may open something else': {
    rules: [...rules, create('refunded', '102')],
    events: [
      ['purchased', 0, { o: '1' }],
      ['refunded', 2, { o: '1' }],
    ],
    right: ['ada 102'],
  },
  'at equal times a purchase comes before its refund': {
    rules,
    events: [
      ['refunded', 0, { o: '1' }],
      ['purchased', 0, { o: '1' }],
    ],
    right: [],
  },
  'at equal times a cancellation comes before its restart': {
    rules,
    events: [
      ['purchased', 0, { o: '1', s: 'S' }],
      ['restarted', 3, { s: 'S' }],
      ['canceled', 3, { s: 'S' }],
    ],
    right: ['ada 101'],
  },
  'at equal times a charge comes before a refund': {
    rules,
    events: [
      ['purchased', 0, { o: '1', s: 'S' }],
      ['refunded', 3, { s: 'S' }],
      ['charged', 3, { s: 'S' }],
    ],
    right: [],
  },
  'a repeat under its own id counts once, as it first arrived': {
    rules: [create('purchased', '101', lasts(30))],
    dialect: 'triggers',
    events: [
      ['purchased', 0, { s: 'S', id: 'x' }],
      ['purchased', 5, { s: 'S', id: 'x' }],
    ],
    right: ['ada 101 to day 30'],
  },
  'a retried create never re-opens what a newer refund closed': {
    rules,
    events: [
      ['purchased', 0, { o: '1', arrives: 9 }],
      ['refunded', 5, { o: '1' }],
    ],
    right: [],
  },
  'of two creates with one end the earlier start decides': {
    rules: [create('recovered', '101', { starts: { kind: 'days', days: 14 } }), create('charged')],
    events: [['recovered', 0]],
    on: 1,
    right: ['ada 101'],
  },
  'what made way for a delinquency counts where the cancellation came before it': {
    rules: [
      create('restarted'),
      expire('canceled', '101', { giveBack: false }),
      expire('delinquent', '101', { ends: { kind: 'paid', days: 30 }, giveBack: false }),
    ],
    events: [
      ['uncanceled', 0, { o: '1', s: 'S' }],
      ['canceled', 3, { arrives: 4 }],
      ['failed', 3.01, { attempts: 4 }],
    ],
    on: 5,
    right: [],
  },
  'so does what made way for the payment of a plan that was paid in full at the same instant': {
    rules: [create('charged'), expire('completed', '101', { ...everything, giveBack: false })],
    events: [
      ['completed', 0, { s: 'S' }],
      ['charged', 0, { o: '1', s: 'S' }],
    ],
    right: [],
  },
  'at equal times Delinquent decides over the Canceled that was reported first': {
    rules: [create('purchased'), expire('canceled'), expire('delinquent', '101', later(7))],
    events: [
      ['purchased', 0, { o: '1', s: 'S' }],
      ['canceled', 3, { o: '1', s: 'S' }],
      ['delinquent', 3, { o: '1', s: 'S' }],
    ],
    on: 4,
    right: ['ada 101 to day 10'],
  },
}
