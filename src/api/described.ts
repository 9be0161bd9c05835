/** What describes each resource: a line beside the one in routes.ts. A build writes the document. */

import type { ResourceDescription } from './contract/description'
import type { Operations } from './contract/operation'
import { integrationDescription } from './resources/integrations/description'
import { INTEGRATIONS } from './resources/integrations/operations'
import { marketplaceDescription } from './resources/marketplaces/description'
import { MARKETPLACES } from './resources/marketplaces/operations'
import { productDescription } from './resources/products/description'
import { PRODUCTS } from './resources/products/operations'
import { ruleDescription } from './resources/rules/description'
import { RULES } from './resources/rules/operations'

export interface DescribedResource {
  operations: Operations
  description: ResourceDescription
}

export const DESCRIBED_RESOURCES: readonly DescribedResource[] = [
  { operations: MARKETPLACES, description: marketplaceDescription },
  { operations: PRODUCTS, description: productDescription },
  { operations: RULES, description: ruleDescription },
  { operations: INTEGRATIONS, description: integrationDescription },
]
