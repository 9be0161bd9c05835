/**
 * Runs once a day: deletes what has expired, finishes deletions that stopped midway, and sets lost alarms again. Local
 * development runs no cron.
 */

import { lte } from 'drizzle-orm'
import { drizzle } from 'drizzle-orm/d1'
import { resumeMarketplaceDeletions } from './accounts/marketplace-deletion'
import { sweepAccounts } from './accounts/sweep-accounts'
import { listAlertedMarketplaces } from './alerts/store'
import { marketplaces } from './db/accounts-schema'
import { endpointSecrets } from './db/schema'
import type { Env } from './env'
import { describeError } from './http/request-log'
import { startComparison } from './imports/lost-sales/comparison'
import { listComparedMarketplaces } from './imports/samcart-api/key-store'
import { resumeDeletions } from './integrations/deletion'
import { armSites } from './integrations/site-alarms'
import { doSideBySide } from './limits/side-by-side'

/**
 * Each step logs its own failure without stopping the others and is tried again the next day.
 * @param now epoch ms
 */
export async function runDaily(env: Env, now: number): Promise<void> {
  await runStep('accounts', () => sweepAccounts(env.DB, now))
  await runStep('secrets', () =>
    drizzle(env.DB).delete(endpointSecrets).where(lte(endpointSecrets.validUntil, now)).run(),
  )
  await runStep('journals', () => sweepJournals(env, now))
  await runStep('deleted marketplaces', () => resumeMarketplaceDeletions(env))
  await runStep('deleted integrations', () => resumeDeletions(env))
  await runStep('alarms of sites', () => armSites(env))
  await runStep('lost sales', () => compareSales(env))
  await runStep('alerts', () => watchAlerts(env))
}

/** Catches up for channels saved while their journal did not answer. */
async function watchAlerts(env: Env): Promise<void> {
  for (const marketplace of await listAlertedMarketplaces(env.DB)) {
    await runStep(`alerts of ${marketplace}`, () => env.JOURNAL.getByName(marketplace).watchAlerts(marketplace))
  }
}

async function sweepJournals(env: Env, now: number): Promise<void> {
  const all = await drizzle(env.DB).select({ id: marketplaces.id }).from(marketplaces)
  await doSideBySide(all, ({ id }) => runStep(`journal ${id}`, () => env.JOURNAL.getByName(id).sweep(now)))
}

/** A start waits some seconds for the first pages. */
async function compareSales(env: Env): Promise<void> {
  await doSideBySide(await listComparedMarketplaces(env.DB), (marketplace) =>
    runStep(`lost sales of ${marketplace}`, () => startComparison(env, marketplace)),
  )
}

async function runStep(what: string, step: () => Promise<unknown>): Promise<void> {
  try {
    await step()
  } catch (error) {
    console.error(JSON.stringify({ at: 'clean-up', what, ...describeError(error) }))
  }
}
