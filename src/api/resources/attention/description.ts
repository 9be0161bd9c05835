import * as z from 'zod'
import { type DescribedAnswers, listOf, type ResourceDescription, time } from '../../contract/description'
import type { ATTENTION } from './operations'

const cause = z
  .object({
    key: z.string().meta({ description: 'The same while it lasts.' }),
    kind: z.string().meta({ example: 'credentials' }),
    serious: z.boolean().meta({ description: 'Customers are not served until it is fixed.' }),
    title: z.string(),
    text: z.string(),
    fix: z.string().meta({ description: 'What to do, as the button on its page says.' }),
    count: z.number().int().meta({ description: 'How many entries, customers or rules it is about.' }),
    since: time.nullable(),
    page: z.string().meta({ description: 'Where a person fixes it.' }),
  })
  .meta({ id: 'Cause' })

export const attentionDescription = {
  name: 'Attention',
  operations: {
    listCauses: {
      summary: 'What needs a person, most urgent first',
      answer: listOf(cause).extend({
        unknown: z.array(z.string()).meta({ description: 'Kinds that could not be looked at: a site did not answer.' }),
      }),
    },
  },
} satisfies ResourceDescription<typeof ATTENTION>

export type AttentionAnswers = DescribedAnswers<typeof attentionDescription>
