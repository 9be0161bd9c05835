/** Giving back: each ending and the good news that matches it. */
import { create, expire, lasts, later, paid, recommended, type Script, type Word } from '../script'

const bad = [expire('failed'), expire('delinquent'), expire('canceled'), expire('refunded'), expire('partly')]
const rules = [create('purchased'), ...bad]
const noGiving = [create('purchased'), ...bad.map((rule) => ({ ...rule, giveBack: false }))]

function pair(ending: Word, good: Word, isIn: boolean): [string, Script] {
  const right = isIn ? ['ada 101'] : []
  const events: Script['events'] = [
    ['purchased', 0, { o: '1', s: 'S' }],
    [ending, 10, { s: 'S' }],
    [good, 12, { s: 'S' }],
  ]
  return [`${ending} is ${isIn ? '' : 'not '}undone by ${good}`, { rules, events, right }]
}

const IS_UNDONE: Record<string, Word[]> = {
  failed: ['charged', 'recovered', 'restarted', 'resumed', 'uncanceled', 'completed'],
  delinquent: ['charged', 'recovered', 'restarted', 'resumed', 'uncanceled', 'completed'],
  canceled: ['recovered', 'restarted', 'resumed', 'uncanceled', 'completed'],
  paused: ['recovered', 'restarted', 'resumed', 'uncanceled', 'completed'],
  expired: ['recovered', 'restarted', 'resumed', 'uncanceled', 'completed'],
  refunded: ['charged', 'recovered', 'completed', 'reversed'],
  partly: ['charged', 'recovered', 'completed', 'reversed'],
  disputed: ['won', 'reversed'],
}
const GOOD: Word[] = [
  ...(['charged', 'recovered', 'restarted', 'resumed', 'uncanceled', 'completed', 'reversed', 'won'] as const),
]

