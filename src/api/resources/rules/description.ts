import * as z from 'zod'
import { type DescribedAnswers, listOf, type ResourceDescription } from '../../contract/description'
import { target } from '../targets'
import type { RULES } from './operations'

const days = z.number().int().nullable()
const day = z.string().nullable()

const options = z.object({
  access_days: days.meta({ description: 'Days of access per payment; null for no end.' }),
  access_until: day.meta({ description: 'The last day of access, instead.' }),
  starts_after: days.meta({ description: 'Days until access begins.' }),
  starts_on: day.meta({ description: 'The first day of access, instead.' }),
  end: z.object({ when: z.enum(['at_once', 'later', 'paid']), days: z.number().int().optional() }).meta({
    description:
      'When an ending rule ends access; `paid`: with the paid period, else so many days after the last payment.',
  }),
  give_back: z.boolean().meta({ description: 'Good news, such as a payment after a failed one, undoes the ending.' }),
  notice_days: days.meta({ description: 'For access.ends_soon: so many days before the end.' }),
  skip_test: z.boolean().meta({ description: 'Test orders do nothing.' }),
  remove_always: z.boolean().meta({ description: 'Ends access even if another purchase still grants it.' }),
})

const rule = z
  .object({
    id: z.string(),
    name: z.string(),
    product: z.string().meta({ description: 'A product’s id, or * for every product.', example: '440369' }),
    integration: z.string(),
    action: z.string().meta({ example: 'create_course' }),
    trigger: z.string().meta({ example: 'product.purchased' }),
    target: target.nullable().meta({ description: 'Null where there is nothing to choose.' }),
    on: z.boolean(),
    options,
  })
  .meta({ id: 'Rule' })

export const ruleDescription = {
  name: 'Rules',
  text: 'What follows when something is reported: for one product, or for every product.',
  operations: {
    listRules: { summary: 'Rules, by id', answer: listOf(rule) },
    addRule: { summary: 'Add a rule', answer: rule },
    getRule: { summary: 'One rule', answer: rule },
    changeRule: {
      summary: 'Change a rule, or switch it on or off',
      description:
        'What is left out stays. It counts from now on; access given before stays as it is. Switched off, what waits for it ends.',
      answer: rule,
    },
    deleteRule: {
      summary: 'Delete a rule',
      description: 'What waits for it ends; access it gave stays.',
      answer: null,
    },
  },
} satisfies ResourceDescription<typeof RULES>

export type RuleAnswers = DescribedAnswers<typeof ruleDescription>
