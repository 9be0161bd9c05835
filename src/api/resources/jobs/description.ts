import * as z from 'zod'
import { type DescribedAnswers, listOf, type ResourceDescription, time } from '../../contract/description'
import type { JOBS } from './operations'

export const job = z
  .object({
    id: z.string(),
    kind: z.string().meta({ example: 'run-entries' }),
    title: z.string(),
    status: z.enum(['running', 'paused', 'canceled', 'done']),
    done: z.number().int().meta({ description: 'In the unit of its kind.' }),
    total: z.number().int().nullable().meta({ description: 'Null while unknown.' }),
    person: z.string(),
    started_at: time,
    ended_at: time.nullable(),
    stoppable: z.boolean(),
    result: z.string().nullable().meta({ description: 'What came of it, in a sentence.' }),
  })
  .meta({ id: 'Job' })

export const jobDescription = {
  name: 'Jobs',
  text: 'Work that takes longer than a request.',
  operations: {
    listJobs: { summary: 'Background work, running and recently ended', answer: listOf(job) },
    getJob: { summary: 'One piece of work', answer: job },
    changeJob: { summary: 'Pause it, let it go on, or cancel it', answer: job },
  },
} satisfies ResourceDescription<typeof JOBS>

export type JobAnswers = DescribedAnswers<typeof jobDescription>
