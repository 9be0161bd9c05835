/** The journal as it is deployed: its alarm also sends alerts. */
import type { Env } from '../env'
import { Journal as MarketplaceJournal } from '../journal/journal'
import { limitEnv } from '../limits/limited-env'

export class AlertingJournal extends MarketplaceJournal {
  constructor(ctx: DurableObjectState, env: Env) {
    // Loaded on first use: an event must not wait for it.
    super(ctx, env, async (runtime) => (await import('./create-check')).createCheck(runtime, limitEnv(env)))
  }
}
