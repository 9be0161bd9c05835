import type { MarketEvent } from './event'

/** A message holds 128,000 bytes, about 100 of them the queue's own. */
export const MAX_MESSAGE_BYTES = 126_000
/** Left of a body that does not fit, for the log. */
const SHORTENED_BODY_CHARS = 4_000

/** Smaller events need no measuring. */
const SMALL = { bodyChars: 10_000, items: 20 }

/** Shortens the body; if the items alone are too large, the event fires nothing. */
export function fitToMessage(event: MarketEvent): MarketEvent {
  if (event.body.length <= SMALL.bodyChars && event.items.length <= SMALL.items) {
    return event
  }
  if (messageSize(event) <= MAX_MESSAGE_BYTES) {
    return event
  }
  const shortened = shortenBody(event)
  if (messageSize(shortened) <= MAX_MESSAGE_BYTES) {
    return shortened
  }
  const problem = 'The event says more than one message can carry, so nothing was done. Send it in several parts.'
  return { ...shortened, type: null, problem, items: [], customFields: {} }
}

export function shortenBody(event: MarketEvent): MarketEvent {
  return { ...event, body: `${event.body.slice(0, SHORTENED_BODY_CHARS)}…`.toWellFormed() }
}

function messageSize(event: MarketEvent): number {
  return new TextEncoder().encode(JSON.stringify(event)).length
}
