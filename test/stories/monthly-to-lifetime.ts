import { create, expire, recommended, type Script } from '../model/reference/script'

const rules = recommended()

export const MONTHLY_TO_LIFETIME: Record<string, Script> = {
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
