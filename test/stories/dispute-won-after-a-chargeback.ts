import { recommended, type Script } from '../model/reference/script'

const rules = recommended()

export const DISPUTE_WON: Record<string, Script> = {
  'a chargeback revokes': {
    rules,
    events: [
      ['purchased', 0, { o: '1' }],
      ['disputed', 5, { o: '1' }],
    ],
    right: [],
  },
  'a dispute won restores': {
    rules,
    events: [
      ['purchased', 0, { o: '1' }],
      ['disputed', 5, { o: '1' }],
      ['won', 9, { o: '1' }],
    ],
    right: ['ada 101'],
  },
}
