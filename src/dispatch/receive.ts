/** Events and firings of one marketplace come in: the journal says what is to be settled, and on whose message. */

import type { Received } from '../journal/queries'
import { MESSAGE_VERSION, type QueueMessage } from '../model/message'
import { again, type Delivery, ourFaultDelay } from './delivery'
import { notesOf } from './notes'
import type { JournalPort, Ports } from './ports'
import { named } from './product-names'
import type { Settings } from './settings'
import type { Task } from './settle'
import { inTime } from './timeout'

type EventDelivery = Delivery<QueueMessage & { kind: 'event' }>
type FiringDelivery = Delivery<QueueMessage & { kind: 'firing' }>

/** A journal answers at once; a longer wait means it is in trouble. */
const JOURNAL_ANSWERS_MS = 5_000
const NOTES_TAKEN_MS = 4_000
const SEND_AT_ONCE = 100
/** An event the journal cannot write down is parked after so many deliveries. */
const TRIES_BEFORE_PARKING = 20

/** Firings to settle now, and the end of the messages that need no settling. */
export interface TakenIn {
  tasks: Task[]
  others: Promise<void>[]
}

/** Never throws. */
export async function takeIn(
  marketplace: string,
  deliveries: Delivery[],
  settings: Settings,
  ports: Ports,
): Promise<TakenIn> {
  const journal = ports.journal(marketplace)
  const events = deliveries.filter((one): one is EventDelivery => one.body.kind === 'event')
  const firings = deliveries.filter((one): one is FiringDelivery => one.body.kind === 'firing')
  const [ofEvents, ofFirings] = await Promise.all([
    orLater(events, ports, () => takeEvents(journal, events, settings, ports)),
    orLater(firings, ports, () => takeFirings(journal, firings)),
  ])
  return { tasks: [...ofEvents.tasks, ...ofFirings.tasks], others: [...ofEvents.others, ...ofFirings.others] }
}

async function takeFirings(journal: JournalPort, deliveries: FiringDelivery[]): Promise<TakenIn> {
  if (deliveries.length === 0) return { tasks: [], others: [] }
  const found = await inTime(JOURNAL_ANSWERS_MS, journal.firings(deliveries.map((one) => one.body.firing)))
  const tasks = deliveries.flatMap((delivery, index): Task[] => {
    const settle = found[index] ?? null
    // Final already: a message that came twice, or a rule that went off meanwhile.
    if (settle === null) delivery.message.ack()
    return settle === null ? [] : [{ delivery, settle, also: Promise.resolve(true) }]
  })
  return { tasks, others: [] }
}

async function takeEvents(
  journal: JournalPort,
  deliveries: EventDelivery[],
  settings: Settings,
  ports: Ports,
): Promise<TakenIn> {
  if (deliveries.length === 0) return { tasks: [], others: [] }
  const arrivals = deliveries.map(({ body: { event } }) => ({
    event: named(event, settings.names),
    candidates: settings.rules.filter(
      (rule) =>
        rule.marketplace === event.marketplace &&
        event.items.some((item) => rule.product === item.productId || rule.product === '*'),
    ),
  }))
  const all = await inTime(JOURNAL_ANSWERS_MS, journal.receiveAll(arrivals))
  const taken: TakenIn = { tasks: [], others: [] }
  for (const [index, delivery] of deliveries.entries()) {
    const received = all[index] ?? null
    const [only, ...more] = received?.firings ?? []
    if (received === null) {
      taken.others.push(unwritable(journal, delivery, ports))
    } else if (only !== undefined && more.length === 0) {
      const settle = { ...only, event: received.event }
      taken.tasks.push({ delivery, settle, also: tellOthers(delivery, received, settings, ports) })
    } else {
      taken.others.push(passOn(delivery, received, settings, ports))
    }
  }
  return taken
}

/** One firing is settled on its event's own message; several get one each, and none lets it go. */
async function passOn(delivery: EventDelivery, received: Received, settings: Settings, ports: Ports): Promise<void> {
  const [told, sent] = await Promise.all([
    tellOthers(delivery, received, settings, ports),
    passedOn(delivery, received, ports),
  ])
  if (told && sent) delivery.message.ack()
  else await again(delivery, ourFaultDelay(delivery.message.attempts), ports)
}

async function passedOn(delivery: EventDelivery, received: Received, ports: Ports): Promise<boolean> {
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
      await ports.send(messages.slice(at, at + SEND_AT_ONCE), 0)
    }
    return true
  } catch {
    return false
  }
}

/** Sites without a firing learn what they must; products nobody knew are added. False where any of it failed. */
async function tellOthers(
  delivery: EventDelivery,
  received: Received,
  settings: Settings,
  ports: Ports,
): Promise<boolean> {
  if (received.status === 'repeat') return true
  const told = [...notesOf(received, settings.integrations)].map(([site, notes]) => ports.site(site).note(notes))
  const added = received.newProducts.length === 0 ? [] : [ports.addProducts(delivery.marketplace, received.newProducts)]
  try {
    await inTime(NOTES_TAKEN_MS, Promise.all([...told, ...added]))
    return true
  } catch (error) {
    ports.log({ at: 'dispatch.tell', marketplace: delivery.marketplace, error: String(error) })
    return false
  }
}

async function unwritable(journal: JournalPort, delivery: EventDelivery, ports: Ports): Promise<void> {
  const { message, body } = delivery
  if (message.attempts >= TRIES_BEFORE_PARKING) {
    try {
      await journal.park(body, 'This event could not be worked on, again and again.')
      message.ack()
      return
    } catch {
      // Not even that: it goes on being tried.
    }
  }
  await again(delivery, ourFaultDelay(message.attempts), ports)
}

/** What fails as a whole comes back as a whole. */
async function orLater(deliveries: Delivery[], ports: Ports, take: () => Promise<TakenIn>): Promise<TakenIn> {
  try {
    return await take()
  } catch (error) {
    ports.log({ at: 'dispatch.journal', marketplace: deliveries[0]?.marketplace, error: String(error) })
    await Promise.all(deliveries.map((one) => again(one, ourFaultDelay(one.message.attempts), ports)))
    return { tasks: [], others: [] }
  }
}
