/** The journal as it is deployed: its alarm also sends alerts, and runs jobs of stations above it. */
import type { Env } from './env'
import { createLostSaleKinds } from './imports/lost-sales/job-kinds'
import { Journal } from './journal/journal'
import { limitEnv } from './limits/limited-env'

export class JournalObject extends Journal {
  constructor(ctx: DurableObjectState, env: Env) {
    const parts = limitEnv(env)
    // Loaded on first use: an event must not wait for it.
    const loadAlerts = async () => import('./alerts/create-check')
    super(ctx, env, async (runtime) => (await loadAlerts()).createCheck(runtime, parts), createLostSaleKinds(parts))
  }
}
