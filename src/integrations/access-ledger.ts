/** What a site that keeps a ledger answers about a marketplace's customers. */
import type { Connection } from '../model/job'
import type { Target } from '../model/rule'
import type { HolderCount, TargetHolder } from './thinkific/customers/target-holders'
import type { SiteApi } from './thinkific/object/site-api'
import type { UserLookup } from './thinkific/site/interactive-calls'

export interface AccessLedger
  extends Pick<
    SiteApi,
    'customer' | 'choosable' | 'sharers' | 'concerns' | 'dismissConcern' | 'correctEmail' | 'exportCustomer' | 'erase'
  > {
  /** How many customers a marketplace's purchases let into a target now, as far as `most`. */
  holders(marketplace: string, target: Pick<Target, 'kind' | 'id'>, most: number): Promise<HolderCount>
  /** Who they are, at most so many. */
  holding(marketplace: string, target: Pick<Target, 'kind' | 'id'>, most: number): Promise<TargetHolder[]>
  /** Lets go of a marketplace that is deleted, and of the customers that only it had. */
  forgetMarketplace(marketplace: string): Promise<void>
  /** What the other side itself says of someone now. */
  lookUp(connection: Connection, email: string): Promise<UserLookup>
}
