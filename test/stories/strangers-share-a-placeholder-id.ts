import { recommended, type Script } from '../model/reference/script'

const rules = recommended()

export const PLACEHOLDER_ID: Record<string, Script> = {
  'strangers share a placeholder id; the second cancels': {
    rules,
    dialect: 'triggers',
    events: [
      ['purchased', 0, { o: '1', s: '0' }],
      ['purchased', 1, { o: '2', s: '0', email: 'bob' }],
      ['canceled', 2, { o: '2', s: '0', email: 'bob' }],
    ],
    right: ['ada 101'],
  },
}
