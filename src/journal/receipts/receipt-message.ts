import { isUnreadable } from '../../model/event'
import { fitToMessage } from '../../model/fit-to-message'
import { MESSAGE_VERSION, type QueueMessage, toEventMessage } from '../../model/message'
import { type Receipt, type Result, toOpenFiring } from './receipt'

/** The message that takes an open entry to its site; for an unreadable message, that message. */
export function buildMessage(receipt: Receipt, result: Result): QueueMessage[] {
  if (isUnreadable(receipt.event)) {
    return [JSON.parse(receipt.event.body) as QueueMessage]
  }
  const firing = toOpenFiring(receipt, result)?.firing
  if (firing === undefined) {
    return [eventMessage(receipt)]
  }
  const { marketplace, id } = receipt.event
  return [{ v: MESSAGE_VERSION, kind: 'firing', marketplace, event: id, firing: firing.id, copies: 0 }]
}

/** Since the queue took it, names were added, or a person's choice. */
export function eventMessage({ event }: Receipt): QueueMessage {
  return toEventMessage(fitToMessage(event))
}
