/** A message on its way: read, then acked, or handed back to the queue for a later second. */
import { EVENT_VERSION } from '../model/event'
import { MESSAGE_VERSION, type QueueMessage } from '../model/message'
import { isTrigger } from '../model/trigger'
import type { DispatchPorts } from './ports'

export interface Delivery<Body extends QueueMessage = QueueMessage> {
  message: Message<unknown>
  body: Body
  marketplace: string
}

/** A queue's longest delay is a day by some pages of its documentation, twelve hours by others. */
const LONGEST_DELAY_SECONDS = 43_200
/** A message is replaced by a fresh copy before the queue gives it up: at 100 retries, or when it expires after four days. */
const REPLACED_AT_ATTEMPTS = 90
const REPLACED_AT_AGE_MS = 2 * 86_400_000
/** How long what fails on our side waits, by how often it was tried. */
const OUR_FAULT_SECONDS = [5, 10, 30, 60, 120, 300] as const

/** The message's body where it is one of ours; null where no reader of this version can take it. */
export function parseBody(message: Message<unknown>): QueueMessage | null {
  const { body } = message
  if (!isRecord(body) || body.v !== MESSAGE_VERSION) {
    return null
  }
  const { kind, event, marketplace, firing } = body
  if (kind === 'firing') {
    return isAllText(marketplace, event, firing) ? (body as QueueMessage) : null
  }
  return kind === 'event' && isEvent(event) ? (body as QueueMessage) : null
}

/** The marketplace a message speaks of, as far as it can be told. */
export function findMarketplace(body: unknown): string | null {
  if (!isRecord(body)) {
    return null
  }
  const marketplace = body.marketplace ?? (isRecord(body.event) ? body.event.marketplace : null)
  return typeof marketplace === 'string' ? marketplace : null
}

/** Whole seconds from now until then, within what a queue accepts. @param at epoch ms */
export function delayUntil(at: number, now: number): number {
  return Math.min(Math.max(Math.ceil((at - now) / 1000), 1), LONGEST_DELAY_SECONDS)
}

/** Seconds until something that failed on our side is tried again. */
export function retryDelay(attempts: number): number {
  return OUR_FAULT_SECONDS[Math.min(attempts, OUR_FAULT_SECONDS.length) - 1] ?? OUR_FAULT_SECONDS[0]
}

/** True for a message that would soon be given up, or expire without a trace. */
function isNearExpiry(attempts: number, sentAt: number, now: number): boolean {
  return attempts >= REPLACED_AT_ATTEMPTS || now - sentAt >= REPLACED_AT_AGE_MS
}

/** Hands a message back to the queue, in a fresh copy where this one wears out. Never throws. */
export async function requeue({ message, body }: Delivery, seconds: number, ports: DispatchPorts): Promise<void> {
  if (isNearExpiry(message.attempts, message.timestamp.getTime(), ports.now())) {
    try {
      await ports.send([{ ...body, copies: body.copies + 1 }], seconds)
      message.ack()
      return
    } catch {
      // The worn one still has retries left; the next of them tries this again.
    }
  }
  message.retry({ delaySeconds: seconds })
}

/** What everything after this relies on; one event that is otherwise must not fail its batch. */
function isEvent(event: unknown): boolean {
  if (!isRecord(event) || event.v !== EVENT_VERSION || !isAllText(event.id, event.marketplace)) {
    return false
  }
  const { type, customer, items, customFields } = event
  if (!isRecord(customFields) || !Array.isArray(items)) {
    return false
  }
  if (!items.every((item) => isRecord(item) && isAllText(item.productId))) {
    return false
  }
  return (
    type === null || (typeof type === 'string' && isTrigger(type) && isRecord(customer) && isAllText(customer.email))
  )
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null
}

function isAllText(...values: unknown[]): boolean {
  return values.every((value) => typeof value === 'string' && value !== '')
}
