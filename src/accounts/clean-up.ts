/** The daily clean-up: what is over goes. Nothing that must happen by itself depends on it (local development runs no cron). */
import { lte } from 'drizzle-orm'
import { drizzle } from 'drizzle-orm/d1'
import { marketplaces } from '../db/accounts-schema'
import { endpointSecrets } from '../db/schema'
import type { Env } from '../env'
import { describeError } from '../http/request-log'
import { sweepAccounts } from './sweep'

/** Journals at once: each is an object of its own, and a Worker has six connections. */
const SIDE_BY_SIDE = 6

/**
 * Ends sessions, links, secrets past their overlap, and what the journals keep no longer. Whatever fails says so in a line
 * and costs the rest nothing; tomorrow it is tried again. `now` in epoch ms.
 */
export async function cleanUp(env: Env, now: number): Promise<void> {
  await runStep('accounts', () => sweepAccounts(env.DB, now))
  await runStep('secrets', () =>
    drizzle(env.DB).delete(endpointSecrets).where(lte(endpointSecrets.validUntil, now)).run(),
  )
  await runStep('journals', () => sweepJournals(env, now))
}

async function sweepJournals(env: Env, now: number): Promise<void> {
  const all = await drizzle(env.DB).select({ id: marketplaces.id }).from(marketplaces)
  const waiting = all.map(({ id }) => id)
  const sweeper = async () => {
    for (let id = waiting.pop(); id !== undefined; id = waiting.pop()) {
      const journal = id
      await runStep(`journal ${journal}`, () => env.JOURNAL.getByName(journal).sweep(now))
    }
  }
  await Promise.all(Array.from({ length: SIDE_BY_SIDE }, sweeper))
}

async function runStep(what: string, step: () => Promise<unknown>): Promise<void> {
  try {
    await step()
  } catch (error) {
    console.error(JSON.stringify({ at: 'clean-up', what, ...describeError(error) }))
  }
}
