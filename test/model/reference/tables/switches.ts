/** Plans switched under one subscription. */
import { create, everything, expire, lasts, later, recommended, type Script } from '../script'

const rules = recommended()
const both = [...rules, ...recommended('B', '102')]

export const SWITCHES: Record<string, Script> = {
  'a plan left behind keeps its access until the subscription ends': {
    rules: both,
    events: [
      ['purchased', 0, { o: '1', s: 'S' }],
      ['purchased', 10, { o: '2', s: 'S', product: 'B' }],
    ],
    right: ['ada 101', 'ada 102'],
  },
  'the subscription’s end reaches the plan left behind': {
    rules: both,
    events: [
      ['purchased', 0, { o: '1', s: 'S' }],
      ['purchased', 10, { o: '2', s: 'S', product: 'B' }],
      ['expired', 20, { s: 'S', product: 'B' }],
    ],
    right: [],
  },
  'a global rule reaches the plan left behind': {
    rules: [create('purchased'), create('purchased', '102', { product: 'B' }), expire('canceled', '101', everything)],
    events: [
      ['purchased', 0, { o: '1', s: 'S' }],
      ['purchased', 10, { o: '2', s: 'S', product: 'B' }],
      ['canceled', 20, { s: 'S', product: 'B' }],
    ],
    right: ['ada 102'],
  },
  'a refund reaches only the product it names': {
    rules: both,
    events: [
      ['purchased', 0, { o: '1', s: 'S' }],
      ['purchased', 10, { o: '2', s: 'S', product: 'B' }],
      ['refunded', 20, { s: 'S', product: 'B' }],
    ],
    right: ['ada 101'],
  },
  'good news reaches only the product it names': {
    rules: both,
    events: [
      ['purchased', 0, { o: '1', s: 'S' }],
      ['purchased', 10, { o: '2', s: 'S', product: 'B' }],
      ['canceled', 20, { s: 'S', product: 'B' }],
      ['restarted', 21, { s: 'S', product: 'B' }],
    ],
    right: ['ada 102'],
  },
  'two products of one order are no switch': {
    rules: both,
    events: [
      ['purchased', 0, { o: '1', s: 'S' }],
      ['purchased', 0, { o: '1', s: 'S', product: 'B' }],
      ['canceled', 20, { s: 'S', product: 'B' }],
    ],
    right: ['ada 101'],
  },
  'without an order of its own another product is no switch': {
    rules: both,
    events: [
      ['purchased', 0, { o: '1', s: 'S' }],
      ['purchased', 10, { s: 'S', product: 'B' }],
      ['canceled', 20, { s: 'S', product: 'B' }],
    ],
    right: ['ada 101'],
  },
  'an end that names the plan left behind ends only that': {
    rules: both,
    events: [
      ['purchased', 0, { o: '1', s: 'S' }],
      ['purchased', 10, { o: '2', s: 'S', product: 'B' }],
      ['canceled', 20, { s: 'S' }],
    ],
    right: ['ada 102'],
  },
  'good news without ids undoes what the end of a later plan ended': {
    rules: [create('purchased'), expire('failed')],
    events: [
      ['purchased', 0, { o: '1', s: 'S' }],
      ['purchased', 1, { o: '2', s: 'S', product: 'B' }],
      ['failed', 2, { o: '2', s: 'S', product: 'B', attempts: 1 }],
      ['charged', 3, { o: '3' }],
      ['charged', 4],
    ],
    right: ['ada 101'],
  },
  'an end that names only the later plan’s order reaches the plan left behind': {
    rules: both,
    events: [
      ['purchased', 0, { o: '1', s: 'S' }],
      ['purchased', 10, { o: '2', s: 'S', product: 'B' }],
      ['paused', 20, { o: '2', product: 'B' }],
    ],
    right: [],
  },
  'an end without any id reaches the plan left behind': {
    rules: both,
    events: [
      ['purchased', 0, { o: '1', s: 'S' }],
      ['purchased', 10, { o: '2', s: 'S', product: 'B' }],
      ['canceled', 20, { product: 'B' }],
    ],
    right: [],
  },
  'and no plan of another customer': {
    rules: [...both, expire('failed')],
    events: [
      ['purchased', 0, { o: '1', s: 'S' }],
      ['purchased', 10, { o: '2', s: 'S', product: 'B' }],
      ['purchased', 11, { o: '3', product: 'B', email: 'bob' }],
      ['failed', 20, { product: 'B', email: 'bob' }],
    ],
    right: ['ada 101', 'ada 102', 'bob 102'],
  },
  'the end of a later plan under another email reaches the earlier plan of the one who bought both': {
    rules: [
      create('purchased', '101', { product: 'B' }),
      create('charged', '101', { product: 'B' }),
      expire('canceled', '101', { product: 'B' }),
    ],
    events: [
      ['purchased', 0, { o: '1', s: 'S', product: 'B' }],
      ['charged', 5, { email: 'bob', product: 'B' }],
      ['purchased', 6, { o: '2', s: 'S' }],
      ['delinquent', 7, { o: '2', s: 'S', email: 'bob' }],
    ],
    right: ['bob 101'],
  },
  'the end of a plan that another bought under the same name reaches no plan before it': {
    rules: [create('purchased', '101', { product: 'B' }), expire('canceled', '101', { product: 'B' })],
    events: [
      ['purchased', 0, { o: '1', s: 'plan', product: 'B' }],
      ['purchased', 6, { o: '2', s: 'plan' }],
      ['purchased', 7, { o: '3', s: 'plan', email: 'bob' }],
      ['canceled', 8, { o: '3', s: 'plan', email: 'bob' }],
    ],
    right: ['ada 101'],
  },
  'a plan whose sale named its order alone is left behind once any event names its subscription': {
    rules: both,
    events: [
      ['purchased', 0, { o: '1' }],
      ['charged', 5, { o: '1', s: 'S' }],
      ['purchased', 10, { o: '2', s: 'S', product: 'B' }],
      ['canceled', 20, { s: 'S', product: 'B' }],
    ],
    right: [],
  },
  'a later plan whose sale named its order alone reaches the plan left behind': {
    rules: both,
    events: [
      ['purchased', 0, { o: '1', s: 'S' }],
      ['purchased', 10, { o: '2', product: 'B' }],
      ['charged', 15, { o: '2', s: 'S', product: 'B' }],
      ['canceled', 20, { s: 'S', product: 'B' }],
    ],
    right: [],
  },
  'and so does an end that alone says whose the subscription is': {
    rules: both,
    events: [
      ['purchased', 0, { o: '1', s: 'S' }],
      ['purchased', 10, { o: '2', product: 'B' }],
      ['canceled', 20, { o: '2', s: 'S', product: 'B' }],
    ],
    right: [],
  },
  'an order named only after the sale makes a plan of it too, whichever arrives first': {
    rules: both,
    events: [
      ['purchased', 0, { s: 'S' }],
      ['charged', 5, { o: '1', s: 'S' }],
      ['purchased', 10, { o: '2', s: 'S', product: 'B' }],
      ['canceled', 20, { s: 'S', product: 'B' }],
    ],
    right: [],
  },
  'and so it is with a later plan': {
    rules: both,
    events: [
      ['purchased', 0, { o: '1', s: 'S' }],
      ['purchased', 10, { s: 'S', product: 'B' }],
      ['charged', 12, { o: '2', s: 'S', product: 'B' }],
      ['canceled', 20, { s: 'S', product: 'B' }],
    ],
    right: [],
  },
  'the paid period that a later plan’s cancellation names is the plan’s left behind, too': {
    rules: [create('purchased'), expire('canceled', '101', { ends: { kind: 'paid', days: 7 } })],
    events: [
      ['purchased', 0, { o: '1', s: 'S' }],
      ['purchased', 10, { o: '2', product: 'B' }],
      ['canceled', 20, { o: '2', s: 'S', product: 'B', period: 50 }],
    ],
    right: ['ada 101 to day 50'],
  },
  'the end of an earlier plan keeps nothing from joining the later one': {
    rules: [create('purchased'), expire('completed')],
    events: [
      ['purchased', 0, { o: '1', s: 'S', product: 'B' }],
      ['purchased', 40, { o: '2' }],
      ['restarted', 40.4, { o: '2', s: 'S' }],
      ['canceled', 41, { o: '1', s: 'S', product: 'B' }],
      ['completed', 42, { p: 'P' }],
    ],
    right: [],
  },
  'the end of another plan begins no purchase of this one, whose events then join what was paid before': {
    rules: [create('charged'), expire('canceled')],
    events: [
      ['charged', 1, {}],
      ['canceled', 2, { o: '2', s: 'S', product: 'B' }],
      ['canceled', 2.2, { o: '1', s: 'S' }],
    ],
    right: [],
  },
  'a subscription that no event names together with the later order switches no plan': {
    rules: both,
    events: [
      ['purchased', 0, { o: '1', s: 'S' }],
      ['purchased', 10, { o: '2', product: 'B' }],
      ['canceled', 20, { s: 'S', product: 'B' }],
    ],
    right: ['ada 101'],
  },
  'nor does one that only another email’s event names so': {
    rules: both,
    events: [
      ['purchased', 0, { o: '1', s: 'S' }],
      ['purchased', 10, { o: '2', product: 'B' }],
      ['charged', 12, { o: '2', s: 'S', product: 'B', email: 'bob' }],
      ['canceled', 20, { s: 'S', product: 'B' }],
    ],
    right: ['ada 101'],
  },
  'an end of a later plan that is paid in full reaches no plan before it': {
    rules: both,
    events: [
      ['purchased', 0, { o: '1', s: 'S' }],
      ['purchased', 10, { o: '2', s: 'S', product: 'B' }],
      ['completed', 15, { s: 'S', product: 'B' }],
      ['canceled', 20, { s: 'S', product: 'B' }],
    ],
    right: ['ada 101', 'ada 102'],
  },
  'good news that shows a plan was switched does not give back the earlier one': {
    rules: [create('purchased'), expire('canceled'), create('purchased', '102', { product: 'B' })],
    events: [
      ['purchased', 1, { o: '1', s: 'S' }],
      ['purchased', 2, { o: '2', product: 'B' }],
      ['canceled', 4, { s: 'S', product: 'B' }],
      ['restarted', 9, { o: '2', s: 'S', product: 'B' }],
    ],
    right: ['ada 102'],
  },
  'a plan of which no sale is known is not left behind': {
    rules: [...both, create('charged')],
    events: [
      ['charged', 5, { o: '1', s: 'S' }],
      ['purchased', 10, { o: '2', s: 'S', product: 'B' }],
      ['canceled', 20, { s: 'S', product: 'B' }],
    ],
    right: ['ada 101'],
  },
  'of two plans the one sold first is the earlier, whenever its subscription was named': {
    rules: both,
    events: [
      ['purchased', 0, { o: '1' }],
      ['purchased', 10, { o: '2', s: 'S', product: 'B' }],
      ['charged', 15, { o: '1', s: 'S' }],
      ['canceled', 20, { s: 'S' }],
    ],
    right: ['ada 102'],
  },
  'buying the later plan is no payment for the one before, though that sale came after the end it shows': {
    rules: [
      create('purchased', '101', lasts(30)),
      create('purchased', '102', { product: 'B' }),
      expire('canceled', '101', later(60)),
    ],
    events: [
      ['purchased', 0, { o: '1', s: 'S' }],
      ['purchased', 10, { o: '2', s: 'S', product: 'B' }],
      ['canceled', 20, { s: 'S', product: 'B' }],
    ],
    on: 21,
    right: ['ada 101 to day 30', 'ada 102'],
  },
  'back on an earlier plan: the end of the subscription reaches the one between': {
    rules: both,
    events: [
      ['purchased', 0, { o: '1', s: 'S' }],
      ['purchased', 10, { o: '2', s: 'S', product: 'B' }],
      ['purchased', 20, { o: '3', s: 'S' }],
      ['canceled', 30, { s: 'S' }],
    ],
    right: [],
  },
  'and the end of the one between does not reach the plan she is back on': {
    rules: both,
    events: [
      ['purchased', 0, { o: '1', s: 'S' }],
      ['purchased', 10, { o: '2', s: 'S', product: 'B' }],
      ['purchased', 20, { o: '3', s: 'S' }],
      ['canceled', 30, { s: 'S', product: 'B' }],
    ],
    right: ['ada 101'],
  },
  'twice back and forth: the end of the last reaches the other': {
    rules: both,
    events: [
      ['purchased', 0, { o: '1', s: 'S' }],
      ['purchased', 10, { o: '2', s: 'S', product: 'B' }],
      ['purchased', 20, { o: '3', s: 'S' }],
      ['purchased', 30, { o: '4', s: 'S', product: 'B' }],
      ['canceled', 40, { s: 'S', product: 'B' }],
    ],
    right: [],
  },
  'of two customers under one plan’s id the one who moved': {
    rules: both,
    events: [
      ['purchased', 0, { o: '1', s: 'plan' }],
      ['purchased', 1, { o: '2', s: 'plan', email: 'bob' }],
      ['purchased', 10, { o: '3', s: 'plan', product: 'B', email: 'bob' }],
      ['canceled', 20, { s: 'plan', product: 'B', email: 'bob' }],
    ],
    right: ['ada 101'],
  },
  'an order reported again is no move back': {
    rules: both,
    events: [
      ['purchased', 0, { o: '1', s: 'S' }],
      ['purchased', 10, { o: '2', s: 'S', product: 'B' }],
      ['purchased', 15, { o: '1', s: 'S' }],
      ['canceled', 20, { s: 'S', product: 'B' }],
    ],
    right: [],
  },
  'of two products bought at the same moment neither was left behind, and each is canceled by its own word': {
    rules: [
      create('purchased', '101', { product: 'B', ...lasts(30) }),
      expire('canceled', '101', { product: 'B', ...later(7) }),
    ],
    events: [
      ['purchased', 0, { o: '1' }],
      ['purchased', 0, { o: '2', s: 'S', product: 'B' }],
      ['failed', 0, { o: '1', s: 'S', attempts: 4 }],
      ['canceled', 0, { o: '2', s: 'S', product: 'B' }],
      ['charged', 0, { o: '2', s: 'S', product: 'B' }],
    ],
    on: 1,
    right: ['ada 101 to day 7'],
  },
  'a plan that was canceled before the switch says nothing of the later one’s failures': {
    rules: [
      create('purchased', '101', { product: 'B' }),
      expire('canceled', '101', { product: 'B' }),
      expire('delinquent', '101', { product: 'B' }),
    ],
    events: [
      ['purchased', 0, { o: '1', s: 'S' }],
      ['canceled', 1, { o: '1', s: 'S' }],
      ['purchased', 1, { o: '2', s: 'T' }],
      ['purchased', 3, { o: '3', product: 'B' }],
      ['failed', 3, { o: '3', s: 'S', product: 'B', attempts: 4 }],
    ],
    right: [],
  },
  'the end of a plan that turns out to be another customer’s, never seen sold, reaches no plan': {
    rules: [create('purchased', '101', lasts(30)), expire('canceled')],
    events: [
      ['purchased', 0, { o: '1', s: 'plan_monthly' }],
      ['charged', 1, { o: '2', s: 'plan_monthly', product: 'B', email: 'bob' }],
      ['canceled', 2, { o: '2', s: 'plan_monthly', product: 'B' }],
    ],
    on: 3,
    right: ['ada 101 to day 30'],
  },
  'an end without ids of another purchase of the later plan reaches no earlier one': {
    rules: [create('purchased'), expire('canceled', '101', { always: true })],
    events: [
      ['purchased', 31, { o: '2' }],
      ['purchased', 98, { o: '1', product: 'B' }],
      ['reversed', 98.1, { o: '2', s: 'S', arrives: 168 }],
      ['expired', 136, { product: 'B' }],
      ['failed', 167, { o: '3', s: 'S', product: 'B', attempts: 1 }],
    ],
    right: ['ada 101'],
  },
  'the end of a plan teaches no subscription to a purchase that is not known by one': {
    rules: [create('purchased'), expire('canceled')],
    events: [
      ['purchased', 0, { o: '2' }],
      ['delinquent', 53, { o: '1', s: 'S', product: 'B' }],
      ['reversed', 55, { o: '3', s: 'S' }],
      ['canceled', 55.1],
    ],
    right: ['ada 101'],
  },
  'a plan sold under its order alone is as old as that sale, also where it names the subscription later': {
    rules: [create('purchased'), expire('canceled')],
    events: [
      ['purchased', 0, { o: '1' }],
      ['purchased', 1, { o: '2', s: 'S', product: 'B' }],
      ['purchased', 18, { o: '1', s: 'S', p: 'P' }],
      ['canceled', 25, { o: '2', s: 'S', product: 'B' }],
    ],
    right: [],
  },
  'what an end does to an earlier plan has no say in whose it is': {
    rules: [create('purchased', '101', everything), expire('canceled', '101', everything)],
    events: [
      ['purchased', 0, { o: '1', s: 'S' }],
      ['recovered', 31, { product: 'B', o: '2', s: 'S', email: 'bob' }],
      ['expired', 33, { product: 'B', o: '2', s: 'S' }],
      ['failed', 42, { product: 'B', o: '3', email: 'bob' }],
    ],
    right: ['ada 101'],
  },
  'nor does it make its customer a buyer of that plan': {
    rules: [create('restarted', '101', everything)],
    events: [
      ['charged', 31, { product: 'B', o: '2', s: 'S' }],
      ['resumed', 100, { product: 'B', o: '2', s: 'S', email: 'bob' }],
      ['expired', 62, { o: '1', s: 'S', email: 'bob', arrives: 131 }],
    ],
    right: ['ada 101'],
  },
}
