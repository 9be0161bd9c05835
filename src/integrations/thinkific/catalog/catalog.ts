/** A stored copy of what a Thinkific site offers; pages and rules choose from it. */

/** Version of this shape in KV. */
export const CATALOG_VERSION = 1

/** A course or bundle. `id` is its own, never that of the product that sells it. */
export interface Offer {
  id: string
  name: string
  /** `published`, `draft`, or another word of Thinkific's; null without a product. */
  status: string | null
  /** Cannot be bought on Thinkific, only enrolled into. */
  private: boolean
}

/** A sign-up field. `type` is Thinkific's word; no list of them is published. */
export interface Field {
  id: string
  label: string
  type: string
  required: boolean
}

/**
 * Does not list a bundle's courses: the site's object reads them when a rule or grant needs them, so that a refresh
 * costs one call per page rather than one per bundle.
 */
export interface Catalog {
  v: typeof CATALOG_VERSION
  courses: Offer[]
  bundles: Offer[]
  fields: Field[]
  /** Epoch ms. */
  fetchedAt: number
}
