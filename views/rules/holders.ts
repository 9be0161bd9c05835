import type { HolderCount } from '../../src/integrations/customer-access'
import { formatNumber, useViewer } from '../parts/viewer'

/** `1 customer holds`, `12 customers hold`, `More than 1,000 customers hold`. */
export function countCustomers({ count, more }: HolderCount, one: string, several: string): string {
  const number = formatNumber(useViewer(), count)
  if (more) {
    return `More than ${number} customers ${several}`
  }
  return count === 1 ? `1 customer ${one}` : `${number} customers ${several}`
}
