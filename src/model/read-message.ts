/** Reads what a queue brings: only what this version understands. */
import { EVENT_VERSION } from './event'
import { isReportedType } from './event-type'
import { MESSAGE_VERSION, type QueueMessage } from './message'
import { isAccessTrigger } from './trigger'

export function readMessage(body: unknown): QueueMessage | null {
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
  if (type === null) {
    return true
  }
  const isKnown =
    typeof type === 'string' && (isReportedType(type) || (isAccessTrigger(type) && isRecord(event.access)))
  return isKnown && isRecord(customer) && isAllText(customer.email)
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null
}

function isAllText(...values: unknown[]): boolean {
  return values.every((value) => typeof value === 'string' && value !== '')
}
