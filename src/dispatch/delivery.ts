import { withTimeout } from '../limits/timeout'
import { EVENT_VERSION } from '../model/event'
import { isEventType } from '../model/event-type'
import { MESSAGE_VERSION, type QueueMessage } from '../model/message'
import { type DispatchPorts, QUEUE_TAKES_MS } from './ports'

export interface Delivery<Body extends QueueMessage = QueueMessage> {
  message: Message<unknown>
  body: Body
  marketplace: string
}

/** Cloudflare's documentation gives a queue's longest delay as 24 hours on some pages, 12 hours on others. */
const LONGEST_DELAY_SECONDS = 43_200
/** Replace a message with a fresh copy before the queue drops it, at 100 retries or after four days. */
const REPLACED_AT_ATTEMPTS = 90
const REPLACED_AT_AGE_MS = 2 * 86_400_000
/** Delay after failures on our side, by number of attempts. */
const OUR_FAULT_SECONDS = [5, 10, 30, 60, 120, 300] as const

/** Null when this version cannot read the message. */
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

/** Also for messages this version cannot read. */
export function findMarketplace(body: unknown): string | null {
  if (!isRecord(body)) {
    return null
  }
  const marketplace = body.marketplace ?? (isRecord(body.event) ? body.event.marketplace : null)
  return typeof marketplace === 'string' ? marketplace : null
}

/** Whole seconds, capped at the queue's longest delay. @param at epoch ms */
export function delayUntil(at: number, now: number): number {
  return Math.min(Math.max(Math.ceil((at - now) / 1000), 1), LONGEST_DELAY_SECONDS)
}

export function retryDelay(attempts: number): number {
  return OUR_FAULT_SECONDS[Math.min(attempts, OUR_FAULT_SECONDS.length) - 1] ?? OUR_FAULT_SECONDS[0]
}

function isNearExpiry(attempts: number, sentAt: number, now: number): boolean {
  return attempts >= REPLACED_AT_ATTEMPTS || now - sentAt >= REPLACED_AT_AGE_MS
}

/** Sends a fresh copy when the queue is about to drop this one. Never throws. */
export async function requeue({ message, body }: Delivery, seconds: number, ports: DispatchPorts): Promise<void> {
  if (isNearExpiry(message.attempts, message.timestamp.getTime(), ports.now())) {
    try {
      await withTimeout(QUEUE_TAKES_MS, ports.send([{ ...body, copies: body.copies + 1 }], seconds))
      message.ack()
      return
    } catch {
      // The old message still has retries left, and each tries this again.
    }
  }
  message.retry({ delaySeconds: seconds })
}

/** Checks what later code relies on, so that one malformed event does not fail its batch. */
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
    type === null || (typeof type === 'string' && isEventType(type) && isRecord(customer) && isAllText(customer.email))
  )
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null
}

function isAllText(...values: unknown[]): boolean {
  return values.every((value) => typeof value === 'string' && value !== '')
}
