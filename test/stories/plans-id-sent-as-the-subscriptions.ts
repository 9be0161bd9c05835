import { recommended, type Script } from '../model/reference/script'

const rules = recommended()

export const PLANS_ID: Record<string, Script> = {
  'the plan’s id sent as the subscription’s: each their own purchase': {
    rules,
    events: [
      ['purchased', 0, { s: 'plan_monthly' }],
      ['purchased', 1, { s: 'plan_monthly', email: 'bob' }],
      ['canceled', 2, { s: 'plan_monthly', email: 'bob' }],
    ],
    right: ['ada 101'],
  },
}
