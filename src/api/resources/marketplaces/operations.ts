import type { Operations } from '../../contract/operation'

export const MARKETPLACES = {
  listMarketplaces: { method: 'get', path: '/marketplaces', scope: 'read' },
} as const satisfies Operations
