import { recommended, type Script } from '../model/reference/script'

const rules = recommended()

export const ONE_PAYMENT_REFUNDED: Record<string, Script> = {
  'the newest of several payments is refunded': {
    rules,
    events: [
      ['purchased', 0, { o: 'D100', s: 'S' }],
      ['charged', 10, { o: 'D101', s: 'S' }],
      ['refunded', 11, { o: 'D101', s: 'S' }],
    ],
    right: [],
  },
  'one of several payments refunded, the subscription goes on': {
    rules,
    events: [
      ['purchased', 0, { o: 'D100', s: 'S' }],
      ['charged', 10, { o: 'D101', s: 'S' }],
      ['refunded', 11, { o: 'D101', s: 'S' }],
      ['charged', 20, { o: 'D102', s: 'S' }],
    ],
    right: ['ada 101'],
  },
}
