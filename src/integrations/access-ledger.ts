/** What a site that keeps a ledger answers about a marketplace's customers. */
import type { Concern, ConcernsByCause } from '../model/concern'
import type { Connection } from '../model/connection'
import type { Target } from '../model/rule'
import type {
  ChoosablePurchase,
  CurrentAccess,
  CustomerView,
  EmailCorrection,
  EmailPage,
  HolderCount,
  NamedEvent,
  Sharer,
  TargetHolder,
  UserLookup,
} from './customer-access'

type TargetRef = Pick<Target, 'kind' | 'id'>

export interface AccessLedger {
  /** Null when no event of the marketplace named this email. */
  customer(marketplace: string, email: string): Promise<CustomerView | null>
  /** Whether a target is open to a customer now. */
  access(marketplace: string, email: string, target: TargetRef): Promise<CurrentAccess>
  choosable(event: NamedEvent): Promise<ChoosablePurchase[]>
  /** Other customers of the marketplace who bought under the same ids. */
  sharers(event: NamedEvent): Promise<Sharer[]>
  /** What needs a person, of this marketplace's purchases alone. */
  concerns(marketplace: string): Promise<ConcernsByCause[]>
  /** Whether its storage is; null where this marketplace is not shown. */
  isNearlyFull(marketplace: string): Promise<boolean | null>
  /** Puts a concern away until something new happens to its purchase; null once it is resolved. */
  dismissConcern(marketplace: string, email: string, concern: string): Promise<Concern | null>
  /** Customers whom a marketplace's purchases let into a target now, counted up to `most`. */
  countHolders(marketplace: string, target: TargetRef, most: number): Promise<HolderCount>
  listHolders(marketplace: string, target: TargetRef, most: number): Promise<TargetHolder[]>
  /** Emails of a marketplace's customers, some at a time. @param after where the part before ended; '' for the first */
  listEmails(marketplace: string, after: string): Promise<EmailPage>
  /** Moves a marketplace's purchases; returns what the caller must enroll and end. */
  correctEmail(marketplace: string, from: string, to: string, stays: boolean): Promise<EmailCorrection>
  /** All that is stored of a customer for one marketplace; null when it has no purchases of theirs. */
  exportCustomer(marketplace: string, email: string): Promise<object | null>
  /** True if anything was stored. */
  erase(marketplace: string, email: string): Promise<boolean>
  /** Forgets a deleted marketplace, and customers that no other marketplace has. */
  forgetMarketplace(marketplace: string): Promise<void>
  /** What the site itself says of someone now. */
  lookUp(connection: Connection, email: string): Promise<UserLookup>
}
