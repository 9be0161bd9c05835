/** Every resource of the API: one line each here, and one in described.ts for what describes it. */
import type { Handlers, OperationHandler } from './contract/call'
import type { Operation, Operations } from './contract/operation'
import { attentionHandlers } from './resources/attention/handlers'
import { ATTENTION } from './resources/attention/operations'
import { configurationHandlers } from './resources/configuration/handlers'
import { CONFIGURATION } from './resources/configuration/operations'
import { customerHandlers } from './resources/customers/handlers'
import { CUSTOMERS } from './resources/customers/operations'
import { entryHandlers } from './resources/entries/handlers'
import { ENTRIES } from './resources/entries/operations'
import { eventHandlers } from './resources/events/handlers'
import { REPORTED_EVENTS } from './resources/events/operations'
import { importHandlers } from './resources/imports/handlers'
import { IMPORTS } from './resources/imports/operations'
import { integrationHandlers } from './resources/integrations/handlers'
import { INTEGRATIONS } from './resources/integrations/operations'
import { jobHandlers } from './resources/jobs/handlers'
import { JOBS } from './resources/jobs/operations'
import { marketplaceHandlers } from './resources/marketplaces/handlers'
import { MARKETPLACES } from './resources/marketplaces/operations'
import { productHandlers } from './resources/products/handlers'
import { PRODUCTS } from './resources/products/operations'
import { reconcileHandlers } from './resources/reconcile/handlers'
import { RECONCILE } from './resources/reconcile/operations'
import { ruleHandlers } from './resources/rules/handlers'
import { RULES } from './resources/rules/operations'
import { undoHandlers } from './resources/undo/handlers'
import { UNDO } from './resources/undo/operations'

export interface ApiRoute {
  name: string
  operation: Operation
  handler: OperationHandler
}

export const API_ROUTES: readonly ApiRoute[] = [
  ...resource(MARKETPLACES, marketplaceHandlers),
  ...resource(PRODUCTS, productHandlers),
  ...resource(RULES, ruleHandlers),
  ...resource(INTEGRATIONS, integrationHandlers),
  ...resource(ENTRIES, entryHandlers),
  ...resource(JOBS, jobHandlers),
  ...resource(ATTENTION, attentionHandlers),
  ...resource(CUSTOMERS, customerHandlers),
  ...resource(REPORTED_EVENTS, eventHandlers),
  ...resource(IMPORTS, importHandlers),
  ...resource(CONFIGURATION, configurationHandlers),
  ...resource(UNDO, undoHandlers),
  ...resource(RECONCILE, reconcileHandlers),
]

function resource<All extends Operations>(
  operations: All,
  handlers: Handlers<All, Record<keyof All, unknown>>,
): ApiRoute[] {
  return Object.entries(operations).map(([name, operation]) => ({
    name,
    operation,
    handler: handlers[name as keyof All] as OperationHandler,
  }))
}
