/** Which payment, and paid in full. */
import { create, expire, recommended, type Script } from '../script'

const rules = recommended()
const dunning = [create('purchased'), expire('failed'), expire('delinquent'), expire('canceled'), expire('refunded')]

export const PAYMENTS: Record<string, Script> = {
  'a refund of an older payment, by payment id, ends nothing': {
    rules,
    events: [
      ['purchased', 0, { o: '1', s: 'S', p: 'ch_1' }],
      ['charged', 10, { s: 'S', p: 'ch_2' }],
      ['refunded', 11, { s: 'S', p: 'ch_1' }],
    ],
    right: ['ada 101'],
  },
  'a refund of the newest payment, by payment id, ends': {
    rules,
    events: [
      ['purchased', 0, { o: '1', s: 'S', p: 'ch_1' }],
      ['charged', 10, { s: 'S', p: 'ch_2' }],
      ['refunded', 11, { s: 'S', p: 'ch_2' }],
    ],
    right: [],
  },
  'a refund by the first order’s id, where later payments had their own, ends nothing': {
    rules,
    events: [
      ['purchased', 0, { o: '1', s: 'S' }],
      ['charged', 10, { o: '2', s: 'S' }],
      ['refunded', 11, { o: '1', s: 'S' }],
    ],
    right: ['ada 101'],
  },
  'a refund by the order’s id, where every charge repeats it, counts for the newest': {
    rules,
    events: [
      ['purchased', 0, { o: '1', s: 'S' }],
      ['charged', 10, { o: '1', s: 'S' }],
      ['refunded', 11, { o: '1', s: 'S' }],
    ],
    right: [],
  },
  'a refund of an unknown payment counts for the newest': {
    rules,
    events: [
      ['purchased', 0, { o: '1', s: 'S', p: 'ch_1' }],
      ['charged', 10, { s: 'S', p: 'ch_2' }],
      ['refunded', 11, { s: 'S', p: 're_9' }],
    ],
    right: [],
  },
  'a dispute ends access whichever payment it names': {
    rules,
    events: [
      ['purchased', 0, { o: '1', s: 'S', p: 'ch_1' }],
      ['charged', 10, { s: 'S', p: 'ch_2' }],
      ['disputed', 11, { s: 'S', p: 'ch_1' }],
    ],
    right: [],
  },
  'a charge undoes no dispute': {
    rules,
    events: [
      ['purchased', 0, { o: '1', s: 'S' }],
      ['disputed', 5, { s: 'S' }],
      ['charged', 10, { s: 'S' }],
    ],
    right: [],
  },
  'paid in full: a cancellation dated before the completion ends nothing': {
    rules,
    events: [
      ['purchased', 0, { o: '1', s: 'S' }],
      ['canceled', 10, { s: 'S' }],
      ['completed', 20, { s: 'S' }],
    ],
    right: ['ada 101'],
  },
  'paid in full: a refund still ends': {
    rules,
    events: [
      ['purchased', 0, { o: '1', s: 'S' }],
      ['completed', 20, { s: 'S' }],
      ['refunded', 21, { s: 'S' }],
    ],
    right: [],
  },
  'paid in full: a dispute still ends': {
    rules,
    events: [
      ['purchased', 0, { o: '1', s: 'S' }],
      ['completed', 20, { s: 'S' }],
      ['disputed', 21, { s: 'S' }],
    ],
    right: [],
  },
  'paid in full: a rule on Completed ends': {
    rules: [...rules, expire('completed')],
    events: [
      ['purchased', 0, { o: '1', s: 'S' }],
      ['completed', 20, { s: 'S' }],
    ],
    right: [],
  },
  'paid in full: expired, paused, failed and delinquent end nothing': {
    rules: dunning,
    events: [
      ['purchased', 0, { o: '1', s: 'S' }],
      ['completed', 20, { s: 'S' }],
      ['failed', 21, { s: 'S' }],
      ['delinquent', 22, { s: 'S' }],
      ['paused', 23, { s: 'S' }],
      ['expired', 24, { s: 'S' }],
    ],
    right: ['ada 101'],
  },
  'a payment that only the second report of an order line names is the line’s': {
    rules,
    events: [
      ['purchased', 0, { o: '1' }],
      ['charged', 30],
      ['purchased', 31, { o: '1', p: 'ch_1' }],
      ['refunded', 32, { p: 'ch_1' }],
    ],
    right: ['ada 101'],
  },
  'a charge keeps its own order, though a failure that is reported late shows what it recovered': {
    rules: [create('purchased'), create('recovered', '102'), expire('partly')],
    events: [
      ['purchased', 0, { o: '1', s: 'S', arrives: 15 }],
      ['failed', 11, { o: '1', s: 'S', attempts: 1, arrives: 14 }],
      ['charged', 13, { o: '2', s: 'S' }],
      ['partly', 14.5, { o: '1', s: 'S' }],
    ],
    right: ['ada 101', 'ada 102'],
  },
  'a completion opens what it shows to be paid for, though its own rule finds no user': {
    rules: [
      create('purchased', '101'),
      create('purchased', '102'),
      expire('canceled', '101'),
      expire('canceled', '102'),
      expire('completed', '102'),
    ],
    events: [
      ['purchased', 0, { o: '1', s: 'S', arrives: 3 }],
      ['canceled', 1, { s: 'S', arrives: 2 }],
      ['completed', 4, { s: 'S' }],
    ],
    right: ['ada 101'],
  },
}
