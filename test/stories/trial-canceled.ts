import { paid, recommended, type Script } from '../model/reference/script'

export const TRIAL_CANCELED: Record<string, Script> = {
  'the trial’s cancellation ends when the rule’s interval is over': {
    rules: recommended('A', '101', paid(7)),
    dialect: 'triggers',
    events: [
      ['purchased', 0, { o: '1', s: 'S' }],
      ['canceled', 2, { s: 'S' }],
    ],
    right: ['ada 101 to day 7'],
  },
}
