import * as z from 'zod'
import { NOTE_CHARS } from '../../../journal/log/ignore'
import { OUTCOMES } from '../../../model/outcome'
import { isTrigger } from '../../../model/trigger'
import { paging } from '../../contract/listing'
import type { Operations } from '../../contract/operation'
import { id, NAME_CHARACTERS } from '../../contract/values'

/** As many as the log holds, open entries included. */
const MOST_ENTRIES = 1_000
const ENTRY_CHARACTERS = 400

const entry = z.string().min(1).max(ENTRY_CHARACTERS)
const params = z.strictObject({ entry })
const note = z.string().max(NOTE_CHARS)
const flag = z.stringbool({ truthy: ['true'], falsy: ['false'], case: 'sensitive' })
const time = z.iso.datetime({ offset: true }).transform((text) => Date.parse(text))

const filter = {
  search: z
    .string()
    .max(NAME_CHARACTERS)
    .meta({ description: 'Part of a customer, product, rule, event, order or course.' }),
  trigger: z.string().refine(isTrigger, { error: 'There is no such trigger.' }),
  integration: id,
  outcome: z.enum(['done', 'nothing to do', 'failed', ...OUTCOMES]),
  product: id,
  rule: id,
  from: time.meta({ description: 'When it became final or, while it waits, was received. Inclusive.' }),
  until: time.meta({ description: 'Exclusive.' }),
}

const isOpen = { description: 'Only what still needs a person.' }

export const ENTRIES = {
  listEntries: {
    method: 'get',
    path: '/entries',
    scope: 'read',
    query: z.strictObject({
      ...paging,
      ...z.strictObject(filter).partial().shape,
      open: flag.optional().meta(isOpen),
      parked: flag.optional().meta({ description: 'Of what waits, only what is parked.' }),
    }),
  },
  getEntry: { method: 'get', path: '/entries/{entry}', scope: 'read', params },
  retryEntry: { method: 'post', path: '/entries/{entry}/retries', scope: 'write', params, status: 202 },
  replayEntry: { method: 'post', path: '/entries/{entry}/replays', scope: 'write', params, status: 202 },
  ignoreEntry: {
    method: 'post',
    path: '/entries/{entry}/dismissals',
    scope: 'write',
    params,
    body: z.strictObject({ note: note.default('') }),
    status: 202,
  },
  giveUpEntry: { method: 'post', path: '/entries/{entry}/endings', scope: 'write', params, status: 202 },
  runEntries: {
    method: 'post',
    path: '/entry-runs',
    scope: 'write',
    body: z.strictObject({
      act: z.enum(['retry', 'replay', 'ignore']),
      entries: z
        .union([
          z.array(entry).min(1).max(MOST_ENTRIES),
          z.strictObject({ ...filter, open: z.boolean().meta(isOpen) }).partial(),
        ])
        .meta({ description: 'Their ids, or a filter as of the list.' }),
      note: note.default(''),
    }),
    status: 202,
  },
} as const satisfies Operations
