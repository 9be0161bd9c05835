/** Parks what no retry could settle in its marketplace's journal. */
import { withTimeout } from '../limits/timeout'
import { readMessage } from '../model/read-message'
import { type Delivery, requeue } from './delivery'
import { type DispatchPorts, JOURNAL_ANSWERS_MS } from './ports'
import { parkUnreadable } from './unreadable-message'

const AGAIN_SECONDS = 60
const SENTENCE = 'No retry could settle this. We’ll retry every six hours, or as soon as you run it.'

/** Never throws; if the journal does not respond, the message stays in the queue. */
export async function parkDeadLetters(messages: readonly Message<unknown>[], ports: DispatchPorts): Promise<void> {
  await Promise.all(messages.map((message) => parkDeadLetter(message, ports)))
}

async function parkDeadLetter(message: Message<unknown>, ports: DispatchPorts): Promise<void> {
  const body = readMessage(message.body)
  if (body === null) {
    return parkUnreadable(message, ports)
  }
  const marketplace = body.kind === 'event' ? body.event.marketplace : body.marketplace
  const delivery: Delivery = { message, body, marketplace }
  try {
    await withTimeout(JOURNAL_ANSWERS_MS, ports.journal(marketplace).park(body, SENTENCE))
    message.ack()
  } catch (error) {
    ports.log({ at: 'dispatch.dead-letter', marketplace, error: String(error) })
    await requeue(delivery, AGAIN_SECONDS, ports)
  }
}
