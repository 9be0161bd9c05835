import type { HolderCount } from '../../src/integrations/customer-access'
import { formatNumber, useViewer } from '../parts/viewer'

/** `1 customer holds`, `12 customers hold`, `More than 1,000 customers hold`; on a site with very many, as far as they are counted. */
export function countCustomers({ count, more, counting, asOf }: HolderCount, one: string, several: string): string {
  const number = formatNumber(useViewer(), count)
  if (counting) {
    return `At least ${number} customers (still counting; reload in a moment) ${several}`
  }
  if (asOf !== undefined) {
    return `${more ? 'More than ' : ''}${number} customers (as last counted) ${several}`
  }
  if (more) {
    return `More than ${number} customers ${several}`
  }
  return count === 1 ? `1 customer ${one}` : `${number} customers ${several}`
}
