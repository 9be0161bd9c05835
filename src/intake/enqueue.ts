/** Intake's only durable write. */

import type { Env } from '../env'
import { withTimeout } from '../limits/timeout'
import type { MarketEvent } from '../model/event'
import { fitToMessage } from '../model/fit-to-message'
import { toEventMessage } from '../model/message'

const TRIES = 2
/** A sender waits five seconds for its answer. */
const ALL_TAKES_MS = 5_000

/**
 * Sends the event to the queue, or after two refusals to the journal. False when neither took it. The binding limits each
 * send (limits/limited-env.ts): a second timer here would be set and cleared for every event.
 */
export async function enqueue(event: MarketEvent, env: Pick<Env, 'EVENTS' | 'JOURNAL'>): Promise<boolean> {
  const end = Date.now() + ALL_TAKES_MS
  const fitting = fitToMessage(event)
  const message = toEventMessage(fitting)
  for (let attempt = 0; attempt < TRIES; attempt++) {
    try {
      await env.EVENTS.send(message)
      return true
    } catch {
      // Try the journal next. Not logged, since the error's text may contain the event.
    }
  }
  try {
    await withTimeout(end - Date.now(), env.JOURNAL.getByName(event.marketplace).fallback(fitting))
    return true
  } catch {
    return false
  }
}
