import * as z from 'zod'
import { DIFFERENCE_FIXES, DIFFERENCE_GUESSES, DIFFERENCE_KINDS } from '../../../model/difference'
import { type DescribedAnswers, type ResourceDescription, time } from '../../contract/description'
import { job } from '../jobs/description'
import { target } from '../targets'
import type { RECONCILE } from './operations'

const kind = z
  .enum(DIFFERENCE_KINDS)
  .meta({ description: '`missing`: granted, not open there. `unexplained`: open there without a grant.' })
const guess = z.enum(DIFFERENCE_GUESSES).meta({ description: 'How it probably came about.' })
const end = time.nullable().meta({ description: 'Null for no end.' })

const difference = z
  .object({
    id: z.string(),
    kind,
    guess,
    email: z.string(),
    user_id: z.string().nullable().meta({ description: 'At the site.' }),
    target,
    theirs: z.object({ open: z.boolean(), end }).nullable().meta({ description: 'What the site has.' }),
    ours: z
      .object({
        end,
        through: target.meta({ description: 'The target itself, or a bundle that holds it.' }),
        product: z.object({ id: z.string(), name: z.string().nullable() }),
        order: z.string().nullable(),
        subscription: z.string().nullable(),
      })
      .nullable()
      .meta({ description: 'What the ledger grants, and by which purchase.' }),
    fixes: z.array(z.enum(DIFFERENCE_FIXES)),
  })
  .meta({ id: 'Difference' })

const state = z
  .object({
    weekly: z.boolean(),
    next_at: time.nullable().meta({ description: 'When it starts automatically.' }),
    problem: z.string().nullable().meta({ description: 'Why it does not go on.' }),
    settling: z.number().int().meta({ description: 'Differences whose entries are under way.' }),
    last: z
      .object({
        at: time,
        calls: z.number().int(),
        read: z.number().int().meta({ description: 'Enrollments.' }),
        unlisted: z.number().int().meta({ description: 'Differences beyond those that are listed.' }),
        complete: z.boolean(),
        result: z.string(),
      })
      .nullable(),
  })
  .meta({ id: 'ReconcileState' })

export const reconcileDescription = {
  name: 'Reconcile',
  text: 'The ledger compared with what a site has. Comparing changes nothing.',
  operations: {
    listDifferences: {
      summary: 'State and differences of an integration',
      description: 'By group, the first 100 of each; the others follow once those are settled.',
      answer: z.object({
        state,
        count: z.number().int(),
        groups: z.array(z.object({ kind, guess, count: z.number().int(), differences: z.array(difference) })),
      }),
    },
    startReconcile: {
      summary: 'Compare now',
      description: 'While one runs, it is that one.',
      answer: z.object({ job }),
    },
    changeReconcileSchedule: { summary: 'Compare weekly, or only when asked', answer: state },
    fixDifferences: {
      summary: 'Settle differences',
      description: 'Each is looked at on the site again first, and becomes an entry.',
      answer: z.object({ job }),
    },
  },
} satisfies ResourceDescription<typeof RECONCILE>

export type ReconcileAnswers = DescribedAnswers<typeof reconcileDescription>
