import * as z from 'zod'
import { OUTCOMES } from '../../../model/outcome'
import { type DescribedAnswers, listOf, type ResourceDescription, time } from '../../contract/description'
import { row } from '../entries/description'
import { job } from '../jobs/description'
import type { UNDO } from './operations'

const outcome = z.enum(OUTCOMES)

const undone = z
  .object({
    email: z.string(),
    entries: z.number().int().meta({ description: 'Of theirs, how many would be undone.' }),
    effect: z
      .enum(['loses', 'regains', 'keeps', 'unknown'])
      .meta({ description: 'What becomes of their access; `unknown` where a site did not answer or has to be asked.' }),
    changes: z.array(z.object({ action: z.string(), outcome, sentence: z.string() })),
  })
  .meta({ id: 'UndoneCustomer' })

const preview = listOf(undone).extend({
  customers: z.number().int(),
  more: z.boolean().meta({ description: 'There are more customers than were counted.' }),
  entries: z.number().int(),
  waiting: z.number().int().meta({ description: 'Of the entries, those that wait: they will not run.' }),
  sent: z.number().int().meta({ description: 'Posts to a Notify URL, which nothing takes back.' }),
  unreachable: z.number().int().meta({ description: 'Entries whose site no integration reaches now.' }),
})

const past = z.object({
  email: z.string(),
  order: z.string().nullable(),
  product: z.string(),
  at: time,
  outcome: outcome.nullable(),
  sentence: z.string(),
})

export const undoDescription = {
  name: 'Undo',
  text: 'What was done wrong, taken back: access is worked out again as if it had never run. Entries are kept for 90 days.',
  operations: {
    previewRuleUndo: {
      summary: 'Who would lose, regain or keep access if what a rule did were undone',
      description: 'Without `from` and `until`, all that it did so far. It may be a rule that was deleted.',
      answer: preview,
    },
    undoRule: {
      summary: 'Undo what a rule did',
      description: 'The rule stays as it is: change it or switch it off first, or it goes on as before.',
      answer: z.object({ job }),
    },
    previewEntryUndo: { summary: 'What undoing one entry would change', answer: preview },
    undoEntry: { summary: 'Undo one entry', description: 'Answers with the entry of the undo.', answer: row },
    previewImportUndo: {
      summary: 'Who would lose, regain or keep access if what an import’s orders did were undone',
      answer: preview,
    },
    undoImport: {
      summary: 'Undo what an import’s orders did',
      description: 'They stay known as bought.',
      answer: z.object({ job }),
    },
    previewPastEndings: {
      summary: 'Whose access a rule would end for refunds and cancellations before it',
      answer: z.object({
        customers: z.number().int(),
        more: z.boolean().meta({ description: 'At most so many: not all were looked at.' }),
        ends: z.array(past),
        keeps: z.array(past),
      }),
    },
    applyToPastEndings: {
      summary: 'Run a rule that ends access for what ended before it',
      answer: z.object({ job }),
    },
  },
} satisfies ResourceDescription<typeof UNDO>

export type UndoAnswers = DescribedAnswers<typeof undoDescription>
