import { withTimeout } from '../limits/timeout'
import type { QueueMessage } from '../model/message'
import { type DispatchPorts, QUEUE_TAKES_MS } from './ports'

export interface Delivery<Body extends QueueMessage = QueueMessage> {
  message: Message<unknown>
  body: Body
  marketplace: string
}

/** Cloudflare's documentation gives a queue's longest delay as 24 hours on some pages, 12 hours on others. */
const LONGEST_DELAY_SECONDS = 43_200
/** A message is replaced by a fresh copy before the queue drops it: after 100 retries, or 14 days (4 where an earlier version made it). */
const REPLACED_AT_ATTEMPTS = 90
const REPLACED_AT_AGE_MS = 2 * 86_400_000
/** A wait is a delivery too, and parking counts deliveries: after this many a waiting firing begins a new count. */
const REPLACED_AFTER_WAITS = 10
/** Delay after failures on our side, by number of attempts. */
const OUR_FAULT_SECONDS = [5, 10, 30, 60, 120, 300] as const

/** Whole seconds, capped at the queue's longest delay. @param at epoch ms */
export function delayUntil(at: number, now: number): number {
  return Math.min(Math.max(Math.ceil((at - now) / 1000), 1), LONGEST_DELAY_SECONDS)
}

export function retryDelay(attempts: number): number {
  return OUR_FAULT_SECONDS[Math.min(attempts, OUR_FAULT_SECONDS.length) - 1] ?? OUR_FAULT_SECONDS[0]
}

/** Sends a fresh copy when the queue is about to drop this one. Never throws. */
export function requeue(delivery: Delivery, seconds: number, ports: DispatchPorts): Promise<void> {
  return retryOrReplace(delivery, seconds, ports, REPLACED_AT_ATTEMPTS)
}

/** For a firing whose site said when to come back, so that only failures on our side add up to parking. Never throws. */
export function requeueWaiting(delivery: Delivery, seconds: number, ports: DispatchPorts): Promise<void> {
  return retryOrReplace(delivery, seconds, ports, REPLACED_AFTER_WAITS)
}

async function retryOrReplace(
  { message, body }: Delivery,
  seconds: number,
  ports: DispatchPorts,
  mostAttempts: number,
): Promise<void> {
  const age = ports.now() - message.timestamp.getTime()
  if (message.attempts >= mostAttempts || age >= REPLACED_AT_AGE_MS) {
    try {
      await withTimeout(QUEUE_TAKES_MS, ports.send([{ ...body, copies: body.copies + 1 }], seconds))
      message.ack()
      return
    } catch {
      // The old message still has retries left, and each tries this again.
    }
  }
  message.retry({ delaySeconds: seconds })
}
