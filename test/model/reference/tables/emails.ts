/** Whose email an event carries. */
import { recommended, type Script } from '../script'

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
}
