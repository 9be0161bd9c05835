import { recommended, type Script } from '../model/reference/script'

const rules = recommended()

export const PLAN_SWITCHED: Record<string, Script> = {
  'plan switched under one subscription, then canceled': {
    rules: [...rules, ...recommended('B')],
    events: [
      ['purchased', 0, { o: 'F100', s: 'S' }],
      ['purchased', 10, { o: 'F101', s: 'S', product: 'B' }],
      ['canceled', 20, { s: 'S', product: 'B' }],
    ],
    right: [],
  },
}
