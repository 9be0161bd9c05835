/** An import of past orders as the journal keeps it: plain data, worked on by jobs of the station above. Times are epoch ms. */
import type { FinalOutcome } from '../../model/outcome'

/** A row of the file, numbered as a spreadsheet does. */
export type ImportRow = [line: number, cells: string[]]

export interface SheetColumn {
  name: string
  /** The first different values. */
  examples: string[]
  dates: DateEvidence | null
}

/** Of a column's dates like 5/3/2026: whether some can only have the day first, or only the month. */
export interface DateEvidence {
  dayFirst: boolean
  monthFirst: boolean
}

export type DateStyle = 'month first' | 'day first'

export type ImportField =
  | 'email'
  | 'name'
  | 'firstName'
  | 'lastName'
  | 'productId'
  | 'productName'
  | 'date'
  | 'status'
  | 'endedAt'
  | 'orderId'
  | 'subscriptionId'
  | 'chargedAt'
  | 'periodEnd'
  | 'paymentId'
  | 'amount'

/** What each row is where no column says it. */
export type RowMeaning = 'purchase' | 'charge' | 'refund' | 'cancellation'

export interface ImportMapping {
  /** By field, the index of its column. */
  columns: Partial<Record<ImportField, number>>
  meaning: RowMeaning
  /** Of dates that name none, an IANA name. */
  zone: string
  /** Null where no date of the file needs it. */
  dateStyle: DateStyle | null
  /** The one product that all rows are about; null where a column says it. */
  product: string | null
}

/** A product as the file names it. */
export interface FoundProduct {
  key: string
  name: string | null
  orders: number
}

export interface ImportChoice {
  /** Calendar dates, both included; null for no limit. */
  from: string | null
  until: string | null
  /** By the file's product, the marketplace's; null leaves its orders out, as does a product that is missing. */
  products: Record<string, string | null>
}

/** What the preview counts, and the report. */
export type RowFate = 'enroll' | 'already' | 'end' | 'sent' | 'unclear' | 'failed' | 'nothing' | 'known' | 'left out'

export type FateCounts = Partial<Record<RowFate, number>>

/** `uploading` and what follows until `running` change nothing but the import itself. */
export type ImportStage =
  | 'uploading'
  | 'uploaded'
  | 'reading'
  | 'read'
  | 'previewing'
  | 'previewed'
  | 'running'
  | 'done'
  | 'canceled'

export interface ImportRecord {
  id: string
  /** The file's. */
  name: string
  person: string
  stage: ImportStage
  uploadedAt: number
  /** When its stage changed last. */
  changedAt: number
  /** The form that changed it last: submitted again, it changes nothing. */
  form: string
  endedAt: number | null
  /** The id of what the file was recognized as. */
  format: string
  columns: SheetColumn[]
  rows: number
  slices: number
  mapping: ImportMapping | null
  /** How often it was mapped: names the job that reads it. */
  readings: number
  /** Slices read so far. */
  read: number
  /** Why its rows could not be read as they were mapped, in a sentence. */
  problem: string | null
  products: FoundProduct[]
  orders: number
  wrong: number
  choice: ImportChoice | null
  previews: number
  foreseen: FateCounts
  /** How many calls to Thinkific the preview expects at most. */
  calls: number
  did: FateCounts
  startedAt: number | null
  /** When the run looked at its orders last. */
  lookedAt: number
  /** Events under way, each of another customer. */
  open: OpenOrder[]
  /** The last customer begun; null once there are no more. */
  after: string | null
}

export interface OpenOrder extends OrderPlace {
  receipt: string
  queuedAt: number
  /** Settled and counted while the import was paused: its customer goes on here. */
  noted?: true
}

/** Where an order stands in its import: a customer's newest first. */
export interface OrderPlace {
  customer: string
  /** The time before which nothing happened, negated so that the newest comes first. */
  late: number
  id: string
}

/** An order of an import. `doc` is the station's above; `problem` a sentence where the row could not be read. */
export interface StoredOrder<Doc = unknown> extends OrderPlace {
  line: number
  doc: Doc
  problem: string | null
  foreseen: OrderAnswer | null
  did: OrderAnswer | null
}

export interface OrderAnswer {
  fate: RowFate
  outcome: FinalOutcome | 'waiting' | null
  sentence: string
  /** Key of the receipt that the import began for it. Absent in what earlier versions ran. */
  receipt?: string
}
