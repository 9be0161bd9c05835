import * as z from 'zod'
import { schema } from '../../../intake/formats/standard/schema'
import { paging } from '../../contract/listing'
import type { Operations } from '../../contract/operation'

export const REPORTED_EVENTS = {
  listEvents: {
    method: 'get',
    path: '/events',
    scope: 'read',
    query: z.strictObject({ limit: paging.limit }),
  },
  postEvent: { method: 'post', path: '/events', scope: 'write', body: schema, status: 202 },
} as const satisfies Operations
