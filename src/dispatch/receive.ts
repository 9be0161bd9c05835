/** Takes in a marketplace's events and firings; the journal decides what is to be settled. */

import type { DueFiring, ReceiveResult } from '../journal/queries'
import { withTimeout } from '../limits/timeout'
import { MESSAGE_VERSION, type QueueMessage } from '../model/message'
import { sendArrivals } from './arrivals'
import type { BatchSettings } from './batch-settings'
import { type Delivery, requeue, retryDelay } from './delivery'
import { notifyOthers } from './notify-others'
import { isObjectFailure } from './object-failure'
import { parkOrRequeue } from './park'
import { type DispatchPorts, JOURNAL_ANSWERS_MS, type JournalPort, QUEUE_TAKES_MS } from './ports'
import type { Task } from './settle'

type EventDelivery = Delivery<QueueMessage & { kind: 'event' }>
type FiringDelivery = Delivery<QueueMessage & { kind: 'firing' }>

const SEND_AT_ONCE = 100
const UNWRITABLE = 'This event could not be processed, even after several tries.'

/** `others`: messages finished without settling. */
interface ReceivedWork {
  tasks: Task[]
  others: Promise<void>[]
}

/** Never throws. */
export async function receiveDeliveries(
  marketplace: string,
  deliveries: Delivery[],
  settings: BatchSettings,
  ports: DispatchPorts,
): Promise<ReceivedWork> {
  const journal = ports.journal(marketplace)
  const events = deliveries.filter((one): one is EventDelivery => one.body.kind === 'event')
  const firings = deliveries.filter((one): one is FiringDelivery => one.body.kind === 'firing')
  const both = await Promise.all([
    orRequeue(events, ports, () => receiveEvents(journal, events, settings, ports)),
    orRequeue(firings, ports, () => receiveFirings(journal, firings, ports)),
  ])
  return joinWork(both)
}

/** One call for all of them; where that fails, one each, so that a single bad one does not hold up the rest. */
async function receiveFirings(
  journal: JournalPort,
  deliveries: FiringDelivery[],
  ports: DispatchPorts,
): Promise<ReceivedWork> {
  if (deliveries.length === 0) {
    return { tasks: [], others: [] }
  }
  const ids = deliveries.map((one) => one.body.firing)
  let found: (DueFiring | null)[]
  try {
    found = await withTimeout(JOURNAL_ANSWERS_MS, journal.firings(ids))
  } catch (error) {
    if (deliveries.length === 1 || isObjectFailure(error)) {
      throw error
    }
    const each = deliveries.map((one) => orRequeue([one], ports, () => receiveFirings(journal, [one], ports)))
    return joinWork(await Promise.all(each))
  }
  const tasks = deliveries.flatMap((delivery, index): Task[] => {
    const settle = found[index] ?? null
    // Already final: a message delivered twice, or a rule that has since been switched off.
    if (settle === null) {
      delivery.message.ack()
    }
    return settle === null ? [] : [{ delivery, work: settle, notified: Promise.resolve(true) }]
  })
  return { tasks, others: [] }
}

async function receiveEvents(
  journal: JournalPort,
  deliveries: EventDelivery[],
  settings: BatchSettings,
  ports: DispatchPorts,
): Promise<ReceivedWork> {
  if (deliveries.length === 0) {
    return { tasks: [], others: [] }
  }
  const events = deliveries.map(({ body }) => body.event)
  const all = await sendArrivals(journal, events, settings, ports)
  const taken: ReceivedWork = { tasks: [], others: [] }
  for (const [index, delivery] of deliveries.entries()) {
    const received = all[index] ?? null
    const [only, ...more] = received?.firings ?? []
    if (received === null) {
      taken.others.push(parkOrRequeue(delivery, UNWRITABLE, ports))
    } else if (only !== undefined && more.length === 0) {
      const settle = { ...only, event: received.event }
      taken.tasks.push({ delivery, work: settle, notified: notifyOthers(delivery, received, settings, ports) })
    } else {
      taken.others.push(fanOut(delivery, received, settings, ports))
    }
  }
  return taken
}

/** A single firing settles on its event's own message; several get a message each. */
async function fanOut(
  delivery: EventDelivery,
  received: ReceiveResult,
  settings: BatchSettings,
  ports: DispatchPorts,
): Promise<void> {
  const [notified, sent] = await Promise.all([
    notifyOthers(delivery, received, settings, ports),
    sendFirings(delivery, received, ports),
  ])
  if (notified && sent) {
    delivery.message.ack()
  } else {
    await requeue(delivery, retryDelay(delivery.message.attempts), ports)
  }
}

async function sendFirings(delivery: EventDelivery, received: ReceiveResult, ports: DispatchPorts): Promise<boolean> {
  const messages = received.firings.map(
    ({ firing }): QueueMessage => ({
      v: MESSAGE_VERSION,
      kind: 'firing',
      marketplace: delivery.marketplace,
      event: received.event.id,
      firing: firing.id,
      copies: 0,
    }),
  )
  try {
    for (let at = 0; at < messages.length; at += SEND_AT_ONCE) {
      await withTimeout(QUEUE_TAKES_MS, ports.send(messages.slice(at, at + SEND_AT_ONCE), 0))
    }
    return true
  } catch {
    return false
  }
}

/** A failed call requeues its whole batch. */
async function orRequeue(
  deliveries: Delivery[],
  ports: DispatchPorts,
  take: () => Promise<ReceivedWork>,
): Promise<ReceivedWork> {
  try {
    return await take()
  } catch (error) {
    ports.log({ at: 'dispatch.journal', marketplace: deliveries[0]?.marketplace, error: String(error) })
    await Promise.all(deliveries.map((one) => requeue(one, retryDelay(one.message.attempts), ports)))
    return { tasks: [], others: [] }
  }
}

function joinWork(all: ReceivedWork[]): ReceivedWork {
  return { tasks: all.flatMap(({ tasks }) => tasks), others: all.flatMap(({ others }) => others) }
}
