/** A message of another version or shape is stored whole in its marketplace's journal, to run once it is readable. */

import { withTimeout } from '../limits/timeout'
import type { QueueMessage } from '../model/message'
import { findMarketplace } from '../model/read-message'
import { standInFor, UNREADABLE } from '../model/unreadable-message'
import { type Delivery, requeue } from './delivery'
import { type DispatchPorts, JOURNAL_ANSWERS_MS } from './ports'

/** Without a recognizable marketplace, the message can only be logged. */
export async function parkUnreadable(message: Message<unknown>, ports: DispatchPorts): Promise<void> {
  const marketplace = findMarketplace(message.body)
  if (marketplace === null) {
    ports.log({ at: 'dispatch.unreadable', message: message.id, attempts: message.attempts })
    message.ack()
    return
  }
  const standIn = standInFor(message.body, { id: message.id, marketplace, at: message.timestamp.getTime() })
  try {
    await withTimeout(JOURNAL_ANSWERS_MS, ports.journal(marketplace).park(standIn, UNREADABLE))
    message.ack()
  } catch {
    const delivery: Delivery = { message, body: standIn, marketplace }
    await requeue(delivery, 60, { ...ports, send: (_, delay) => ports.send([message.body as QueueMessage], delay) })
  }
}
