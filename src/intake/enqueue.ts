/** Intake's only durable write. */

import type { Env } from '../env'
import type { MarketEvent } from '../model/event'
import { MESSAGE_VERSION, type QueueMessage } from '../model/message'

/** A message holds 128,000 bytes, about 100 of them the queue's own. */
export const MAX_MESSAGE_BYTES = 126_000
/** Left of a body that does not fit, for the log. */
const SHORTENED_BODY_CHARS = 4_000
const TRIES = 2

/** Smaller events need no measuring. */
const SMALL = { bodyChars: 10_000, items: 20 }

/** Sends the event to the queue, or after two refusals to the journal. False when neither took it. */
export async function enqueue(event: MarketEvent, env: Pick<Env, 'EVENTS' | 'JOURNAL'>): Promise<boolean> {
  const fitting = fitToMessage(event)
  const message: QueueMessage = { v: MESSAGE_VERSION, kind: 'event', event: fitting, copies: 0 }
  for (let attempt = 0; attempt < TRIES; attempt++) {
    try {
      await env.EVENTS.send(message)
      return true
    } catch {
      // Try the journal next. Not logged, since the error's text may contain the event.
    }
  }
  try {
    await env.JOURNAL.getByName(event.marketplace).fallback(fitting)
    return true
  } catch {
    return false
  }
}

/** Shortens the body; if the items alone are too large, the event fires nothing. */
export function fitToMessage(event: MarketEvent): MarketEvent {
  if (event.body.length <= SMALL.bodyChars && event.items.length <= SMALL.items) {
    return event
  }
  if (messageSize(event) <= MAX_MESSAGE_BYTES) {
    return event
  }
  const shortened = { ...event, body: `${event.body.slice(0, SHORTENED_BODY_CHARS)}…`.toWellFormed() }
  if (messageSize(shortened) <= MAX_MESSAGE_BYTES) {
    return shortened
  }
  const problem = 'The event says more than one message can carry, so nothing was done. Send it in several parts.'
  return { ...shortened, type: null, problem, items: [], customFields: {} }
}

function messageSize(event: MarketEvent): number {
  return new TextEncoder().encode(JSON.stringify(event)).length
}