export const GIVING_BACK: Record<string, Script> = {
  'a charge gives back at once what a refund had ended, though its own rule’s access starts later': {
    rules: [
      create('purchased', 'b1'),
      expire('refunded', 'b1'),
      create('charged', '103', { starts: { kind: 'days', days: 14 } }),
    ],
    bundles: {
      b1: [
        [-9, '101', '105'],
        [6, '101', '106'],
      ],
    },
    refreshes: true,
    on: 20,
    events: [
      ['purchased', 0, { o: '1', s: 'S' }],
      ['refunded', 1, { s: 'S' }],
      ['charged', 2, { s: 'S' }],
    ],
    right: ['ada 101', 'ada 103', 'ada 105', 'ada 106'],
  },
  'a completion that ends access later gives back until then what a refund had ended, to one never enrolled too': {
    rules: [create('purchased'), expire('refunded'), expire('completed', '101', later(7))],
    events: [
      ['purchased', 0, { o: '1', s: 'S', arrives: 40 }],
      ['refunded', 11, { o: '1', s: 'S' }],
      ['completed', 42, { o: '1', s: 'S' }],
    ],
    right: ['ada 101 to day 49'],
  },
  ...Object.fromEntries(
    Object.entries(IS_UNDONE).flatMap(([ending, undone]) =>
      GOOD.map((good) => pair(ending as Word, good, undone.includes(good))),
    ),
  ),
  'nothing is given back where the rule says so': {
    rules: noGiving,
    events: [
      ['purchased', 0, { o: '1', s: 'S' }],
      ['failed', 5, { s: 'S' }],
      ['charged', 6, { s: 'S' }],
    ],
    right: [],
  },
  'a create on the good news clears what it would undo, even so': {
    rules: [...noGiving, create('charged')],
    events: [
      ['purchased', 0, { o: '1', s: 'S' }],
      ['failed', 5, { s: 'S' }],
      ['charged', 6, { s: 'S' }],
    ],
    right: ['ada 101'],
  },
  'a create on Charged does not clear a cancellation': {
    rules: [...rules, create('charged')],
    events: [
      ['purchased', 0, { o: '1', s: 'S' }],
      ['canceled', 5, { s: 'S' }],
      ['charged', 6, { s: 'S' }],
    ],
    right: [],
  },
  'an undoing removes only what it matches': {
    rules,
    events: [
      ['purchased', 0, { o: '1', s: 'S' }],
      ['failed', 5, { s: 'S' }],
      ['refunded', 6, { s: 'S' }],
      ['restarted', 7, { s: 'S' }],
    ],
    right: [],
  },
  'a dispute won of one payment leaves the dispute of another': {
    rules,
    events: [
      ['purchased', 0, { o: '1', s: 'S', p: 'ch_1' }],
      ['charged', 10, { s: 'S', p: 'ch_2' }],
      ['disputed', 11, { s: 'S', p: 'ch_1' }],
      ['disputed', 12, { s: 'S', p: 'ch_2' }],
      ['won', 13, { s: 'S', p: 'ch_1' }],
    ],
    right: [],
  },
  'good news from before an ending undoes nothing': {
    rules,
    events: [
      ['purchased', 0, { o: '1', s: 'S' }],
      ['canceled', 9, { s: 'S' }],
      ['restarted', 8, { s: 'S', arrives: 12 }],
    ],
    right: [],
  },
  'a one-time purchase bought again is another purchase': {
    rules,
    events: [
      ['purchased', 0, { o: '1' }],
      ['refunded', 2, { o: '1' }],
      ['purchased', 3, { o: '2' }],
    ],
    right: ['ada 101'],
  },
  'days count from the charge that gave access back': {
    rules: [create('purchased', '101', lasts(30)), expire('failed')],
    events: [
      ['purchased', 0, { o: '1', s: 'S' }],
      ['failed', 10, { s: 'S' }],
      ['charged', 12, { s: 'S' }],
    ],
    right: ['ada 101 to day 42'],
  },
  'a restart counts from itself until the next payment': {
    rules: [create('purchased', '101', lasts(30)), expire('canceled')],
    events: [
      ['purchased', 0, { o: '1', s: 'S' }],
      ['canceled', 20, { s: 'S' }],
      ['restarted', 25, { s: 'S' }],
    ],
    right: ['ada 101 to day 55'],
  },
  'a reversal gives access back as it was': {
    rules: [create('purchased', '101', lasts(30)), expire('refunded')],
    events: [
      ['purchased', 0, { o: '1' }],
      ['refunded', 10, { o: '1' }],
      ['reversed', 20, { o: '1' }],
    ],
    right: ['ada 101 to day 30'],
  },
  'a charge after the end of the paid period re-opens nothing': {
    rules: recommended('A', '101', paid(30)),
    events: [
      ['purchased', 0, { o: '1', s: 'S', period: 30 }],
      ['canceled', 10, { s: 'S' }],
      ['charged', 33, { s: 'S', period: 60 }],
    ],
    right: [],
  },
  'a charge moves no end that is days after the cancellation': {
    rules: recommended('A', '101', later(7)),
    events: [
      ['purchased', 0, { o: '1', s: 'S' }],
      ['canceled', 10, { s: 'S' }],
      ['charged', 12, { s: 'S', period: 60 }],
    ],
    right: ['ada 101 to day 17'],
  },
  'a charge never moves an end to an earlier day': {
    rules: recommended('A', '101', paid(30)),
    events: [
      ['purchased', 0, { o: '1', s: 'S', period: 40 }],
      ['canceled', 10, { s: 'S' }],
      ['charged', 12, { s: 'S', period: 20 }],
    ],
    right: ['ada 101 to day 40'],
  },
  'an uncanceled subscription goes on without an end': {
    rules: recommended('A', '101', paid(30)),
    events: [
      ['purchased', 0, { o: '1', s: 'S', period: 30 }],
      ['canceled', 10, { s: 'S' }],
      ['uncanceled', 12, { s: 'S' }],
    ],
    right: ['ada 101'],
  },
}
