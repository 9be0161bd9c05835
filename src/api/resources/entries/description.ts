import * as z from 'zod'
import { OUTCOMES } from '../../../model/outcome'
import { type DescribedAnswers, listOf, type ResourceDescription, time } from '../../contract/description'
import { job } from '../jobs/description'
import { target } from '../targets'
import type { ENTRIES } from './operations'

const named = z.object({ id: z.string(), name: z.string() })
const product = z.object({ id: z.string(), name: z.string().nullable() })

const entry = z.object({
  id: z.string(),
  event: z.string(),
  at: time.meta({ description: 'When it became final; while it waits, when its event was received.' }),
  happened_at: time,
  received_at: time,
  outcome: z.enum(OUTCOMES),
  sentence: z.string().meta({ description: 'Why the customer was, or wasn’t, enrolled.' }),
  trigger: z.string().nullable().meta({ example: 'product.purchased' }),
  type: z.string().meta({ description: 'What the event says happened.' }),
  customer: z.object({ email: z.string(), name: z.string().nullable() }).nullable(),
  product: product.nullable(),
  order: z.string().nullable(),
  subscription: z.string().nullable(),
  rule: named.nullable(),
  integration: named.nullable(),
  action: z.string().nullable(),
  target: target.nullable(),
  test: z.boolean(),
  repeats: z.number().int().meta({ description: 'Copies received after the first.' }),
  resolved: z
    .object({ how: z.enum(['ignored', 'replayed', 'undone', 'resent']), at: time, person: z.string().nullable() })
    .nullable()
    .meta({ description: 'How its failure was closed.' }),
  waiting: z
    .object({
      at: time.meta({ description: 'The next attempt; for a parked one, when it was parked.' }),
      since: time,
      reason: z.string(),
      parked: z.boolean(),
    })
    .nullable(),
})

export const row = entry.meta({ id: 'Entry' })

const whole = entry
  .extend({
    source: z.string().meta({ description: 'endpoint, import, person, test, access or unreadable.' }),
    ignored: z.array(z.string()).meta({ description: 'Fields that did not fit and count as absent.' }),
    customer_name: z.string().nullable(),
    body: z.string().meta({ description: 'As it was received.' }),
    attempts: z.array(
      z.object({
        at: time,
        took_ms: z.number(),
        method: z.string(),
        path: z.string(),
        request: z.string().nullable(),
        status: z.number().int().nullable(),
        response: z.string().nullable(),
        problem: z.string().nullable(),
      }),
    ),
    attempts_kept: z.boolean().meta({ description: 'False once it has left the newest 1,000.' }),
    asked: z.array(z.object({ did: z.string(), person: z.string().nullable(), at: time })),
    siblings: z.array(z.string()).meta({ description: 'The event’s other entries.' }),
    may: z.array(z.string()).meta({ description: 'What makes sense now: retry, replay, ignore, give up …' }),
  })
  .meta({ id: 'WholeEntry' })

export const entryDescription = {
  name: 'Entries',
  text: 'What came of each event: one entry for each rule it fired, or one that says why it fired none.',
  operations: {
    listEntries: {
      summary: 'The log, newest first',
      description: 'Final entries in pages; what waits, 50 of it at most, comes with the first page.',
      answer: listOf(row).extend({
        found: z.number().int(),
        waiting: z.array(row),
        waiting_found: z.number().int(),
      }),
    },
    getEntry: {
      summary: 'One entry, with what was asked and answered',
      description: 'An entry that another replaced answers with that one.',
      answer: whole,
    },
    retryEntry: { summary: 'Run it again', answer: row },
    replayEntry: {
      summary: 'Run its event against today’s rules',
      description: 'What is settled already is left alone.',
      answer: row,
    },
    ignoreEntry: { summary: 'Close a failure that needs nothing more', answer: row },
    giveUpEntry: { summary: 'End what waits', description: 'It can still be retried later.', answer: row },
    runEntries: {
      summary: 'Retry, replay or ignore many',
      description: 'In the background; the job says how far it is.',
      answer: z.object({ job }),
    },
  },
} satisfies ResourceDescription<typeof ENTRIES>

export type EntryAnswers = DescribedAnswers<typeof entryDescription>
