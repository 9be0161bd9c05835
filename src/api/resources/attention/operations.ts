import type { Operations } from '../../contract/operation'

export const ATTENTION = {
  listCauses: { method: 'get', path: '/attention', scope: 'read' },
} as const satisfies Operations
