import { carryOutQueued } from './enrolling.ts'
import { catalogBy } from './owner-catalog.ts'
import { peopleBy } from './owner-people.ts'
import type { Milliseconds, Site } from './site.ts'
import type { Switches } from './switches.ts'
import type { World } from './world.ts'

export type Owner = ReturnType<typeof ownerOf>

/** What a site's owner can do and see in Thinkific's own screens, without the API. */
export function ownerOf(world: World, site: Site) {
  carryOutQueued(world, site)
  return {
    subdomain: site.subdomain,
    /** The site as it is kept; for reading. */
    data: site,
    /** Turn one by assigning: `owner.switches.repost = '422 array'`. */
    switches: site.switches as Switches,
    /** The old key is worth nothing at once. */
    resetApiKey(apiKey: string): void {
      site.apiKey = apiKey
      world.changed()
    },
    /** Makes an access token; null removes it. */
    setAccessToken(value: string | null, expiresAt: Milliseconds | null = null): void {
      site.accessToken = value === null ? null : { value, expiresAt }
      world.changed()
    },
    ...catalogBy(world, site),
    ...peopleBy(world, site),
  }
}
