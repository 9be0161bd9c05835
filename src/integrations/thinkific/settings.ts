import * as z from 'zod'
import type { Connection } from '../../model/connection'
import type { FiringJob } from '../../model/firing-job'
import type { OldColumns } from '../kind'
import type { IntegrationAccess, ThinkificJob } from './thinkific-job'

export const settingsSchema = z.object({
  /** The part before .thinkific.com. */
  site: z.string().min(1),
  scheme: z.enum(['api_key', 'access_token']),
  requestsPerMinute: z.int().min(1),
  siteWelcome: z.boolean(),
  /** Names the object it has alone: its credential opens other sites' names as well. Random, so that no other integration can ask for it. */
  alone: z.string().min(1).optional(),
})

export type ThinkificSettings = z.infer<typeof settingsSchema>

/** The settings as 0.1.0 has them, a column each. */
export const COLUMNS = {
  read: ({ site, scheme, requestsPerMinute, siteWelcome }: OldColumns): ThinkificSettings => {
    return { site, scheme, requestsPerMinute, siteWelcome }
  },
  write: ({ site, scheme, requestsPerMinute, siteWelcome }: ThinkificSettings): OldColumns => {
    return { site, scheme, requestsPerMinute, siteWelcome }
  },
}

/** A subdomain has no `~`. */
const ALONE = '~'

export function siteKey({ site, alone }: Pick<ThinkificSettings, 'site' | 'alone'>): string {
  return alone === undefined ? site : `${site}${ALONE}${alone}`
}

export function subdomainOf(key: string): string {
  return key.split(ALONE)[0] ?? key
}

/** Throws for a connection of another kind. */
export function toIntegrationAccess({
  id,
  name,
  marketplace,
  sealedCredential,
  settings,
}: Connection): IntegrationAccess {
  const { site, scheme, requestsPerMinute, siteWelcome, alone } = settingsSchema.parse(settings)
  // In this order: a site compares what it is given with what it remembers, as JSON.
  const access = { id, name, marketplace, site, scheme, sealedCredential, requestsPerMinute, siteWelcome }
  return alone === undefined ? access : { ...access, alone }
}

export function toSiteJob(job: FiringJob): ThinkificJob {
  return { ...job, integration: toIntegrationAccess(job.integration) }
}
