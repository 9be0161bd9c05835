/** What a Thinkific site offers and asks for, as last read: the copy that pages and rules choose from. */

/** The version of this shape in KV. */
export const CATALOG_VERSION = 1

/** A course or a bundle. `id` is its own, never that of the product that sells it. */
export interface Offer {
  id: string
  name: string
  /** `published`, `draft`, or whatever Thinkific says; null where no product tells. */
  status: string | null
  /** Cannot be bought on Thinkific; enrolling is what such a product is for. */
  private: boolean
}

/** A sign-up field. `type` is Thinkific's own word, of which no list is published. */
export interface Field {
  id: string
  label: string
  type: string
  required: boolean
}

/**
 * Which courses a bundle holds is not here: the site's object learns that when a rule or grant needs it, so that a
 * refresh costs one call a page and not one a bundle.
 */
export interface Catalog {
  v: typeof CATALOG_VERSION
  courses: Offer[]
  bundles: Offer[]
  fields: Field[]
  /** Epoch ms. */
  fetchedAt: number
}
