import * as z from 'zod'
import { type DescribedAnswers, listOf, type ResourceDescription, time } from '../../contract/description'
import type { INTEGRATIONS } from './operations'

const integration = z
  .object({
    id: z.string(),
    name: z.string(),
    kind: z.string().meta({ example: 'thinkific' }),
    address: z.string().meta({ example: 'academy.thinkific.com' }),
    problem: z.string().nullable().meta({ description: 'Why its credential does not work; null while it does.' }),
    actions: z.array(z.object({ id: z.string(), label: z.string() })).meta({ description: 'What its rules can do.' }),
    created_at: time,
  })
  .meta({ id: 'Integration' })

const catalog = z
  .object({
    counts: z.array(z.object({ noun: z.string().meta({ example: 'course' }), count: z.number().int() })),
    fetched_at: time.nullable(),
    refreshing: z.boolean(),
    problem: z.string().nullable().meta({ description: 'Why the last refresh failed.' }),
  })
  .nullable()
  .meta({ description: 'Of what its rules choose from; null for a kind that has none.' })

const listedTarget = z
  .object({
    kind: z.string().meta({ example: 'course' }),
    id: z.string(),
    name: z.string(),
    status: z.string().nullable().meta({ example: 'published' }),
    private: z.boolean(),
  })
  .meta({ id: 'ListedTarget' })

export const integrationDescription = {
  name: 'Integrations',
  text: 'Where rules act. Credentials and secrets are typed on a page, and never shown.',
  operations: {
    listIntegrations: { summary: 'Integrations, by id', answer: listOf(integration) },
    getIntegration: {
      summary: 'One integration',
      answer: integration.extend({ catalog }).meta({ id: 'IntegrationWithCatalog' }),
    },
    listTargets: {
      summary: 'What its rules choose from',
      description: 'Courses and bundles, as they were last read.',
      answer: listOf(listedTarget),
    },
    refreshCatalog: { summary: 'Refresh: read them again', answer: z.object({ catalog }) },
  },
} satisfies ResourceDescription<typeof INTEGRATIONS>

export type IntegrationAnswers = DescribedAnswers<typeof integrationDescription>
