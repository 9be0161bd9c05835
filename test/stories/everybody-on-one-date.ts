import { create, type Script } from '../model/reference/script'

export const ON_ONE_DATE: Record<string, Script> = {
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
}
