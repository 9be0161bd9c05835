/** A stored copy of what a Thinkific site offers; pages and rules choose from it. */

import type { CustomField, Offer } from '../../catalog'

export const CATALOG_VERSION = 1

/**
 * An offer's id is that of the course or bundle, never of the product that sells it. Which courses a bundle holds is not
 * here: the site's object reads the first few after a refresh, and others when a rule or grant needs them.
 */
export interface Catalog {
  v: typeof CATALOG_VERSION
  courses: Offer[]
  bundles: Offer[]
  fields: CustomField[]
  /** Epoch ms. */
  fetchedAt: number
}
