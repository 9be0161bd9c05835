/** Reads a site's catalog. The caller replaces the old one only when the new one is complete. */

import type { Offer } from '../../catalog'
import type { Failure } from '../client/failure'
import type { ThinkificProduct } from '../client/records'
import { CATALOG_VERSION, type Catalog } from './catalog'
import { type Changes, compareCatalogs } from './changes'
import { type Lists, readLists } from './lists'

interface RefreshRequest {
  /** The caller paces each call. */
  lists: Lists
  before: Catalog | null
  /** Pages read and pages known, after every page. */
  progress: (done: number, of: number) => void
  /** Before a failed page is read again. */
  wait: (ms: number) => Promise<void>
  /** Epoch ms. */
  now: () => number
}

type RefreshResult =
  | { ok: true; catalog: Catalog; changes: Changes; calls: number }
  | { ok: false; sentence: string; failure: Failure; calls: number }

/**
 * One call per page of 250, for courses, products and sign-up fields: 3,000 courses and 500 bundles take 12 + 14 + 1 =
 * 27 calls. Bundles, drafts and private items are only found through products, since Thinkific has no list of bundles.
 */
export async function refreshSiteCatalog(refresh: RefreshRequest): Promise<RefreshResult> {
  const read = await readLists(refresh)
  if (!read.ok) {
    const { what, failure, calls } = read
    return { ok: false, sentence: `The ${what} could not be read. ${failure.sentence}`, failure, calls }
  }
  const products = new Map(read.products.map((product) => [`${product.type} ${product.about}`, product]))
  const catalog: Catalog = {
    v: CATALOG_VERSION,
    courses: read.courses.map(({ id, name }) => toOffer(id, name || `Course ${id}`, products.get(`Course ${id}`))),
    bundles: listBundles(products.values()),
    fields: read.fields,
    fetchedAt: refresh.now(),
  }
  return { ok: true, catalog, changes: compareCatalogs(refresh.before, catalog), calls: read.calls }
}

/** A bundle's id is its product's `productable_id`; the product's own id cannot be used to enroll. */
function listBundles(products: Iterable<ThinkificProduct>): Offer[] {
  return [...products].flatMap((product) =>
    product.type === 'Bundle' && product.about !== null
      ? [toOffer(product.about, product.name || `Bundle ${product.about}`, product)]
      : [],
  )
}

function toOffer(id: string, name: string, product: ThinkificProduct | undefined): Offer {
  return { id, name, status: product?.status || null, private: product?.private ?? false }
}
