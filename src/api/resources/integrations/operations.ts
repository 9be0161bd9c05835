import * as z from 'zod'
import { paging } from '../../contract/listing'
import type { Operations } from '../../contract/operation'
import { id, NAME_CHARACTERS } from '../../contract/values'

const params = z.strictObject({ integration: id })

export const INTEGRATIONS = {
  listIntegrations: { method: 'get', path: '/integrations', scope: 'read', query: z.strictObject(paging) },
  getIntegration: { method: 'get', path: '/integrations/{integration}', scope: 'read', params },
  listTargets: {
    method: 'get',
    path: '/integrations/{integration}/catalog',
    scope: 'read',
    params,
    query: z.strictObject({ ...paging, search: z.string().max(NAME_CHARACTERS).optional() }),
  },
  refreshCatalog: {
    method: 'post',
    path: '/integrations/{integration}/catalog/refreshes',
    scope: 'write',
    params,
    status: 202,
  },
} as const satisfies Operations
