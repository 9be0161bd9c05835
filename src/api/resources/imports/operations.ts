import * as z from 'zod'
import { FIELD_IDS } from '../../../imports/rows/columns'
import { isCalendarDate } from '../../../model/calendar-date'
import { paging } from '../../contract/listing'
import type { Operations } from '../../contract/operation'
import { id } from '../../contract/values'

const KEY_CHARACTERS = 500
export const FATES = ['enroll', 'already', 'end', 'sent', 'unclear', 'failed', 'nothing', 'known', 'left out'] as const

const params = z.strictObject({ import: id })
const day = z
  .string()
  .refine(isCalendarDate, { error: 'Write a date that exists, like 2026-05-03.' })
  .nullable()
  .default(null)
const key = z.string().max(KEY_CHARACTERS)
const change = { admin: true, scope: 'write', params, guards: 'getImport' } as const

export const IMPORTS = {
  listImports: { method: 'get', path: '/imports', scope: 'read', admin: true, query: z.strictObject(paging) },
  uploadImport: { method: 'post', path: '/imports', scope: 'write', admin: true, upload: true, status: 201 },
  getImport: { method: 'get', path: '/imports/{import}', scope: 'read', admin: true, params },
  mapImport: {
    ...change,
    method: 'put',
    path: '/imports/{import}/mapping',
    body: z.strictObject({
      columns: z
        .partialRecord(z.enum(FIELD_IDS), z.int().min(0))
        .meta({ description: 'By field, the index of its column.', example: { email: 0, productId: 1 } }),
      meaning: z.enum(['purchase', 'charge', 'refund', 'cancellation']).default('purchase'),
      date_style: z.enum(['month first', 'day first']).nullable().default(null),
      product: id.nullable().default(null).meta({ description: 'The one product that all rows are about.' }),
    }),
    status: 202,
  },
  chooseOrders: {
    ...change,
    method: 'put',
    path: '/imports/{import}/choice',
    body: z.strictObject({
      from: day,
      until: day,
      products: z.record(key, id.nullable()).meta({
        description:
          'By the file’s product, the marketplace’s, or the file’s own as a new one; null leaves its orders out.',
      }),
    }),
    status: 202,
  },
  runImport: { ...change, method: 'post', path: '/imports/{import}/runs', status: 202 },
  listImportRows: {
    method: 'get',
    path: '/imports/{import}/rows',
    scope: 'read',
    admin: true,
    params,
    query: z.strictObject({ ...paging, only: z.enum(['wrong', ...FATES]).optional() }),
  },
  deleteImport: { ...change, method: 'delete', path: '/imports/{import}', status: 204 },
} as const satisfies Operations
