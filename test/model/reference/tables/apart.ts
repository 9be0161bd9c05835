/** Tests and other marketplaces stay apart. */
import { create, expire, lasts, later, recommended, type Script } from '../script'

const rules = recommended()

export const APART: Record<string, Script> = {
  'a test order shares no purchase with a real one': {
    rules,
    events: [
      ['purchased', 0, { o: '1' }],
      ['refunded', 2, { o: '1', test: true }],
    ],
    right: ['ada 101'],
  },
  'a test’s grant keeps no customer in': {
    rules,
    events: [
      ['purchased', 0, { o: 't', test: true }],
      ['purchased', 1, { o: '1' }],
      ['refunded', 2, { o: '1' }],
    ],
    right: [],
  },
  'a test’s grant keeps no customer in after an ending of a purchase never seen': {
    rules,
    events: [
      ['purchased', 0, { o: 't', test: true }],
      ['refunded', 2, { o: '1' }],
    ],
    right: [],
  },
  'a test’s grant keeps no customer in after a real one has lapsed': {
    rules: [create('purchased', '101', lasts(30)), create('purchased', '101', { product: 'B' })],
    events: [
      ['purchased', 0, { o: '1' }],
      ['purchased', 1, { o: 't', test: true, product: 'B' }],
    ],
    right: ['ada 101 to day 30'],
  },
  'what one test ends another test keeps': {
    rules: [create('purchased', 'b1'), create('purchased', '101'), expire('refunded', '101')],
    bundles: { b1: [[-9, '101', '102']] },
    events: [
      ['purchased', 0, { o: 't', test: true }],
      ['refunded', 1, { o: 't', test: true }],
    ],
    right: ['ada 101', 'ada 102'],
  },
  'a test order gives access, and its refund ends it': {
    rules: [...rules, ...recommended('B', '102')],
    events: [
      ['purchased', 0, { o: 't', test: true }],
      ['purchased', 1, { o: 'u', test: true, product: 'B' }],
      ['refunded', 2, { o: 'u', test: true, product: 'B' }],
    ],
    right: ['ada 101'],
  },
  'test orders are skipped where the rule says so': {
    rules: [create('purchased', '101', { skipTest: true })],
    events: [['purchased', 0, { o: 't', test: true }]],
    right: [],
  },
  'the other marketplace’s order of the same number is another purchase': {
    rules: [
      ...rules,
      create('purchased', '101', { marketplace: 'm2' }),
      expire('refunded', '101', { marketplace: 'm2' }),
    ],
    events: [
      ['purchased', 0, { o: '1' }],
      ['purchased', 1, { o: '1', marketplace: 'm2' }],
      ['refunded', 2, { o: '1', marketplace: 'm2' }],
    ],
    right: ['ada 101'],
  },
  'a later end of a purchase never seen leaves what a test gave until then': {
    rules: [create('purchased'), expire('refunded', '101', later(7))],
    events: [
      ['purchased', 0, { o: 't', test: true }],
      ['disputed', 1, { o: '1' }],
    ],
    right: ['ada 101 to day 8'],
  },
  'a real ending of the same moment ends what a test gives': {
    rules: [create('purchased'), expire('delinquent')],
    events: [
      ['purchased', 0, { o: 't', test: true }],
      ['purchased', 5, { s: 'S', test: true }],
      ['charged', 5, { o: 't', s: 'S', test: true }],
      ['delinquent', 5, { s: 'S' }],
    ],
    right: [],
  },
  'a failed charge of the same moment ends what a test gives': {
    rules: [create('purchased'), expire('failed')],
    events: [
      ['purchased', 5, { test: true }],
      ['failed', 5],
    ],
    right: [],
  },
  'a real ending of a bundle closes what a test gave in it, though a course has left it since': {
    rules: [create('purchased', 'b1'), expire('failed', 'b1')],
    dialect: 'triggers',
    bundles: {
      b1: [
        [-9, '101', '105'],
        [14, '101', '106'],
      ],
    },
    refreshes: true,
    events: [
      ['purchased', 11, { o: '1', s: 'S', test: true }],
      ['failed', 11.1, { s: 'T', attempts: 1 }],
      ['purchased', 17, { o: '3', s: 'U' }],
    ],
    right: ['ada 101', 'ada 106'],
  },
  'a test purchase after real access has ended gives it': {
    rules: [create('purchased', '101', lasts(30))],
    events: [
      ['purchased', 1, { o: '1', s: 'S', test: true }],
      ['purchased', 2],
      ['purchased', 44, { s: 'S', test: true }],
    ],
    on: 45,
    right: ['ada 101 to day 74'],
  },
  'at one moment a charge goes before a pause, though it recovers what a test had failed': {
    rules: [create('purchased'), create('recovered'), expire('canceled', '101', later(7))],
    events: [
      ['delinquent', 0, { o: '1', s: 'S', email: 'bob', test: true }],
      ['purchased', 1, { o: '2', s: 'T' }],
      ['charged', 1, { o: '1', s: 'S', email: 'bob', test: true }],
      ['paused', 1, { o: '2', s: 'T', email: 'bob' }],
    ],
    on: 2,
    right: ['ada 101', 'bob 101 to day 8'],
  },
  'a charge after a test’s failed payment recovers nothing': {
    rules: [create('recovered')],
    events: [
      ['failed', 0, { attempts: 4, test: true }],
      ['charged', 1],
    ],
    right: [],
  },
  'a real ending before a test was paid again by a new order leaves that': {
    rules: [create('charged', '101', lasts(365)), expire('partly')],
    events: [
      ['charged', 0, { s: 'S', test: true }],
      ['partly', 0.02],
      ['purchased', 12, { o: '1', s: 'S', p: 'P', test: true }],
    ],
    right: ['ada 101 to day 377'],
    on: 300,
  },
}
