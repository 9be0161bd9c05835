import * as z from 'zod'
import { OUTCOMES } from '../../../model/outcome'
import { type DescribedAnswers, listOf, type ResourceDescription, time } from '../../contract/description'
import type { REPORTED_EVENTS } from './operations'

const event = z
  .object({
    event: z.string(),
    entry: z.string().meta({ description: 'An entry that says what came of it.' }),
    received_at: time,
    type: z.string(),
    customer: z.string().nullable().meta({ description: 'Their email.' }),
    product: z.object({ id: z.string(), name: z.string().nullable() }).nullable(),
    outcome: z.enum(OUTCOMES),
    sentence: z.string(),
  })
  .meta({ id: 'ReceivedEvent' })

export const eventDescription = {
  name: 'Events',
  operations: {
    listEvents: {
      summary: 'The last events received',
      description: 'Newest first, so many at most; the log goes further back.',
      answer: listOf(event),
    },
    postEvent: {
      summary: 'Report what happened, as a person',
      description:
        'Worded as a standard sender would post it, and logged under the token’s name. A store posts to its webhook address instead.',
      answer: z.object({
        event: z.string(),
        ignored: z.array(z.string()).meta({ description: 'Fields that did not fit and count as absent.' }),
      }),
    },
  },
} satisfies ResourceDescription<typeof REPORTED_EVENTS>

export type EventAnswers = DescribedAnswers<typeof eventDescription>
