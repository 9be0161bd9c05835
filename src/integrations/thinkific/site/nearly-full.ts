import { NEARLY_FULL_BYTES } from '../../../model/object-size'
import type { Site } from './site'

/** Null where it is, and the marketplace's credential is not shown to work: the site's records are others' too. */
export async function isNearlyFull(site: Site, marketplace: string): Promise<boolean | null> {
  if (site.storage.bytes <= NEARLY_FULL_BYTES) {
    return false
  }
  await site.standing.renew(marketplace)
  return site.standing.isGood(marketplace) ? true : null
}
