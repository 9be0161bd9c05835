/**
 * Consumer of both queues. Never throws: each message is acked or requeued with its own delay. A batch costs one round
 * trip to D1; marketplaces then run in parallel, each with one call to its journal and one to each of its sites.
 */

import type { Env } from '../env'
import { withTimeout } from '../limits/timeout'
import { readMessage } from '../model/read-message'
import type { BatchSettings } from './batch-settings'
import { listCandidates } from './candidate-triggers'
import { applyCurrentRules } from './current-rules'
import { parkDeadLetters } from './dead-letter'
import { type Delivery, requeue, retryDelay } from './delivery'
import { createPorts, D1_ANSWERS_MS, type DispatchPorts } from './ports'
import { receiveDeliveries } from './receive'
import { settleAll } from './settle'
import { parkUnreadable } from './unreadable-message'

/** Suffix of the dead-letter queue's name in wrangler.toml. */
const DEAD_LETTERS = '-dead'

export async function dispatch(batch: MessageBatch<unknown>, env: Env, _ctx: ExecutionContext): Promise<void> {
  await deliver(batch, createPorts(env))
}

export async function deliver(batch: MessageBatch<unknown>, ports: DispatchPorts): Promise<void> {
  if (batch.queue.endsWith(DEAD_LETTERS)) {
    await parkDeadLetters(batch.messages, ports)
  } else {
    await deliverEvents(batch.messages, ports)
  }
}

async function deliverEvents(messages: readonly Message<unknown>[], ports: DispatchPorts): Promise<void> {
  const deliveries = messages.flatMap((message) => parseDelivery(message) ?? [])
  const unreadable = messages.filter((message) => !deliveries.some((delivery) => delivery.message === message))
  await Promise.all([
    ...unreadable.map((message) => parkUnreadable(message, ports)),
    deliverReadable(deliveries, ports).catch(async (error) => {
      ports.log({ at: 'dispatch.events', error: String(error) })
      await Promise.all(deliveries.map((one) => requeue(one, retryDelay(one.message.attempts), ports)))
    }),
  ])
}

async function deliverReadable(deliveries: Delivery[], ports: DispatchPorts): Promise<void> {
  if (deliveries.length === 0) {
    return
  }
  const byMarketplace = Map.groupBy(deliveries, (delivery) => delivery.marketplace)
  const settings = await loadBatchSettings(deliveries, ports)
  await Promise.all(
    [...byMarketplace].map(async ([marketplace, own]) => {
      const { tasks, others } = await receiveDeliveries(marketplace, own, settings, ports)
      const current = applyCurrentRules(tasks, settings.rules, ports)
      await Promise.all([current.then((settled) => settleAll(settled, settings, ports)), ...others])
    }),
  )
}

function loadBatchSettings(deliveries: Delivery[], ports: DispatchPorts): Promise<BatchSettings> {
  const wanted = deliveries.flatMap(({ body }) => (body.kind === 'event' ? listCandidates(body.event) : []))
  const marketplaces = deliveries.map((delivery) => delivery.marketplace)
  return withTimeout(D1_ANSWERS_MS, ports.settings(wanted, marketplaces))
}

function parseDelivery(message: Message<unknown>): Delivery | null {
  const body = readMessage(message.body)
  if (body === null) {
    return null
  }
  return { message, body, marketplace: body.kind === 'event' ? body.event.marketplace : body.marketplace }
}
