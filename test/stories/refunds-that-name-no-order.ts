import { recommended, type Script } from '../model/reference/script'

const rules = recommended()

export const REFUNDS_WITHOUT_ORDER: Record<string, Script> = {
  'two orders, one refund that names neither': {
    rules,
    events: [
      ['purchased', 0, { o: 'G21' }],
      ['purchased', 1, { o: 'G22' }],
      ['refunded', 2],
    ],
    right: ['ada 101'],
  },
  'two orders, two refunds that name neither': {
    rules,
    events: [
      ['purchased', 0, { o: 'G21' }],
      ['purchased', 1, { o: 'G22' }],
      ['refunded', 2],
      ['refunded', 3],
    ],
    right: [],
  },
}
