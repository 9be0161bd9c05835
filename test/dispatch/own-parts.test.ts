/** The fault matrix over our own parts: whichever of them fails, stalls or is reset, each message ends and each firing settles once. */
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import type { DispatchPorts, JournalPort } from '../../src/dispatch/ports'
import type { Settler } from '../../src/integrations/kind'
import type { QueueMessage } from '../../src/model/message'
import { AT, sampleEvent, sampleItem, sampleRule } from '../journal/samples'
import { LONG_MS, MANNERS, type Manner, misbehave } from '../manners'
import { eventMessage, integration, World } from './world'

type Part = keyof DispatchPorts | keyof JournalPort | keyof Settler

const DAY_MS = 86_400_000
/** A batch is held no longer than this, by parts that stall one after another. */
const BATCH_MS = 40_000

const PARTS: Record<string, Part> = {
  'D1, asked for rules,': 'settings',
  'D1, given a new product,': 'addProducts',
  'the queue': 'send',
  'the journal, given an event,': 'receiveAll',
  'the journal, asked for a firing,': 'firings',
  'the journal, given an outcome,': 'record',
  'a site, given firings,': 'settle',
  'a site, given a note,': 'note',
  'a site, asked what it would do,': 'foresee',
}

let world: World

beforeEach(() => {
  vi.useFakeTimers()
  world = new World()
  world.settings = {
    ...world.settings,
    rules: [sampleRule(), sampleRule({ id: 'r2' }), sampleRule({ id: 'r3', product: 'p2', on: false })],
    integrations: [integration(), integration({ id: 'i2', site: 'other', settings: settingsOf('other') })],
  }
})

afterEach(() => {
  vi.useRealTimers()
})

describe.each(Object.entries(PARTS))('%s', (_, part) => {
  test.each(MANNERS)('%s: each message ends in time, and every firing settles once', async (manner) => {
    const restore = spoil(part, manner)
    const first = await delivered(start())
    expect(first).not.toContain(undefined)
    restore()
    await vi.advanceTimersByTimeAsync(2 * LONG_MS)
    await untilAcked(start(), first)
    const outcomes = Map.groupBy(world.recorded, ({ firing }) => firing)
    expect([...outcomes.keys()].sort()).toEqual(['c.e1~1', 'c.e1~2', 'c.e2~1'])
    for (const answers of outcomes.values()) {
      expect(new Set(answers.map(({ settling }) => settling.final && settling.outcome)).size).toBe(1)
    }
  })
})

describe('Our own parts', () => {
  test.each(MANNERS)('a journal that %s when a message is parked leaves it in the queue', async (manner) => {
    const restore = spoil('park', manner)
    const [end] = await delivered([eventMessage(sampleEvent())], 'events-dead', AT)
    expect(end).toEqual({ again: 60 })
    restore()
    expect(await delivered([eventMessage(sampleEvent())], 'events-dead')).toEqual(['ack'])
  })

  test('caller gone: a consumer that is ended in mid-batch costs nothing, for the queue brings its messages again', async () => {
    const restore = spoil('record', 'never answers')
    void world.deliver(start())
    await vi.advanceTimersByTimeAsync(0)
    restore()
    await untilAcked(start(), [undefined])
    expect(new Set(world.recorded.map(({ firing }) => firing))).toEqual(new Set(['c.e1~1', 'c.e1~2', 'c.e2~1']))
  })
})

/** One event with two firings, one with a rule that is off, both new to the other site. */
function start(): QueueMessage[] {
  const canceled = { type: 'subscription.canceled', orderId: 'o9' } as const
  const item = sampleItem('p3', { subscription: { id: 's1', failedAttempts: null, periodEnd: null } })
  return [
    eventMessage(sampleEvent({ id: 'e1' })),
    eventMessage(sampleEvent({ id: 'e2', items: [sampleItem('p2')] })),
    eventMessage(sampleEvent({ id: 'e3', ...canceled, items: [item] })),
  ]
}

/** How each message ended within the time a batch may take. One of three days is replaced by a fresh one. */
async function delivered(bodies: unknown[], queue = 'events', sentAt = AT - 3 * DAY_MS) {
  let ended: Awaited<ReturnType<World['deliver']>> = bodies.map(() => undefined)
  void world.deliver(bodies, { queue, sentAt }).then((ends) => {
    ended = ends
  })
  await vi.advanceTimersByTimeAsync(BATCH_MS)
  return ended
}

/** As the queue would: brings back what was not let go, and what was sent meanwhile. */
async function untilAcked(bodies: QueueMessage[], ends: unknown[]): Promise<void> {
  let open = bodies.filter((_, index) => ends[index] !== 'ack')
  for (let round = 0; round < 4; round += 1) {
    open.push(...world.sent.splice(0).map(({ message }) => message))
    if (open.length === 0) {
      return
    }
    const again = await delivered(open)
    open = open.filter((_, index) => again[index] !== 'ack')
  }
  throw new Error(`${open.length} messages never end`)
}

/** Returns how to fix it. */
function spoil(part: Part, manner: Manner): () => void {
  let spoiled = true
  const wrap = <Calls extends object>(calls: Calls): Calls =>
    new Proxy(calls, {
      get(target, name) {
        const call = Reflect.get(target, name) as (...args: unknown[]) => Promise<unknown>
        return name === part
          ? (...args: unknown[]) => (spoiled ? misbehave(manner, () => call(...args)) : call(...args))
          : call
      },
    })
  const { journal, settler } = world.ports
  Object.assign(world.ports, wrap(world.ports), {
    [part]: wrap(world.ports)[part as keyof DispatchPorts],
    journal: (marketplace: string) => wrap(journal(marketplace)),
    settler: (site: Parameters<typeof settler>[0]) => wrap(settler(site)),
  })
  return () => {
    spoiled = false
  }
}

function settingsOf(site: string) {
  return { site, scheme: 'api_key', requestsPerMinute: 120, siteWelcome: false } as const
}
