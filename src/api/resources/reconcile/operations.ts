import * as z from 'zod'
import { DIFFERENCE_FIXES, DIFFERENCE_GUESSES, DIFFERENCE_KINDS } from '../../../model/difference'
import type { Operations } from '../../contract/operation'
import { id } from '../../contract/values'

const DIFFERENCE_CHARACTERS = 500
/** As many as an integration lists. */
const MOST_DIFFERENCES = 2_000

const params = z.strictObject({ integration: id })

export const RECONCILE = {
  listDifferences: { method: 'get', path: '/integrations/{integration}/differences', scope: 'read', params },
  startReconcile: {
    method: 'post',
    path: '/integrations/{integration}/reconciliations',
    scope: 'write',
    params,
    status: 202,
  },
  changeReconcileSchedule: {
    method: 'put',
    path: '/integrations/{integration}/reconciliations/schedule',
    scope: 'write',
    admin: true,
    params,
    body: z.strictObject({ weekly: z.boolean() }),
  },
  fixDifferences: {
    method: 'post',
    path: '/integrations/{integration}/differences/fixes',
    scope: 'write',
    admin: true,
    params,
    body: z.strictObject({
      fix: z.enum(DIFFERENCE_FIXES).meta({
        description:
          '`ours`: the ledger is right. `theirs`: the site is right. `leave`: not listed while it is as it is.',
      }),
      differences: z
        .union([
          z.array(z.string().min(1).max(DIFFERENCE_CHARACTERS)).min(1).max(MOST_DIFFERENCES),
          z.strictObject({ kind: z.enum(DIFFERENCE_KINDS), guess: z.enum(DIFFERENCE_GUESSES) }),
        ])
        .meta({ description: 'Their ids, or a whole group.' }),
    }),
    status: 202,
  },
} as const satisfies Operations
