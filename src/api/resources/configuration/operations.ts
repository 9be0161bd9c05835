import * as z from 'zod'
import type { Operations } from '../../contract/operation'

const STAMP_CHARACTERS = 200_000
const KEY_CHARACTERS = 100
const ANSWER_CHARACTERS = 2_000
const QUESTION_CHARACTERS = 500
const MOST = 5_000

const configuration = z
  .record(z.string(), z.unknown())
  .meta({ description: 'As it is exported: /schemas/configuration.json describes it.', example: { version: 1 } })

export const CONFIGURATION = {
  exportConfiguration: { method: 'get', path: '/configuration', scope: 'read', admin: true },
  compareConfiguration: {
    method: 'post',
    path: '/configuration/comparisons',
    scope: 'read',
    admin: true,
    body: z.strictObject({ configuration }),
  },
  applyConfiguration: {
    method: 'post',
    path: '/configuration/changes',
    scope: 'write',
    admin: true,
    body: z.strictObject({
      configuration,
      stamp: z
        .string()
        .max(STAMP_CHARACTERS)
        .default('')
        .meta({ description: 'Of the comparison: what it did not show is refused. Without it, nothing is compared.' }),
      remove: z
        .array(z.string().max(KEY_CHARACTERS))
        .max(MOST)
        .default([])
        .meta({ description: 'Keys of the removals to make; what is not named stays.' }),
      answers: z
        .record(z.string().max(QUESTION_CHARACTERS), z.string().max(ANSWER_CHARACTERS))
        .default({})
        .meta({ description: 'By the names of the questions. What needs one that is missing is left out.' }),
    }),
    givenOnce: ['secrets'],
  },
} as const satisfies Operations
