import { paid, recommended, type Script } from '../model/reference/script'

export const LATE_RENEWAL: Record<string, Script> = {
  'renewal hours after the period ended, on the same day: no gap': {
    rules: recommended('A', '101', paid(30)),
    events: [
      ['purchased', 0, { o: '1', s: 'S', period: 30 }],
      ['canceled', 10, { s: 'S' }],
      ['charged', 30.2, { s: 'S', period: 60 }],
    ],
    right: ['ada 101 to day 60'],
  },
}
