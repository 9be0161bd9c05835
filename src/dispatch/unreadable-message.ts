/** A message of another version or shape is stored whole in its marketplace's journal, to run once it is readable. */

import { withTimeout } from '../limits/timeout'
import { EVENT_VERSION, toStoredSource } from '../model/event'
import { MESSAGE_VERSION, type QueueMessage } from '../model/message'
import { type Delivery, findMarketplace, requeue } from './delivery'
import { type DispatchPorts, JOURNAL_ANSWERS_MS } from './ports'

const SENTENCE = 'This message is of a version or shape this installation cannot read. It is kept as it came.'

/** Without a recognizable marketplace, the message can only be logged. */
export async function parkUnreadable(message: Message<unknown>, ports: DispatchPorts): Promise<void> {
  const marketplace = findMarketplace(message.body)
  if (marketplace === null) {
    ports.log({ at: 'dispatch.unreadable', message: message.id, attempts: message.attempts })
    message.ack()
    return
  }
  const standIn = buildStandIn(message, marketplace)
  try {
    await withTimeout(JOURNAL_ANSWERS_MS, ports.journal(marketplace).park(standIn, SENTENCE))
    message.ack()
  } catch {
    const delivery: Delivery = { message, body: standIn, marketplace }
    await requeue(delivery, 60, { ...ports, send: (_, delay) => ports.send([message.body as QueueMessage], delay) })
  }
}

/** An event that fires nothing and carries the message as its body. */
function buildStandIn(message: Message<unknown>, marketplace: string): QueueMessage & { kind: 'event' } {
  const at = message.timestamp.getTime()
  return {
    v: MESSAGE_VERSION,
    kind: 'event',
    copies: 0,
    event: {
      v: EVENT_VERSION,
      id: `message-${message.id}`,
      marketplace,
      ...toStoredSource({ kind: 'unreadable' }),
      tells: 'triggers',
      type: null,
      typeWord: 'Unreadable message',
      problem: SENTENCE,
      happenedAt: at,
      receivedAt: at,
      test: null,
      customer: null,
      orderId: null,
      items: [],
      customFields: {},
      body: JSON.stringify(message.body),
    },
  }
}
