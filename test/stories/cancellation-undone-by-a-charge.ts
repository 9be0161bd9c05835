import { paid, recommended, type Script } from '../model/reference/script'

export const CANCELLATION_UNDONE: Record<string, Script> = {
  'cancellation undone by a charge before the period ends': {
    rules: recommended('A', '101', paid(30)),
    events: [
      ['purchased', 0, { o: '1', s: 'S', period: 30 }],
      ['canceled', 10, { s: 'S' }],
      ['charged', 30, { s: 'S', period: 60 }],
    ],
    on: 59,
    right: ['ada 101 to day 60'],
  },
}
