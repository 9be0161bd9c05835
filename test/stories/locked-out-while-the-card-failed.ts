import { recommended, type Script } from '../model/reference/script'

const rules = recommended()

export const LOCKED_OUT: Record<string, Script> = {
  'locked out while the card failed; a retry is paid': {
    rules,
    events: [
      ['purchased', 0, { s: 'S' }],
      ['failed', 10, { s: 'S', attempts: 1 }],
      ['failed', 11, { s: 'S', attempts: 2 }],
      ['failed', 12, { s: 'S', attempts: 3 }],
      ['failed', 13, { s: 'S', attempts: 4 }],
      ['charged', 15, { s: 'S' }],
    ],
    right: ['ada 101'],
  },
  'locked out once the card failed for the fourth time': {
    rules,
    events: [
      ['purchased', 0, { s: 'S' }],
      ['failed', 10, { s: 'S', attempts: 1 }],
      ['failed', 13, { s: 'S', attempts: 4 }],
    ],
    right: [],
  },
}
