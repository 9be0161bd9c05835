import type { FiringJob } from '../../../model/firing-job'
import type { Settling } from '../../../model/outcome'
import type { SiteStatus } from '../../site-status'

export interface ReceiverApi extends Rpc.DurableObjectBranded {
  /** In the jobs' order, within 3 s: an outcome, or when to come back. Never rejects. */
  settle(jobs: FiringJob[]): Promise<Settling[]>

  /** The integration was saved and its receiver did not refuse it: what is parked goes on. */
  adopt(integration: { id: string; marketplace: string }): Promise<void>

  forget(gone: { integration: string }): Promise<void>

  status(): Promise<SiteStatus>
}
