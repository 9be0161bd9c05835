/** Restores lost alarms: a site sets its own whenever its status is asked for. */
import { drizzle } from 'drizzle-orm/d1'
import { integrations } from '../db/schema'
import type { Env } from '../env'
import { describeError } from '../http/request-log'
import { KINDS } from '.'

/** A Worker has six connections. */
const AT_ONCE = 6

/** One that does not answer does not hold up the others. */
export async function armSites(env: Env): Promise<void> {
  const { kind, site } = integrations
  const sites = await drizzle(env.DB).selectDistinct({ kind, site }).from(integrations)
  const arm = async () => {
    for (let next = sites.pop(); next !== undefined; next = sites.pop()) {
      try {
        await KINDS.find(next.kind)?.status?.(env, next.site)
      } catch (error) {
        console.error(JSON.stringify({ at: 'clean-up', what: `site ${next.site}`, ...describeError(error) }))
      }
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, arm))
}
