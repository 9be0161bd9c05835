/** How a body is worded, whichever way it came. Each format is a folder with the same files, and a line in index.ts. */
import type { EventCustomer, EventItem, ReportKind } from '../../model/event'
import type { EventType } from '../../model/event-type'
import type { Body, FieldProblem } from '../reading/field-reader'
import type { Reading } from '../reading/json'

export interface Format {
  /** Its name in events. */
  name: string
  /** What people call it. */
  title: string
  /** `facts`: what a charge or failure implies is derived; `triggers`: the sender's word is taken. */
  reports: ReportKind
  /** The body as plain data. */
  read(body: string): Reading
  /** The event type a word stands for; null for a word it does not know. */
  findType(word: string): EventType | null
  translate(body: Body, type: EventType | null): ParsedBody
}

/** `transaction`: what distinguishes two posts about one line. */
export interface ParsedItem extends Omit<EventItem, 'fingerprint'> {
  transaction: string | null
}

export interface ParsedBody {
  /** Epoch ms; null when the body names no time. */
  at: number | null
  test: boolean | null
  /** Null where no email could be read. */
  customer: EventCustomer | null
  orderId: string | null
  items: ParsedItem[]
  customFields: Record<string, string>
  /** Fields that did not fit and count as absent. */
  ignored: readonly string[]
  /** Why the body is no event: it lacks a readable email or product. */
  problem: FieldProblem | null
}
