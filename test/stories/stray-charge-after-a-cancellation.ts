import { recommended, type Script } from '../model/reference/script'

const rules = recommended()

export const STRAY_CHARGE: Record<string, Script> = {
  'a stray charge right after a cancellation': {
    rules,
    events: [
      ['purchased', 0, { o: '1', s: 'S' }],
      ['canceled', 5, { s: 'S' }],
      ['charged', 5.1, { s: 'S' }],
    ],
    right: [],
  },
}
