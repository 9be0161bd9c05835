/** What describes each resource: a line beside the one in routes.ts. A build writes the document. */

import type { ResourceDescription } from './contract/description'
import type { Operations } from './contract/operation'
import { attentionDescription } from './resources/attention/description'
import { ATTENTION } from './resources/attention/operations'
import { configurationDescription } from './resources/configuration/description'
import { CONFIGURATION } from './resources/configuration/operations'
import { customerDescription } from './resources/customers/description'
import { CUSTOMERS } from './resources/customers/operations'
import { entryDescription } from './resources/entries/description'
import { ENTRIES } from './resources/entries/operations'
import { eventDescription } from './resources/events/description'
import { REPORTED_EVENTS } from './resources/events/operations'
import { importDescription } from './resources/imports/description'
import { IMPORTS } from './resources/imports/operations'
import { integrationDescription } from './resources/integrations/description'
import { INTEGRATIONS } from './resources/integrations/operations'
import { jobDescription } from './resources/jobs/description'
import { JOBS } from './resources/jobs/operations'
import { marketplaceDescription } from './resources/marketplaces/description'
import { MARKETPLACES } from './resources/marketplaces/operations'
import { productDescription } from './resources/products/description'
import { PRODUCTS } from './resources/products/operations'
import { reconcileDescription } from './resources/reconcile/description'
import { RECONCILE } from './resources/reconcile/operations'
import { ruleDescription } from './resources/rules/description'
import { RULES } from './resources/rules/operations'
import { undoDescription } from './resources/undo/description'
import { UNDO } from './resources/undo/operations'

export interface DescribedResource {
  operations: Operations
  description: ResourceDescription
}

export const DESCRIBED_RESOURCES: readonly DescribedResource[] = [
  { operations: MARKETPLACES, description: marketplaceDescription },
  { operations: PRODUCTS, description: productDescription },
  { operations: RULES, description: ruleDescription },
  { operations: INTEGRATIONS, description: integrationDescription },
  { operations: ENTRIES, description: entryDescription },
  { operations: JOBS, description: jobDescription },
  { operations: ATTENTION, description: attentionDescription },
  { operations: CUSTOMERS, description: customerDescription },
  { operations: REPORTED_EVENTS, description: eventDescription },
  { operations: IMPORTS, description: importDescription },
  { operations: CONFIGURATION, description: configurationDescription },
  { operations: UNDO, description: undoDescription },
  { operations: RECONCILE, description: reconcileDescription },
]
