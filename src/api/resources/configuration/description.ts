import * as z from 'zod'
import { CHANGE_GROUPS } from '../../../configuration/describe-change'
import type { DescribedAnswers, ResourceDescription } from '../../contract/description'
import type { CONFIGURATION } from './operations'

const change = z
  .object({
    key: z.string(),
    group: z.enum(CHANGE_GROUPS),
    tone: z.enum(['add', 'change', 'remove']),
    sentence: z.string(),
    changes: z.array(z.object({ field: z.string(), from: z.string(), to: z.string() })),
    note: z.string().nullable(),
    needs: z.array(z.string()).meta({ description: 'Questions that have to be answered first.' }),
  })
  .meta({ id: 'ConfigurationChange' })

const question = z.object({
  name: z.string().meta({ example: 'integrations.Academy.key' }),
  of: z.string(),
  label: z.string(),
  hint: z.string(),
  secret: z.boolean(),
})

export const configurationDescription = {
  name: 'Configuration',
  text: 'A marketplace’s integrations, products, rules, words and alerts as one file, without credentials.',
  operations: {
    exportConfiguration: {
      summary: 'Export the configuration',
      description: 'The same configuration is always the same file.',
      answer: z.record(z.string(), z.unknown()).meta({ description: 'As /schemas/configuration.json describes it.' }),
    },
    compareConfiguration: {
      summary: 'What a configuration would change here',
      description: 'In sentences, and in the order in which the changes are made. Nothing is changed.',
      answer: z.object({
        changes: z.array(change),
        removals: z.array(change).meta({ description: 'What is here and not in the file: it stays, unless chosen.' }),
        questions: z.array(question).meta({ description: 'What no file holds, such as credentials.' }),
        left_out: z.array(z.string()).meta({ description: 'What cannot be here, and why.' }),
        stays: z.array(z.string()).meta({ description: 'What stays although the file lacks it.' }),
        stamp: z.string(),
      }),
    },
    applyConfiguration: {
      summary: 'Apply a configuration',
      description:
        'Makes what the comparison showed. `left` changes are for the next request with the same configuration. Applied again, it changes nothing. What stops midway keeps what was made, and its refusal has `secrets` as well.',
      answer: z.object({
        made: z.number().int(),
        left: z.number().int(),
        secrets: z
          .array(z.object({ of: z.string(), title: z.string(), hint: z.string(), secret: z.string() }))
          .meta({ description: 'What was made here and is given once: the answer to a repeated key has none.' }),
      }),
    },
  },
} satisfies ResourceDescription<typeof CONFIGURATION>

export type ConfigurationAnswers = DescribedAnswers<typeof configurationDescription>
