import { withTimeout } from '../limits/timeout'
import { type Delivery, requeue, retryDelay } from './delivery'
import { type DispatchPorts, JOURNAL_ANSWERS_MS } from './ports'

/** Deliveries of one message. */
export const TRIES_BEFORE_PARKING = 20

/** Requeues until it was tried often enough, or while the journal cannot park it. Never throws. */
export async function parkOrRequeue(delivery: Delivery, reason: string, ports: DispatchPorts): Promise<void> {
  const { message, body, marketplace } = delivery
  if (message.attempts >= TRIES_BEFORE_PARKING) {
    try {
      await withTimeout(JOURNAL_ANSWERS_MS, ports.journal(marketplace).park(body, reason))
      message.ack()
      return
    } catch (error) {
      ports.log({ at: 'dispatch.park', marketplace, error: String(error) })
    }
  }
  await requeue(delivery, retryDelay(message.attempts), ports)
}
