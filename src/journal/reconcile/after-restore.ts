/** What follows the restore of a journal or a site. */
import type { Env } from '../../env'
import { isReconcilable } from '../../integrations/reconcilers'
import { listIntegrations } from '../../integrations/store'
import { toReconciled, toReconcileJob } from './reconcile-job'

/** Of a marketplace, or of a site whatever its marketplaces. @returns how many began */
export async function reconcileAfterRestore(
  env: Pick<Env, 'DB' | 'JOURNAL'>,
  marketplaces: string[],
  site: string | null,
): Promise<number> {
  const all = (await Promise.all(marketplaces.map((one) => listIntegrations(env.DB, one)))).flat()
  const own = all.filter((one) => isReconcilable(one) && (site === null || one.site === site))
  for (const integration of own) {
    const job = toReconcileJob(toReconciled(integration), 'Enrollwire')
    await env.JOURNAL.getByName(integration.marketplace).startJob(job)
  }
  return own.length
}
