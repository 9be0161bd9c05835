/** What a dunning cycle makes of charges, failures and cancellations. */
import { create, everything, expire, lasts, later, recommended, type Script } from '../script'

const rules = recommended()
export const DUNNING: Record<string, Script> = {
  'of several charges after a failure the first recovers, in whatever order they arrive': {
    rules: [create('purchased'), expire('failed', '101', { giveBack: false }), create('recovered')],
    events: [
      ['purchased', 0, { o: '1', s: 'S' }],
      ['failed', 1, { s: 'S', attempts: 1 }],
      ['charged', 2, { s: 'S' }],
      ['charged', 3, { s: 'S' }],
    ],
    right: ['ada 101'],
  },
  'only the first failure of a cycle fires': {
    rules: [create('purchased'), create('restarted'), expire('failed', '101', { giveBack: false })],
    events: [
      ['purchased', 0, { o: '1', s: 'S' }],
      ['failed', 5, { s: 'S' }],
      ['restarted', 6, { s: 'S' }],
      ['failed', 7, { s: 'S' }],
      ['failed', 8, { s: 'S' }],
    ],
    right: [],
  },
  'a late failure is the first of its cycle, and the charge after it is its undoing': {
    rules: [create('purchased'), expire('failed')],
    events: [
      ['purchased', 0, { o: '1', s: 'S' }],
      ['failed', 1, { s: 'S', attempts: 1 }],
      ['charged', 2],
      ['failed', 3, { s: 'S', attempts: 1 }],
    ],
    right: ['ada 101'],
  },
  'a late restart is the first, and what follows it is a repeat': {
    rules: [create('purchased'), create('restarted'), expire('failed', '101', { giveBack: false })],
    events: [
      ['purchased', 0, { o: '1', s: 'S' }],
      ['resumed', 1, { s: 'S' }],
      ['failed', 2, { attempts: 1 }],
      ['restarted', 3, { s: 'S' }],
    ],
    right: [],
  },
  'a restart after another failure fires again': {
    rules: [create('purchased'), create('restarted'), expire('failed', '101', { giveBack: false })],
    events: [
      ['purchased', 0, { o: '1', s: 'S' }],
      ['restarted', 1, { s: 'S' }],
      ['failed', 2, { s: 'S', attempts: 1 }],
      ['restarted', 3, { s: 'S' }],
    ],
    right: ['ada 101'],
  },
  'a cancellation after another payment is another one, and its days count from itself': {
    rules: [create('purchased'), expire('canceled', '101', later(7))],
    events: [
      ['purchased', 0, { o: '1', s: 'S' }],
      ['canceled', 1, { s: 'S' }],
      ['recovered', 2, { o: '1' }],
      ['canceled', 3, { s: 'S' }],
      ['charged', 5, { s: 'S' }],
      ['canceled', 6, { s: 'S' }],
    ],
    on: 7,
    right: ['ada 101 to day 13'],
  },
  'so is one after a sale that was only reported again': {
    rules: [create('purchased'), expire('canceled', '101', later(7))],
    dialect: 'triggers',
    events: [
      ['purchased', 0, { o: '1', s: 'S' }],
      ['canceled', 1, { s: 'S' }],
      ['recovered', 2, { o: '1' }],
      ['canceled', 3, { s: 'S' }],
      ['purchased', 5, { o: '1', s: 'S' }],
      ['canceled', 6, { s: 'S' }],
    ],
    on: 7,
    right: ['ada 101 to day 13'],
  },
  'a recovery after a cancellation fires again': {
    rules: [create('purchased'), create('recovered'), expire('canceled', '101', { giveBack: false })],
    events: [
      ['purchased', 0, { o: '1', s: 'S' }],
      ['recovered', 1, { s: 'S' }],
      ['canceled', 2, { s: 'S' }],
      ['recovered', 3, { s: 'S' }],
    ],
    right: ['ada 101'],
  },
  'a completion minutes after a recovery is a charge of its own': {
    rules: [create('purchased', '101', lasts(30)), create('charged'), expire('completed')],
    events: [
      ['purchased', 0, { o: '1', s: 'S' }],
      ['recovered', 1, { s: 'S' }],
      ['completed', 1.01, { s: 'S' }],
    ],
    right: ['ada 101'],
  },
  'delinquent fires Canceled too': {
    rules,
    events: [
      ['purchased', 0, { o: '1', s: 'S' }],
      ['delinquent', 5, { s: 'S' }],
    ],
    right: [],
  },
  'at a sender of triggers the fourth failure is no delinquency': {
    rules,
    dialect: 'triggers',
    events: [
      ['purchased', 0, { o: '1', s: 'S' }],
      ['failed', 5, { s: 'S', attempts: 4 }],
    ],
    right: ['ada 101'],
  },
  'the endpoint’s own number of failures': {
    rules,
    failures: 8,
    events: [
      ['purchased', 0, { o: '1', s: 'S' }],
      ['failed', 5, { s: 'S', attempts: 7 }],
    ],
    right: ['ada 101'],
  },
  'a charge in dunning is a recovery': {
    rules: [create('recovered', '102'), create('purchased')],
    events: [
      ['purchased', 0, { o: '1', s: 'S' }],
      ['failed', 5, { s: 'S' }],
      ['charged', 6, { s: 'S' }],
    ],
    right: ['ada 101', 'ada 102'],
  },
  'a charge outside dunning is none': {
    rules: [create('recovered', '102'), create('purchased')],
    events: [
      ['purchased', 0, { o: '1', s: 'S' }],
      ['charged', 6, { s: 'S' }],
    ],
    right: ['ada 101'],
  },
  'a charge after delinquent and restart is no recovery': {
    rules: [create('recovered', '102'), create('purchased')],
    events: [
      ['purchased', 0, { o: '1', s: 'S' }],
      ['delinquent', 5, { s: 'S' }],
      ['restarted', 6, { s: 'S' }],
      ['charged', 7, { s: 'S' }],
    ],
    right: ['ada 101'],
  },
  'a restart reported twice fires once': {
    rules: [create('restarted', '102', lasts(30))],
    events: [
      ['canceled', 3, { s: 'S' }],
      ['restarted', 5, { s: 'S' }],
      ['restarted', 7, { s: 'S' }],
    ],
    right: ['ada 102 to day 35'],
  },
  'a recovery or completion is also a charge': {
    rules: [create('charged', '102')],
    events: [
      ['completed', 5, { s: 'S' }],
      ['recovered', 6, { s: 'T', email: 'bob' }],
    ],
    right: ['ada 102', 'bob 102'],
  },
  'a cancellation half an hour before a delinquency is the one it implies': {
    rules,
    events: [
      ['purchased', 0, { o: '1', s: 'S' }],
      ['canceled', 5, { s: 'S' }],
      ['delinquent', 5.02, { s: 'S' }],
      ['charged', 7, { s: 'S' }],
    ],
    right: ['ada 101'],
  },
  'a cancellation half an hour after a delinquency is the one it implies': {
    rules,
    events: [
      ['purchased', 0, { o: '1', s: 'S' }],
      ['delinquent', 5, { s: 'S' }],
      ['canceled', 5.02, { s: 'S' }],
      ['charged', 7, { s: 'S' }],
    ],
    right: ['ada 101'],
  },
  'a cancellation two hours after a delinquency is its own, and a charge does not undo it': {
    rules,
    events: [
      ['purchased', 0, { o: '1', s: 'S' }],
      ['delinquent', 5, { s: 'S' }],
      ['canceled', 5.09, { s: 'S' }],
      ['charged', 7, { s: 'S' }],
    ],
    right: [],
  },
  'a recovery stated a day after the charge that implied it is a charge again': {
    rules: [create('charged'), expire('refunded', '101', { giveBack: false })],
    events: [
      ['failed', 1, { s: 'S', attempts: 1 }],
      ['charged', 2, { s: 'S' }],
      ['refunded', 3, { s: 'S' }],
      ['recovered', 4, { s: 'S' }],
    ],
    right: ['ada 101'],
  },
  'a completion and a recovery of one moment are a charge each, whichever arrives first': {
    rules: [create('purchased'), create('charged'), expire('completed')],
    events: [
      ['purchased', 0, { o: '1', s: 'S' }],
      ['failed', 1, { s: 'S', attempts: 1 }],
      ['resumed', 2, { s: 'S' }],
      ['recovered', 11, { s: 'S' }],
      ['completed', 11, { s: 'S' }],
    ],
    right: ['ada 101'],
  },
  'a charge minutes after a recovery is the same payment, and another recovery days later a new one': {
    rules: [create('charged'), expire('refunded', '101', { giveBack: false })],
    events: [
      ['recovered', 1, { s: 'S' }],
      ['charged', 1.01, { s: 'S' }],
      ['refunded', 3, { s: 'S' }],
      ['recovered', 4, { s: 'S' }],
    ],
    right: ['ada 101'],
  },
  'a charge of another email recovers nothing once a restart had ended the failure, however late that arrives': {
    rules: [create('purchased'), create('recovered')],
    events: [
      ['purchased', 0, { o: '1', s: 'S' }],
      ['charged', 0, { email: 'bob' }],
      ['failed', 1, { s: 'S', attempts: 1 }],
      ['uncanceled', 2, { s: 'S' }],
      ['charged', 3, { s: 'S', email: 'bob' }],
    ],
    right: ['ada 101'],
  },
  'nor the failure of another buyer under one plan’s id': {
    rules: [create('recovered')],
    events: [
      ['purchased', 0, { o: '1', s: 'plan' }],
      ['charged', 0, { email: 'bob' }],
      ['failed', 1, { s: 'plan', attempts: 1 }],
      ['charged', 3, { s: 'plan', email: 'bob' }],
      ['purchased', 4, { o: '2', s: 'plan', email: 'bob' }],
    ],
    right: [],
  },
  'what another email reports under the subscription counts by itself too': {
    rules: [create('purchased'), create('charged')],
    events: [
      ['purchased', 0, { o: '1', s: 'S' }],
      ['resumed', 0, { email: 'bob' }],
      ['recovered', 31, { o: '1', s: 'S', email: 'bob' }],
      ['charged', 31, { o: '1', s: 'S' }],
    ],
    right: ['ada 101', 'bob 101'],
  },
  'a completion recovers a failure of its own email, though another email has reported a charge since': {
    rules: [create('recovered'), expire('completed')],
    events: [
      ['failed', 0, { o: '1', s: 'S', attempts: 1 }],
      ['charged', 6, { o: '1', s: 'S', email: 'bob' }],
      ['completed', 8, { o: '1', s: 'S' }],
    ],
    right: ['ada 101'],
  },
  'a cancellation after another payment is another one': {
    rules: [create('purchased'), expire('canceled')],
    dialect: 'triggers',
    events: [
      ['purchased', 0, { o: '1' }],
      ['purchased', 2, { o: '2' }],
      ['canceled', 3],
      ['charged', 4],
      ['canceled', 5],
    ],
    right: ['ada 101'],
  },
  'a cancellation beside a delinquency that is reported again fires by itself': {
    rules: [create('purchased'), expire('canceled')],
    dialect: 'triggers',
    events: [
      ['purchased', 0, { o: '1', s: 'S' }],
      ['delinquent', 1, { o: '1', s: 'S' }],
      ['charged', 2],
      ['canceled', 31, { o: '1', s: 'S' }],
      ['delinquent', 31.02, { o: '1', s: 'S' }],
    ],
    right: [],
  },
  'a cancellation days after the one that a delinquency implied is another': {
    rules: [create('charged'), expire('canceled')],
    events: [
      ['charged', 1, { o: '1' }],
      ['canceled', 7, { o: '1', s: 'S' }],
      ['delinquent', 7.02, { s: 'S' }],
      ['recovered', 9, { o: '1' }],
      ['canceled', 14, { o: '1', s: 'S' }],
    ],
    right: [],
  },
  'a completion after a restart is another one': {
    rules: [create('purchased'), expire('completed')],
    events: [
      ['purchased', 0, { o: '1', s: 'S' }],
      ['completed', 5, { s: 'S' }],
      ['restarted', 6, { s: 'S' }],
      ['purchased', 7, { o: '2', s: 'S' }],
      ['completed', 8, { s: 'S' }],
    ],
    right: [],
  },
  'a failure under another name counts its own days': {
    rules: [create('purchased'), expire('failed', '101', later(30))],
    events: [
      ['failed', 0, { o: '1', attempts: 2 }],
      ['failed', 22, { o: '1', attempts: 1 }],
      ['purchased', 30, { o: '2', test: true }],
      ['failed', 35, { o: '1', s: 'S', attempts: 1 }],
    ],
    on: 36,
    right: ['ada 101 to day 65'],
  },
  'a charge whose recovery a restart ruled out decides, though only the recovery has a rule of the product': {
    rules: [
      create('purchased', '101', lasts(90)),
      create('recovered', '101', lasts(90)),
      create('charged', '101', everything),
    ],
    events: [
      ['purchased', 0, { o: '1' }],
      ['failed', 1, { o: '1', attempts: 1 }],
      ['restarted', 2, { o: '1' }],
      ['charged', 3, { o: '1' }],
    ],
    right: ['ada 101'],
  },
  'a completion reported again is no charge, though it arrived before the first': {
    rules: [create('charged', '101', lasts(365))],
    events: [
      ['restarted', 6, { o: '1' }],
      ['charged', 54],
      ['completed', 54, { arrives: 94 }],
      ['resumed', 55, { o: '2' }],
      ['completed', 86],
    ],
    on: 95,
    right: ['ada 101 to day 419'],
  },
  'what a late failure took over, a later end does not': {
    rules: [create('charged', '101', lasts(60)), expire('canceled'), expire('delinquent')],
    events: [
      ['failed', 11, { o: '1', attempts: 4, arrives: 19 }],
      ['delinquent', 18, { o: '1' }],
      ['charged', 18.1],
      ['expired', 18.2, { o: '1', arrives: 20 }],
    ],
    right: [],
  },
  'an end that was reported late is no part of the delinquency that came in before it': {
    rules: [create('purchased'), expire('canceled'), expire('delinquent')],
    events: [
      ['failed', 41, { attempts: 4, arrives: 52.1 }],
      ['expired', 40, { arrives: 52.2 }],
      ['expired', 9, { arrives: 52.3 }],
      ['charged', 52, { o: '1', s: 'S', arrives: 52.4 }],
      ['purchased', 8, { o: '1', s: 'S', arrives: 52.5 }],
    ],
    right: [],
  },
  'of two payments at one instant, one ends the failures that another email reported': {
    rules: [create('recovered')],
    events: [
      ['failed', 0, { o: '1', s: 'S', email: 'bob' }],
      ['refunded', 37],
      ['completed', 39, { o: '1', s: 'S', p: 'P1', id: 'e9' }],
      ['completed', 39, { o: '1', s: 'S', p: 'P2', id: 'e10' }],
    ],
    right: ['ada 101'],
  },
  'a delinquency before the one that came in first brings along all that it fired': {
    rules: [create('purchased', '101', lasts(365)), expire('canceled'), expire('delinquent', '102')],
    events: [
      ['purchased', 0, { o: '1' }],
      ['delinquent', 7, { o: '1' }],
      ['resumed', 7],
      ['delinquent', 38, { o: '1' }],
    ],
    right: ['ada 101 to day 372'],
    on: 300,
  },
  'a plan completed under two orders is paid in each, in whatever order that is reported': {
    rules: [create('charged')],
    events: [
      ['reversed', 0, { o: '1', s: 'S' }],
      ['completed', 1.2, { o: '1', s: 'S', email: 'carl' }],
      ['charged', 6.24, { email: 'carl' }],
      ['completed', 6.26, { o: '2', s: 'S', email: 'carl' }],
    ],
    right: ['ada 101', 'carl 101'],
  },
}
