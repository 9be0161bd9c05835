/** What a site needs of the world outside its object. */

import type { Catalog } from '../catalog/catalog'
import type { IntegrationAccess } from '../job'

/** Which of a marketplace's parked firings go back to the queue. */
type ParkedFilter = { site: string } | { integration: string }

export interface SitePorts {
  /** `kid:base64 key` pairs, as the deployment's SEALING_KEYS. */
  sealingKeys: string
  /** Thinkific's API, or a simulator's. */
  apiUrl: string
  /** The copies that pages choose from, by integration. */
  catalogs: {
    read(integration: string): Promise<Catalog | null>
    write(integration: string, catalog: Catalog): Promise<void>
  }
  /** Says where pages read it why Thinkific turns this credential away; null: it no longer does. */
  reportProblem(access: IntegrationAccess, problem: string | null): Promise<void>
  /** Puts parked firings of a marketplace back in the queue. */
  releaseParked(marketplace: string, filter: ParkedFilter): Promise<void>
}
