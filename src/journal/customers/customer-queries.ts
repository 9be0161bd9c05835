/** Data about one customer returned over RPC, and what is done for one by hand. Times are epoch ms. */
import type { Attempt } from '../../model/attempt'
import type { Difference } from '../../model/difference'
import type { EventCustomer, MarketEvent, ReportKind } from '../../model/event'
import type { EventType } from '../../model/event-type'
import type { Firing } from '../../model/firing'
import type { Settlement, WithdrawnFiring } from '../../model/instruction'
import type { Outcome } from '../../model/outcome'
import type { Rule, Target } from '../../model/rule'
import type { LogRow, PersonRequest } from '../log/log-queries'
import type { LostSale } from '../lost-sales/lost-sale'
import type { ReceiptPlace } from '../receipts/receipt-table'

export interface HistoryEvent {
  event: string
  type: EventType | null
  typeWord: string
  happenedAt: number
  receivedAt: number
  orderId: string | null
  products: { id: string; name: string | null; subscriptionId: string | null }[]
  test: boolean
  reports: ReportKind
  repeats: number
  entries: LogRow[]
  /** What people did about it, oldest first. */
  asked: PersonRequest[]
}

export interface CustomerHistory {
  /** Normalized; after an erasure, the mark that replaced it. */
  email: string
  customer: EventCustomer | null
  erased: boolean
  /** As far back as receipts are kept, newest first. */
  events: HistoryEvent[]
  /** Newest first. */
  notes: CustomerNote[]
}

/** `person`: the author's id. */
export interface CustomerNote {
  id: string
  at: number
  person: string
  author: string
  text: string
}

export interface ManualAction {
  /** Of the form: the same id is the same act. */
  id: string
  person: string
  customer: EventCustomer
  productId: string
  productName: string | null
  orderId: string | null
  subscriptionId: string | null
  action: string
  target: Target
  integration: { id: string; name: string; site: string }
  test: boolean
  /** Ends only what no purchase grants: after a correction, what remains under the wrong email. */
  sparing?: true
  /** Of a difference between ledger and site, or of what a customer paid for. */
  settles?: Settlement
  /** Of an undo: what it takes back. The rest only says what its entry is about. */
  withdraws?: WithdrawnFiring[]
}

export type ActPurchase = Pick<ManualAction, 'productId' | 'productName' | 'orderId' | 'subscriptionId'>

/** A rule, and the purchases or endings it was too late for. */
export interface EarlierQuery {
  rule: Rule
  /** An ending received earlier never reached the rule's site. Epoch ms. */
  connectedAt: number
}

export interface EarlierPurchase {
  receipt: string
  /** Their key. */
  customer: string
  /** Without its body. */
  event: MarketEvent
  firing: Firing
  leftOut: 'test order' | 'ended' | 'given back' | null
}

export interface EarlierPurchases {
  purchases: EarlierPurchase[]
  /** Where to go on; null at the end. */
  next: string | null
}

export interface ErasureResult {
  events: number
  entries: number
  canceled: number
}

/** Everything stored about a customer, for a data access request, page by page. */
export interface CustomerExport {
  email: string
  /** As the list of customers has them; null where it does not. */
  listed: { email: string; name: string | null } | null
  notes: CustomerNote[]
  /** What the store's books have and nothing reported. */
  lostSales: LostSale[]
  /** Between the ledger and what a site has. */
  differences: Difference[]
  /** Newest first. */
  events: ExportedEvent[]
  /** Documents that a newer version wrote, as they are stored. */
  unread: string[]
  /** Where this page ends; null on the last. */
  next: ReceiptPlace | null
}

export interface ExportedEvent {
  event: MarketEvent
  repeats: number
  /** `attempts` are empty once the entry left the log. */
  results: { rule: string | null; outcome: Outcome; sentence: string; at: number; attempts: Attempt[] }[]
}

export interface CustomerQuery {
  /** Part of an email or a name, or the beginning of an order's id; case-insensitive. */
  search?: string | undefined
  /** Only who an entry with this product named. */
  product?: string | undefined
  /** The previous page's `next`. */
  after?: string | undefined
  /** At most 50, which is the default. */
  limit?: number | undefined
}

export interface CustomerList {
  customers: FoundCustomer[]
  /** For `after`; null on the last page. */
  next: string | null
}

/** An order found by the start of its id, and its customer. */
export interface FoundOrder {
  order: string
  email: string
  name: string | null
}

export interface CustomerAnswer extends CustomerList {
  /** Receipts looked at and how many there are, while earlier customers are being listed; else null. */
  listing: { done: number; total: number | null } | null
}

export interface FoundCustomer {
  email: string
  name: string | null
  /** Their newest event; null where it is older than receipts are kept. */
  last: { at: number; type: EventType | null; typeWord: string; products: string[] } | null
}
