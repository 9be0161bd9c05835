import { recommended, type Script } from '../model/reference/script'

const rules = recommended()

export const INSTALLMENT_PLAN_PAID_OFF: Record<string, Script> = {
  'an installment plan is paid off, then its subscription ends': {
    rules,
    events: [
      ['purchased', 0, { o: 'D1', s: 'S' }],
      ['completed', 20, { s: 'S' }],
      ['canceled', 21, { s: 'S' }],
    ],
    right: ['ada 101'],
  },
}
