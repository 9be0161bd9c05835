/** The job that reconciles an integration. */
import type { Integration } from '../../integrations/store'
import type { NewJob } from '../jobs/job'
import type { ReconciledIntegration } from './state'

export const RECONCILE = 'reconcile'

export interface ReconcileJob {
  integration: ReconciledIntegration
}

/** Started while it runs, it is the one that runs. */
export function toReconcileJob(integration: ReconciledIntegration, person: string): NewJob {
  const input: ReconcileJob = { integration }
  return {
    id: reconcileId(integration.id),
    kind: RECONCILE,
    marketplace: integration.marketplace,
    input,
    person,
    again: true,
  }
}

export function reconcileId(integration: string): string {
  return `${RECONCILE} ${integration}`
}

export function toReconciled({ id, marketplace, name, site }: Integration): ReconciledIntegration {
  return { id, marketplace, name, site }
}
