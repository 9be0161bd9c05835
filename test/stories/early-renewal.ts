import { create, lasts, type Script } from '../model/reference/script'

export const EARLY_RENEWAL: Record<string, Script> = {
  'early renewal keeps what was left': {
    rules: [create('purchased', '101', lasts(365))],
    events: [
      ['purchased', 0, { o: '1' }],
      ['purchased', 300, { o: '2' }],
    ],
    right: ['ada 101 to day 730'],
  },
}
