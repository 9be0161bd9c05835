/** The daily clean-up: what is over goes. Nothing that must happen by itself depends on it (local development runs no cron). */
import type { Env } from '../env'
import { sweepAccounts } from './sweep'

/** Ends sessions, links, secrets past their overlap, and what the journals keep no longer. `now` in epoch ms. */
export async function cleanUp(env: Env, now: number): Promise<void> {
  await sweepAccounts(env.DB, now)
  await env.DB.prepare('DELETE FROM endpoint_secrets WHERE valid_until <= ?').bind(now).run()
  const { results } = await env.DB.prepare('SELECT id FROM marketplaces').all<{ id: string }>()
  for (const { id } of results) await env.JOURNAL.getByName(id).sweep(now)
}
