/** Intake's only durable write. */

import type { Env } from '../env'
import { withTimeout } from '../limits/timeout'
import type { MarketEvent } from '../model/event'
import { fitToMessage } from '../model/fit-to-message'
import { MESSAGE_VERSION, type QueueMessage } from '../model/message'

const TRIES = 2
/** A queue was seen to hang for a minute before it refused. Both tries and the journal fit into five seconds. */
const QUEUE_TAKES_MS = 2_000
const JOURNAL_TAKES_MS = 4_000

/** Sends the event to the queue, or after two refusals to the journal. False when neither took it. */
export async function enqueue(event: MarketEvent, env: Pick<Env, 'EVENTS' | 'JOURNAL'>): Promise<boolean> {
  const fitting = fitToMessage(event)
  const message: QueueMessage = { v: MESSAGE_VERSION, kind: 'event', event: fitting, copies: 0 }
  for (let attempt = 0; attempt < TRIES; attempt++) {
    try {
      await withTimeout(QUEUE_TAKES_MS, env.EVENTS.send(message))
      return true
    } catch {
      // Try the journal next. Not logged, since the error's text may contain the event.
    }
  }
  try {
    await withTimeout(JOURNAL_TAKES_MS, env.JOURNAL.getByName(event.marketplace).fallback(fitting))
    return true
  } catch {
    return false
  }
}
