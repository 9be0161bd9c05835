import type { LostSale, LostSaleKind } from './lost-sale'
import type { LostSalesResult, LostSalesState } from './state'

export interface LostSaleGroup {
  kind: LostSaleKind
  count: number
  /** The newest. */
  sales: LostSale[]
}

export interface LostSalesAnswer {
  groups: LostSaleGroup[]
  /** Whose events are under way. */
  settling: number
  last: LostSalesResult | null
  problem: LostSalesState['problem']
  spent: LostSalesState['spent']
  /** The last comparison goes on the next night. */
  goesOn: boolean
}
