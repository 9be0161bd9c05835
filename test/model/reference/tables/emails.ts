/** Whose email an event carries. */
import { create, everything, expire, lasts, later, paid, recommended, type Script } from '../script'

const rules = recommended()

export const EMAILS: Record<string, Script> = {
  'the email changed in the cart: the event crosses': {
    rules,
    events: [
      ['purchased', 0, { o: '1', s: 'S' }],
      ['canceled', 3, { s: 'S', email: 'ada-new' }],
    ],
    right: [],
  },
  'it crosses to an order that no rule acted on': {
    rules: [create('charged')],
    events: [
      ['purchased', 0, { o: '1' }],
      ['charged', 1, { o: '1', s: 'S', email: 'ada-new' }],
    ],
    right: ['ada 101'],
  },
  'what is named together with an order crosses with it, whenever that was said': {
    rules,
    events: [
      ['purchased', 0, { o: '1' }],
      ['canceled', 1, { s: 'S', email: 'ada-new' }],
      ['charged', 2, { o: '1', s: 'S', email: 'ada-new' }],
    ],
    right: [],
  },
  'what is named together with what crossed crosses too, also to a purchase known by no sale': {
    rules: [create('charged')],
    events: [
      ['restarted', 0, { o: '1', s: 'S' }],
      ['charged', 1, { o: '1', email: 'bob' }],
      ['charged', 1.2, { o: '1', s: 'T', email: 'bob' }],
    ],
    right: ['ada 101'],
  },
  'it does not cross where its own email has the product by a charge alone': {
    rules,
    events: [
      ['purchased', 0, { o: '1', s: 'S' }],
      ['charged', 1, { email: 'bob' }],
      ['refunded', 2, { s: 'S', email: 'bob' }],
    ],
    right: ['ada 101'],
  },
  'it does not cross where its own email was in the target then': {
    rules: [...rules, ...recommended('B')],
    events: [
      ['purchased', 0, { o: '1', s: 'S' }],
      ['purchased', 1, { o: '2', product: 'B', email: 'bob' }],
      ['canceled', 3, { s: 'S', email: 'bob' }],
      ['refunded', 4, { o: '2', product: 'B', email: 'bob' }],
    ],
    right: ['ada 101'],
  },
  'it crosses after all once it shows that another product had ended by then': {
    rules: [create('purchased', '101', everything), expire('refunded', '101', everything)],
    events: [
      ['purchased', 0, { product: 'B', email: 'bob' }],
      ['refunded', 83, { o: '1', email: 'bob' }],
      ['purchased', 31, { o: '1' }],
      ['refunded', 67, { product: 'B', email: 'bob' }],
    ],
    right: [],
  },
  'one that comes home keeps its customer in the target, by which another stays away': {
    rules: [
      create('purchased', '101', everything),
      expire('refunded', '101', { ...everything, ...paid(7) }),
      expire('partly', '101', { ...later(7), always: true }),
    ],
    events: [
      ['purchased', 0, { o: '1', email: 'bob' }],
      ['purchased', 5.8, { o: '3', email: 'carl' }],
      ['purchased', 6, { o: '2', product: 'B' }],
      ['disputed', 7, { o: '2', s: '0', product: 'B', email: 'carl' }],
      ['partly', 38, { o: '1', s: 'S' }],
    ],
    right: ['ada 101 to day 45', 'bob 101', 'carl 101'],
  },
  'it crosses where its own email had been in the target until a pause that is reported late': {
    rules: [...rules, create('charged')],
    events: [
      ['purchased', 0, { o: '9', s: 'S', test: true }],
      ['paused', 80, { o: '9', s: 'S', test: true }],
      ['paused', 30, { o: '9', s: 'S', test: true }],
      ['recovered', 50, { s: 'S', email: 'bob' }],
      ['refunded', 60, { s: 'S' }],
    ],
    right: [],
  },
  'two who cancel one plan are two, though only one bought it as far as we know': {
    rules,
    events: [
      ['purchased', 0, { o: '1', s: 'plan' }],
      ['purchased', 0.1, { o: '2', s: 'plan', email: 'bob' }],
      ['canceled', 1, { o: '2', s: 'plan', email: 'bob' }],
      ['canceled', 2, { o: '1', s: 'plan' }],
    ],
    right: [],
  },
  'it does not cross where its own email bought the product': {
    rules,
    events: [
      ['purchased', 0, { o: '1', s: 'S' }],
      ['purchased', 1, { o: '2', s: 'T', email: 'bob' }],
      ['canceled', 3, { s: 'S', email: 'bob' }],
    ],
    right: ['ada 101', 'bob 101'],
  },
  'it crosses where its own email bought only later': {
    rules,
    events: [
      ['purchased', 0, { o: '1', s: 'S' }],
      ['canceled', 3, { s: 'S', email: 'bob' }],
      ['purchased', 4, { o: '2', s: 'T', email: 'bob' }],
    ],
    right: ['bob 101'],
  },
  'it does not cross where its own email is in the target': {
    rules: [...rules, ...recommended('B')],
    events: [
      ['purchased', 0, { o: '1', s: 'S' }],
      ['purchased', 1, { o: '2', product: 'B', email: 'bob' }],
      ['canceled', 3, { s: 'S', email: 'bob' }],
    ],
    right: ['ada 101', 'bob 101'],
  },
  'it does not cross to two customers who share the id': {
    rules,
    events: [
      ['purchased', 0, { o: '1' }],
      ['purchased', 1, { o: '1', email: 'bob' }],
      ['refunded', 3, { o: '1', email: 'carl' }],
    ],
    right: ['ada 101', 'bob 101'],
    unclear: ['e2/A'],
  },
  'of two customers who share an order the one whose email it has': {
    rules,
    events: [
      ['purchased', 0, { o: '1' }],
      ['purchased', 1, { o: '1', email: 'bob' }],
      ['refunded', 3, { o: '1', email: 'bob' }],
    ],
    right: ['ada 101'],
  },
  'a purchase known by a charge alone is enrolled by what crosses to it': {
    rules: [create('purchased'), create('recovered')],
    dialect: 'triggers',
    events: [
      ['charged', 0, { o: '1', s: 'S' }],
      ['recovered', 1, { o: '1', s: 'S', email: 'bob' }],
    ],
    right: ['ada 101'],
  },
  'an event of another email waits for the purchase that learns its id': {
    rules,
    events: [
      ['charged', 0, { s: 'S', email: 'bob' }],
      ['purchased', 1, { o: '1' }],
      ['charged', 2, { s: 'S' }],
      ['canceled', 3, { s: 'S' }],
    ],
    right: [],
  },
  'what its payment was for is known to a refund by order': {
    rules: [create('purchased'), expire('partly', '101', { ...later(7), always: true })],
    events: [
      ['charged', 0, { o: '1', s: 'S', email: 'bob' }],
      ['purchased', 1, { o: '2' }],
      ['charged', 1, { s: 'S' }],
      ['partly', 2, { o: '1', s: 'S' }],
    ],
    right: ['ada 101'],
  },
  'a bundle opened for an email that the event turns out not to be about is closed whole': {
    rules: [create('charged', 'b1')],
    bundles: {
      b1: [
        [-9, '101', '105'],
        [3, '101', '106'],
      ],
    },
    refreshes: true,
    events: [
      ['purchased', 0, { o: '1' }],
      ['charged', 1, { s: 'S', email: 'bob' }],
      ['charged', 9, { o: '1', s: 'S' }],
    ],
    right: ['ada 101', 'ada 105', 'ada 106'],
  },
  'what names its own purchase by an id learned later stays with it, though another bought under that id': {
    rules: [create('purchased'), expire('canceled')],
    events: [
      ['refunded', 0, { s: 'plan', email: 'bob' }],
      ['purchased', 2, { email: 'bob' }],
      ['purchased', 3, { s: 'plan' }],
      ['canceled', 9, { s: 'plan', email: 'bob' }],
    ],
    right: ['ada 101'],
  },
  'and where that purchase names an order, in a bundle': {
    rules: [create('purchased', 'b1'), expire('canceled', 'b1')],
    bundles: { b1: [[-9, '101', '102']] },
    events: [
      ['charged', 0, { s: 'plan', email: 'bob' }],
      ['purchased', 2, { o: '2', email: 'bob' }],
      ['purchased', 3, { o: '1', s: 'plan' }],
      ['purchased', 4, { o: '3', s: 'plan', email: 'carl' }],
      ['canceled', 9, { s: 'plan', email: 'bob' }],
    ],
    right: ['ada 101', 'ada 102', 'carl 101', 'carl 102'],
  },
  'it crosses to a purchase without ids that learns its id later': {
    rules: [create('purchased'), expire('failed')],
    events: [
      ['purchased', 0],
      ['failed', 1, { s: 'S', email: 'bob' }],
      ['disputed', 9, { s: 'S' }],
    ],
    right: [],
  },
  'what an event of another email reveals belongs to the one who reported it': {
    rules: [create('recovered')],
    events: [
      ['purchased', 0],
      ['uncanceled', 2, { email: 'bob' }],
      ['failed', 8, { s: 'S', email: 'bob' }],
      ['charged', 9, { s: 'S' }],
    ],
    right: ['ada 101'],
  },
  'and by an order, in a bundle': {
    rules: [create('recovered', 'b1')],
    bundles: { b1: [[-9, '101', '102']] },
    events: [
      ['purchased', 0],
      ['restarted', 2, { email: 'bob' }],
      ['delinquent', 8, { o: '1', email: 'bob' }],
      ['charged', 9, { o: '1' }],
    ],
    right: ['ada 101', 'ada 102'],
  },
  'what crossed before a later event joined by another id stays crossed': {
    rules: [create('purchased', '101', lasts(30))],
    dialect: 'triggers',
    events: [
      ['purchased', 0, { o: '1' }],
      ['charged', 1, { o: '1', s: 'S', email: 'bob' }],
      ['charged', 11, { s: 'T' }],
      ['purchased', 16, { o: '2', s: 'U' }],
    ],
    right: ['ada 101 to day 61'],
  },
  'it does not cross to a purchase without a sale that learns its id later': {
    rules: [create('charged')],
    events: [
      ['won', 1],
      ['charged', 2, { o: '2', s: 'S', email: 'bob' }],
      ['partly', 5, { o: '2', s: 'S' }],
    ],
    right: ['bob 101'],
  },
  'a customer first known by an ending that found nobody is enrolled by what crosses to them': {
    rules: [create('charged'), expire('delinquent')],
    events: [
      ['delinquent', 2, { o: '1' }],
      ['charged', 3, { o: '1', s: 'S', email: 'bob' }],
    ],
    right: ['ada 101'],
  },
  'what another email reported crosses once a sale without ids takes its order': {
    rules: [create('purchased'), expire('refunded'), expire('canceled')],
    dialect: 'triggers',
    events: [
      ['purchased', 2, { o: '1', s: 'S' }],
      ['charged', 3],
      ['won', 14, { o: '3' }],
      ['refunded', 14, { o: '3', email: 'bob' }],
      ['purchased', 14],
      ['paused', 14.02],
      ['canceled', 14.22, { o: '1', s: 'S' }],
    ],
    right: [],
  },
  'what another email reports ends a purchase without a sale before later payments join it': {
    rules: [create('charged'), expire('refunded')],
    dialect: 'triggers',
    events: [
      ['failed', 0, { o: '1' }],
      ['disputed', 16, { o: '1', email: 'bob' }],
      ['charged', 17, { p: 'p3' }],
    ],
    right: ['ada 101'],
  },
  'a payment of another email crosses to a purchase whose own events have come to name its order': {
    rules: [create('purchased'), expire('refunded')],
    dialect: 'triggers',
    events: [
      ['charged', 5, { o: '1', email: 'carl' }],
      ['disputed', 5.02, { o: '1' }],
      ['purchased', 5.04],
      ['completed', 6, { o: '1.1' }],
      ['charged', 17, { s: 'S' }],
      ['refunded', 28, { o: '1' }],
      ['canceled', 33, { o: '1', s: 'S' }],
    ],
    right: ['ada 101'],
  },
  'what its own customer reported before it was sold comes home with it': {
    rules: [create('purchased', 'b1'), expire('refunded', 'b1'), expire('canceled')],
    bundles: { b1: [[-9, '101', '102']] },
    dialect: 'triggers',
    events: [
      ['charged', 11, { o: '1', email: 'carl' }],
      ['paused', 42, { o: '1' }],
      ['canceled', 42.02, { o: '1' }],
      ['purchased', 42.04],
      ['disputed', 47, { o: '1' }],
    ],
    right: [],
  },
  'a payment of another email waits for the event that shows which of two purchases is its': {
    rules: [create('charged')],
    events: [
      ['purchased', 0, { o: '2' }],
      ['purchased', 11],
      ['recovered', 42, { s: 'S', email: 'bob' }],
      ['won', 42.02, { o: '2', s: '2' }],
      ['failed', 47, { s: 'S' }],
    ],
    right: ['ada 101'],
  },
  'a refund of another email that names what joins a purchase later is that purchase’s': {
    rules: [create('purchased', '101', lasts(30))],
    dialect: 'triggers',
    events: [
      ['canceled', 0, { o: '1' }],
      ['purchased', 1],
      ['refunded', 17, { o: '1', s: 'S', email: 'carl' }],
      ['charged', 21, { s: 'S' }],
    ],
    right: ['ada 101 to day 31'],
  },
  'a charge that crossed comes home once its subscription may be of either of two orders, and enrolls its own email': {
    rules: [create('charged')],
    events: [
      ['purchased', 0, { o: '1' }],
      ['purchased', 1, { o: '2', arrives: 5 }],
      ['charged', 2, { s: 'S' }],
      ['charged', 3, { s: 'S', email: 'bob' }],
    ],
    right: ['bob 101'],
    unclear: ['e2/A'],
  },
  'a cancellation that two emails report takes nothing from a later one': {
    rules: [create('purchased'), expire('canceled', '101', later(7))],
    dialect: 'triggers',
    events: [
      ['purchased', 0, { o: '1', s: 'S' }],
      ['canceled', 1, { o: '1', s: 'S', email: 'bob' }],
      ['canceled', 1.1, { o: '1', s: 'S' }],
      ['uncanceled', 1.2, { o: '1', s: 'S' }],
      ['canceled', 3, { o: '1', s: 'S', email: 'bob' }],
    ],
    on: 4,
    right: ['ada 101 to day 10'],
  },
  'what crossed to another customer’s purchase says nothing of its own customer’s': {
    rules: [create('purchased'), expire('partly')],
    events: [
      ['purchased', 0, { o: '1', s: 'S' }],
      ['charged', 1, { o: '1', s: 'S', email: 'bob' }],
      ['purchased', 3, { o: '1', email: 'bob' }],
      ['partly', 4, { o: '1', s: 'T', email: 'bob' }],
    ],
    right: ['ada 101'],
  },
  'of two subscriptions of one order, an event of another email is about the one it names, though another names neither':
    {
      rules: [create('purchased'), expire('refunded', '101', later(7))],
      events: [
        ['purchased', 0, { o: '1', s: 'S' }],
        ['charged', 1, { o: '1', email: 'bob' }],
        ['disputed', 2, { o: '1', s: 'S', email: 'bob' }],
        ['purchased', 3, { o: '1', s: 'T' }],
        ['disputed', 4, { s: 'T' }],
      ],
      on: 5,
      right: ['ada 101 to day 11'],
      unclear: ['e1/A'],
    },
  'an event of another email is with the purchase whose subscription it names, though its order is another’s': {
    rules: [create('purchased'), expire('failed', '101', later(7))],
    events: [
      ['purchased', 0, { o: '1', email: 'bob' }],
      ['charged', 1, { o: '1', s: 'S' }],
      ['purchased', 2, { o: '1', s: 'T', email: 'bob' }],
      ['purchased', 3, { o: '2', email: 'bob' }],
      ['failed', 4, { o: '1', s: 'T', email: 'bob', attempts: 1 }],
      ['failed', 5, { o: '1', s: 'S', attempts: 1 }],
      ['reversed', 6, { s: 'S', email: 'bob' }],
    ],
    on: 7,
    right: ['bob 101 to day 12'],
  },
  'an event whose access starts later stays with its own email, which has access already': {
    rules: [create('charged', '104', { starts: { kind: 'days', days: 14 } }), expire('canceled', '104', later(7))],
    found: [{ email: 'carl', target: { kind: 'course', id: '104' }, day: -9 }],
    events: [
      ['charged', 3, { o: '1', s: 'S', email: 'carl' }],
      ['purchased', 16, { s: 'S', email: 'bob' }],
    ],
    on: 20,
    right: ['carl 104'],
  },
  'a sale keeps its purchase though another email names its order together with another subscription': {
    rules: [create('purchased', '101', lasts(30)), expire('refunded', '101', later(1))],
    events: [
      ['purchased', 0, { o: '1' }],
      ['purchased', 5, { s: 'S' }],
      ['disputed', 6, { o: '1', s: 'S', email: 'carl' }],
      ['purchased', 16, { o: '1', s: 'T' }],
    ],
    on: 17,
    right: ['ada 101 to day 30'],
  },
  'what another email taught a purchase known by no sale, it knows from its first event on': {
    rules: [create('purchased'), expire('failed', '101', { giveBack: false })],
    events: [
      ['refunded', 0],
      ['purchased', 1, { o: '1' }],
      ['canceled', 37],
      ['failed', 48, { attempts: 4 }],
      ['completed', 55, { s: 'S', arrives: 77 }],
      ['recovered', 77, { s: 'S', email: 'bob' }],
    ],
    right: ['ada 101'],
  },
  'a payment of a purchase that no sale is known of stays there when its email’s own one learns the order': {
    rules: [create('charged')],
    events: [
      ['won', 0, { o: '1', s: 'S', email: 'carl' }],
      ['charged', 1, { o: '1', s: 'S' }],
      ['purchased', 2, { s: 'T' }],
      ['reversed', 3, { o: '1' }],
    ],
    right: ['carl 101'],
  },
  'an event that is unclear stays so when one of those whose purchases it fits reports another again': {
    rules: [create('purchased'), expire('canceled'), expire('purchased', '102', { product: 'B' })],
    events: [
      ['completed', 13, { o: '3', s: 'S' }],
      ['purchased', 18, { o: '1' }],
      ['purchased', 20, { o: '2', product: 'B' }],
      ['purchased', 20.2, { o: '1', s: '0', email: 'carl' }],
      ['canceled', 38, { o: '1', email: 'bob' }],
      ['expired', 39, { o: '3', email: 'bob' }],
    ],
    right: ['ada 101', 'carl 101'],
    unclear: ['e4/A'],
  },
  'a refund finds its purchase by an order that only another customer’s payments name with it': {
    rules: [create('charged'), expire('refunded')],
    events: [
      ['canceled', 31, { o: '1', email: 'bob' }],
      ['charged', 36, { o: '1', s: 'S' }],
      ['uncanceled', 49],
      ['charged', 51, { o: '1.1', s: 'S' }],
      ['refunded', 82, { o: '1.1', email: 'bob' }],
    ],
    right: ['ada 101'],
  },
  'a plan completed again after another email restarted it was paid once more': {
    rules: [create('charged'), expire('completed')],
    events: [
      ['canceled', 5, { s: '0', email: 'carl' }],
      ['canceled', 10, { o: '1', email: 'bob' }],
      ['completed', 10.1, { o: '1', s: '0', email: 'carl' }],
      ['restarted', 10.3, { o: '1', email: 'bob' }],
      ['completed', 15, { o: '1', s: '0', email: 'carl' }],
    ],
    right: ['carl 101'],
  },
}
