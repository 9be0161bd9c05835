/** The journal as it is deployed: its alarm also sends alerts, and runs jobs of stations above it. */
import type { Env } from './env'
import { createImportKinds } from './imports/kinds'
import { createLostSaleKinds } from './imports/lost-sales/job-kinds'
import { Journal } from './journal/journal'
import { limitEnv } from './limits/limited-env'

export class JournalObject extends Journal {
  constructor(ctx: DurableObjectState, env: Env) {
    const parts = limitEnv(env)
    super(ctx, env, {
      // Loaded on first use: an event must not wait for it.
      loadAlertCheck: async (runtime) => (await import('./alerts/create-check')).createCheck(runtime, parts),
      jobs: [...createImportKinds(parts), ...createLostSaleKinds(parts)],
    })
  }
}
