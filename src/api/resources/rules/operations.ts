import * as z from 'zod'
import { EVERY_PRODUCT } from '../../../model/rule'
import { RULE_NAME_CHARACTERS } from '../../../rules/naming'
import { paging } from '../../contract/listing'
import type { Operations } from '../../contract/operation'
import { id, line } from '../../contract/values'

const MOST_DAYS = 99_999
const MOST_NOTICE_DAYS = 365
const WORD_CHARACTERS = 100

const days = (least: number, most = MOST_DAYS) => z.int().min(least).max(most)
const day = z.string().regex(/^\d{4}-\d{2}-\d{2}$/, { error: 'Write it like 2026-12-24.' })
const params = z.strictObject({ rule: id })
const product = id.meta({ description: `The product’s id, or ${EVERY_PRODUCT} for every product.` })

const end = z.union([
  z.strictObject({ when: z.literal('at_once') }),
  z
    .strictObject({ when: z.enum(['later', 'paid']), days: days(0) })
    .refine(({ when, days }) => when === 'paid' || days > 0, {
      path: ['days'],
      error: 'At least one day later.',
    }),
])

const options = z
  .strictObject({
    access_days: days(1).nullable(),
    access_until: day.nullable(),
    starts_after: days(1).nullable(),
    starts_on: day.nullable(),
    end,
    give_back: z.boolean(),
    notice_days: days(1, MOST_NOTICE_DAYS).nullable(),
    skip_test: z.boolean(),
    remove_always: z.boolean(),
  })
  .partial()

export type TypedOptions = z.output<typeof options>

const parts = {
  integration: id,
  action: z.string().max(WORD_CHARACTERS).meta({ example: 'create_course' }),
  trigger: z.string().max(WORD_CHARACTERS).meta({ example: 'product.purchased' }),
  target: id.nullable().meta({ description: 'The id of the course or bundle; null where there is nothing to choose.' }),
  name: line(RULE_NAME_CHARACTERS).meta({ description: 'Made from its parts where it is left out.' }),
  on: z.boolean(),
  options,
}

export const RULES = {
  listRules: {
    method: 'get',
    path: '/rules',
    scope: 'read',
    query: z.strictObject({ ...paging, product: product.optional(), integration: id.optional() }),
  },
  addRule: {
    method: 'post',
    path: '/rules',
    scope: 'write',
    body: z.strictObject({ product, ...parts }).partial({ name: true, on: true, options: true, target: true }),
    status: 201,
  },
  getRule: { method: 'get', path: '/rules/{rule}', scope: 'read', params },
  changeRule: {
    method: 'patch',
    path: '/rules/{rule}',
    scope: 'write',
    params,
    body: z.strictObject(parts).partial(),
    guards: 'getRule',
  },
  deleteRule: { method: 'delete', path: '/rules/{rule}', scope: 'write', params, status: 204, guards: 'getRule' },
} as const satisfies Operations
