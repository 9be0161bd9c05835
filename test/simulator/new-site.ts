import type { Milliseconds, Plan, Site } from './site.ts'
import { defaultSwitches, type Switches } from './switches.ts'
import type { World } from './world.ts'

/** What Thinkific allows a site that asked for nothing else. */
const REQUESTS_PER_MINUTE = 120

export type NewSite = {
  subdomain: string
  /** The legacy key, 32 characters in the real thing. */
  apiKey: string
  accessToken?: string | undefined
  /** Null or left out: it never expires. */
  accessTokenExpiresAt?: Milliseconds | null | undefined
  requestsPerMinute?: number | undefined
  plan?: Plan | undefined
  apps?: boolean | undefined
  siteWelcomeEmail?: boolean | undefined
  switches?: Partial<Switches> | undefined
}

/** Opens an empty site, or starts a known one again. */
export function newSite(world: World, given: NewSite): Site {
  const { accessToken, accessTokenExpiresAt = null } = given
  const site: Site = {
    subdomain: given.subdomain,
    apiKey: given.apiKey,
    accessToken: accessToken === undefined ? null : { value: accessToken, expiresAt: accessTokenExpiresAt },
    plan: given.plan ?? 'grow',
    apps: given.apps ?? true,
    requestsPerMinute: given.requestsPerMinute ?? REQUESTS_PER_MINUTE,
    siteWelcomeEmail: given.siteWelcomeEmail ?? true,
    switches: { ...defaultSwitches(), ...given.switches },
    courses: new Map(),
    bundles: new Map(),
    products: new Map(),
    profileFields: new Map(),
    users: new Map(),
    enrollments: new Map(),
    bundleEnrollments: new Map(),
    queued: [],
    counted: [],
  }
  world.sites.set(site.subdomain, site)
  return site
}
