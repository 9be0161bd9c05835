/** A message of another version or shape is kept whole, to run once it is readable. */
import { EVENT_VERSION, toStoredReports, toStoredSource } from './event'
import { MESSAGE_VERSION, type QueueMessage } from './message'

export const UNREADABLE = 'This message is of a version or shape this installation cannot read. It is kept as it came.'

/** An event that fires nothing and carries the message as its body. @param at epoch ms */
export function standInFor(
  body: unknown,
  { id, marketplace, at }: { id: string; marketplace: string; at: number },
): QueueMessage & { kind: 'event' } {
  return {
    v: MESSAGE_VERSION,
    kind: 'event',
    copies: 0,
    event: {
      v: EVENT_VERSION,
      id: `message-${id}`,
      marketplace,
      ...toStoredSource({ kind: 'unreadable' }),
      ...toStoredReports('triggers'),
      type: null,
      typeWord: 'Unreadable message',
      problem: UNREADABLE,
      happenedAt: at,
      receivedAt: at,
      test: null,
      customer: null,
      orderId: null,
      items: [],
      customFields: {},
      body: JSON.stringify(body),
    },
  }
}
