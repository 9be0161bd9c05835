/** Restores lost alarms: a site sets its own whenever its status is asked for. */
import { drizzle } from 'drizzle-orm/d1'
import { integrations } from '../db/schema'
import type { Env } from '../env'
import { describeError } from '../http/request-log'
import { doSideBySide } from '../limits/side-by-side'
import { KINDS } from '.'

/** One that does not answer does not hold up the others. */
export async function armSites(env: Env): Promise<void> {
  const { kind, site } = integrations
  const sites = await drizzle(env.DB).selectDistinct({ kind, site }).from(integrations)
  await doSideBySide(sites, async ({ kind, site }) => {
    try {
      await KINDS.find(kind)?.status?.(env, site)
    } catch (error) {
      console.error(JSON.stringify({ at: 'clean-up', what: `site ${site}`, ...describeError(error) }))
    }
  })
}
