/** The dead-letter queue: what no retry could settle is parked in its marketplace's journal. */
import { again, bodyOf, type Delivery } from './delivery'
import type { Ports } from './ports'
import { setAside } from './unreadable-message'

const AGAIN_SECONDS = 60
const SENTENCE = 'No retry could settle this. It is tried again every six hours, and at once when you run it.'

/** Never throws; a message whose journal does not answer stays in the queue. */
export async function bury(messages: readonly Message<unknown>[], ports: Ports): Promise<void> {
  await Promise.all(messages.map((message) => buryOne(message, ports)))
}

async function buryOne(message: Message<unknown>, ports: Ports): Promise<void> {
  const body = bodyOf(message)
  if (body === null) return setAside(message, ports)
  const marketplace = body.kind === 'event' ? body.event.marketplace : body.marketplace
  const delivery: Delivery = { message, body, marketplace }
  try {
    await ports.journal(marketplace).park(body, SENTENCE)
    message.ack()
  } catch (error) {
    ports.log({ at: 'dispatch.bury', marketplace, error: String(error) })
    await again(delivery, AGAIN_SECONDS, ports)
  }
}
