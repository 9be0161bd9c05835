import type { MarketEvent } from '../model/event'
import type { ProductName } from './batch-settings'

/** Fills in missing product names from the merchant's own, so that the log shows and finds them. */
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
