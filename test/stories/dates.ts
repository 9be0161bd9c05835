/** What happened to real merchants whose access ends or starts on a day. */
import { create, expire, lasts, paid, recommended, type Script } from '../model/reference/script'

const rules = recommended()

export const STORY_DATES: Record<string, Script> = {
  'early renewal keeps what was left': {
    rules: [create('purchased', '101', lasts(365))],
    events: [
      ['purchased', 0, { o: '1' }],
      ['purchased', 300, { o: '2' }],
    ],
    right: ['ada 101 to day 730'],
  },
  'everybody’s access ends on one date': {
    rules: [create('purchased', '101', { lasts: { kind: 'until', day: '2026-05-31' } })],
    events: [
      ['purchased', 0, { o: '1' }],
      ['purchased', 90, { o: '2', email: 'bob' }],
    ],
    right: ['ada 101 to day 146', 'bob 101 to day 146'],
  },
  'everybody starts on one date': {
    rules: [create('purchased', '101', { starts: { kind: 'on', day: '2026-02-01' } })],
    events: [['purchased', 0, { o: '1' }]],
    on: 26.6,
    right: [],
  },
  'everybody has started on that date': {
    rules: [create('purchased', '101', { starts: { kind: 'on', day: '2026-02-01' } })],
    events: [['purchased', 0, { o: '1' }]],
    on: 26.7,
    right: ['ada 101'],
  },
  'the trial’s cancellation ends when the rule’s interval is over': {
    rules: recommended('A', '101', paid(7)),
    dialect: 'triggers',
    events: [
      ['purchased', 0, { o: '1', s: 'S' }],
      ['canceled', 2, { s: 'S' }],
    ],
    right: ['ada 101 to day 7'],
  },
  'renewal hours after the period ended, on the same day: no gap': {
    rules: recommended('A', '101', paid(30)),
    events: [
      ['purchased', 0, { o: '1', s: 'S', period: 30 }],
      ['canceled', 10, { s: 'S' }],
      ['charged', 30.2, { s: 'S', period: 60 }],
    ],
    right: ['ada 101 to day 60'],
  },
  'a stray charge right after a cancellation': {
    rules,
    events: [
      ['purchased', 0, { o: '1', s: 'S' }],
      ['canceled', 5, { s: 'S' }],
      ['charged', 5.1, { s: 'S' }],
    ],
    right: [],
  },
  'monthly to lifetime, the old subscription canceled': {
    rules: [...rules, create('purchased', '101', { product: 'B' }), expire('refunded', '101', { product: 'B' })],
    events: [
      ['purchased', 0, { o: '1', s: 'S' }],
      ['purchased', 5, { o: '2', product: 'B' }],
      ['canceled', 6, { s: 'S' }],
    ],
    right: ['ada 101'],
  },
}
