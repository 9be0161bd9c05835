/** An event whose sender does not say what its products are called is told in the merchant's own words for them. */

import type { MarketEvent } from '../model/event'
import type { ProductName } from './settings'

/** The event with the names it lacks, so that the log shows them and a search finds them. */
export function addProductNames(event: MarketEvent, names: ProductName[]): MarketEvent {
  const own = names.filter((one) => one.marketplace === event.marketplace)
  if (own.length === 0 || event.items.every((item) => item.productName !== null)) {
    return event
  }
  const items = event.items.map((item) => ({
    ...item,
    productName: item.productName ?? own.find((one) => one.product === item.productId)?.name ?? null,
  }))
  return { ...event, items }
}
