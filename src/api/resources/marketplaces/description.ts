import * as z from 'zod'
import { SCOPES } from '../../../accounts/api-tokens'
import { type DescribedAnswers, listOf, type ResourceDescription } from '../../contract/description'
import type { MARKETPLACES } from './operations'

const marketplace = z
  .object({
    id: z.string(),
    name: z.string(),
    time_zone: z.string().meta({ description: 'In which days of access begin and end.', example: 'Europe/Vienna' }),
    scope: z.enum(SCOPES).meta({ description: 'What this token may do there.' }),
  })
  .meta({ id: 'Marketplace' })

export const marketplaceDescription = {
  name: 'Marketplaces',
  operations: {
    listMarketplaces: {
      summary: 'The marketplace of this token',
      description: 'A token opens one marketplace, so this list has one item.',
      answer: listOf(marketplace),
    },
  },
} satisfies ResourceDescription<typeof MARKETPLACES>

export type MarketplaceAnswers = DescribedAnswers<typeof marketplaceDescription>
