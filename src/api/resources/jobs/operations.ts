import * as z from 'zod'
import { paging } from '../../contract/listing'
import type { Operations } from '../../contract/operation'

const JOB_CHARACTERS = 400
const params = z.strictObject({ job: z.string().min(1).max(JOB_CHARACTERS) })

export const JOBS = {
  listJobs: { method: 'get', path: '/jobs', scope: 'read', query: z.strictObject(paging) },
  getJob: { method: 'get', path: '/jobs/{job}', scope: 'read', params },
  changeJob: {
    method: 'patch',
    path: '/jobs/{job}',
    scope: 'write',
    params,
    body: z.strictObject({ change: z.enum(['pause', 'resume', 'cancel']) }),
  },
} as const satisfies Operations
