import { recommended, type Script } from '../model/reference/script'

const rules = recommended()

export const TYPO_IN_THE_EMAIL: Record<string, Script> = {
  'typo in the email; the order comes again, corrected': {
    rules,
    events: [
      ['purchased', 0, { o: '321', email: 'wrong' }],
      ['purchased', 1, { o: '321', email: 'right' }],
    ],
    right: ['right 101', 'wrong 101'],
  },
}
