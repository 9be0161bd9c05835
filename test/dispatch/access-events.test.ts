/** What becomes of access becomes events of its own where rules listen, each once; what is foreseen waits for its day. */
import { describe, expect, test } from 'vitest'
import { ERASED } from '../../src/journal/customers/erasure'
import type { AccessChange } from '../../src/model/access'
import type { MarketEvent } from '../../src/model/event'
import type { QueueMessage } from '../../src/model/message'
import type { Settling } from '../../src/model/outcome'
import { PLAIN_OPTIONS, type Rule } from '../../src/model/rule'
import type { AccessTrigger } from '../../src/model/trigger'
import { AT, final, sampleEvent, sampleRule } from '../journal/samples'
import { eventMessage, integration, World } from './world'

const DAY_MS = 86_400_000
const COURSE = { kind: 'course', id: '7', name: 'Course Two' }
const END = AT + 30 * DAY_MS
const HOOK = integration({
  id: 'i2',
  name: 'CRM',
  kind: 'notify-url',
  site: 'i2',
  settings: { url: 'https://hooks.example.com/', postsPerSecond: 10 },
})

describe('a settlement that changed access', () => {
  test('asks nothing, reads nothing and sends nothing more where no rule is on access', async () => {
    const world = new World()
    world.answer = (job) => {
      expect(job).not.toHaveProperty('reportsAccess')
      return final()
    }
    expect(await world.deliver([eventMessage(sampleEvent())])).toEqual(['ack'])
    expect([world.lookups, world.ruleLookups, world.sent.length, world.recorded.length]).toEqual([1, 0, 0, 1])
  })

  test('sends one event before its outcome is recorded, the same however often it is delivered', async () => {
    const world = listening([onAccess('access.given')])
    const order: string[] = []
    world.ports.send = async (messages) => {
      order.push('sent')
      world.sent.push(...messages.map((message) => ({ message, delay: 0 })))
    }
    world.onRecord = () => order.push('recorded')
    await world.deliver([eventMessage(sampleEvent())])
    expect(order).toEqual(['sent', 'recorded'])
    const again = listening([onAccess('access.given')])
    await again.deliver([eventMessage(sampleEvent())])
    expect(eventsOf(world)).toEqual(eventsOf(again))
    expect(eventsOf(world)).toMatchObject([
      {
        type: 'access.given',
        source: { kind: 'access' },
        endpoint: '',
        dialect: 'access',
        happenedAt: AT + 5,
        receivedAt: AT + 5,
        customer: { email: 'ada@example.com', firstName: 'Ada' },
        orderId: 'o1',
        items: [{ productId: 'p1', fingerprint: null }],
        access: { target: COURSE, integration: { id: 'i1', name: 'Academy', kind: 'thinkific' }, endsAt: null },
      },
    ])
  })

  test('sends nothing for a rule that is off, of another product or another marketplace', async () => {
    const deaf = [
      onAccess('access.given', { on: false }),
      onAccess('access.given', { product: 'p2' }),
      onAccess('access.given', { marketplace: 'm2' }),
      onAccess('access.ended'),
    ]
    const world = listening(deaf)
    await world.deliver([eventMessage(sampleEvent())])
    expect(world.sent).toEqual([])
    expect(world.recorded).toHaveLength(1)
  })

  test('of a customer whose purchase another’s event named is about that customer', async () => {
    const world = listening([onAccess('access.given')])
    world.answer = () => reporting({ email: 'owner@example.com' })
    await world.deliver([eventMessage(sampleEvent())])
    expect(eventsOf(world)[0]?.customer).toEqual({
      email: 'owner@example.com',
      firstName: null,
      lastName: null,
      id: null,
    })
  })

  test('sends nothing about a customer who was erased meanwhile', async () => {
    const world = listening([onAccess('access.given')])
    const customer = { email: `${ERASED}x`, firstName: null, lastName: null, id: null }
    await world.deliver([eventMessage(sampleEvent({ customer }))])
    expect(world.sent).toEqual([])
    expect(world.recorded).toHaveLength(1)
  })

  test('is kept by the journal while the queue refuses; where neither takes it, nothing is recorded', async () => {
    const world = listening([onAccess('access.given')])
    world.ports.send = () => Promise.reject(new Error('refused'))
    expect(await world.deliver([eventMessage(sampleEvent())])).toEqual(['ack'])
    expect(world.kept).toMatchObject([{ type: 'access.given' }])
    expect(world.recorded).toHaveLength(1)

    const stuck = listening([onAccess('access.given')], { fallback: () => Promise.reject(new Error('stuck')) })
    stuck.ports.send = () => Promise.reject(new Error('refused'))
    expect(await stuck.deliver([eventMessage(sampleEvent())])).toEqual([{ again: 5 }])
    expect(stuck.recorded).toEqual([])
  })

  test('with an end sends its reminder and its lapse beside it; one that only moved, those alone', async () => {
    const world = listening([onAccess('access.given'), onAccess('access.ends_soon'), onAccess('access.ended')])
    world.answer = () => reporting({ end: END })
    await world.deliver([eventMessage(sampleEvent())])
    expect(eventsOf(world).map(({ type }) => type)).toEqual(['access.given', 'access.ends_soon', 'access.ended'])
    world.sent = []
    world.answer = () => reporting({ is: 'moved', end: END })
    await world.deliver([eventMessage(sampleEvent({ id: 'e2' }))])
    expect(eventsOf(world).map(({ type }) => type)).toEqual(['access.ends_soon', 'access.ended'])
  })
})

describe('a reminder', () => {
  const remind = onAccess('access.ends_soon', { options: { ...PLAIN_OPTIONS, noticeDays: 7 } })
  const turn = END - 7 * DAY_MS

  test('waits until so many days before the end, says so, and is posted then', async () => {
    const world = await reminding(remind)
    expect(await world.deliver([reminder()])).toEqual([{ again: 43_200 }])
    expect(world.settled).toEqual([])
    expect(world.recorded[0]?.settling).toMatchObject({
      final: false,
      at: turn,
      reason: 'ends later',
      parked: false,
      sentence:
        'Access to Course Two ends on December 20, 2026. If it still does then, this is posted on December 13, 2026.',
    })
    world.now = turn - 60_000
    expect(await world.deliver([reminder()], { sentAt: turn - 60_000 })).toEqual([{ again: 60 }])
    world.now = turn
    expect(await world.deliver([reminder()])).toEqual(['ack'])
    expect(world.settled).toMatchObject([{ site: 'i2', jobs: [{ eventType: 'access.ends_soon', happenedAt: turn }] }])
  })

  test.each([
    [
      { open: true, end: END + DAY_MS },
      'Access to Course Two now lasts until December 21, 2026, so nothing was posted.',
    ],
    [{ open: true, end: null }, 'Access to Course Two has no end now, so nothing was posted.'],
    [
      { open: false, end: AT + DAY_MS },
      'Access to Course Two had ended already, on November 21, 2026, so nothing was posted.',
    ],
    [{ open: false, end: END }, 'Access to Course Two had ended already, so nothing was posted.'],
    [{ open: false, end: null }, 'Access to Course Two had ended already, so nothing was posted.'],
  ])('is superseded where the ledger says %o', async (now, sentence) => {
    const world = await reminding(remind)
    world.now = turn
    world.accessNow = now
    expect(await world.deliver([reminder()])).toEqual(['ack'])
    expect(world.settled).toEqual([])
    expect(world.recorded[0]?.settling).toMatchObject({ final: true, outcome: 'superseded', sentence })
  })

  test('whose day is past is posted at once while the end is ahead', async () => {
    const world = await reminding({ ...remind, options: { ...PLAIN_OPTIONS, noticeDays: 365 } })
    world.now = AT
    expect(await world.deliver([reminder()])).toEqual(['ack'])
    expect(world.settled).toMatchObject([{ jobs: [{ happenedAt: AT }] }])
  })

  test('comes back while the ledger does not answer', async () => {
    const world = await reminding(remind)
    world.now = turn
    world.ports.access = () => Promise.reject(new Error('overloaded'))
    expect(await world.deliver([reminder()], { sentAt: turn })).toEqual([{ again: 5 }])
    expect(world.settled).toEqual([])
  })

  test('of a rule that was switched off is not asked about', async () => {
    const world = await reminding({ ...remind, on: false })
    world.now = turn
    expect(await world.deliver([reminder()])).toEqual(['ack'])
    expect(world.recorded[0]?.settling).toMatchObject({ outcome: 'rule off' })
  })
})

describe('What a receiver asks of the ledger', () => {
  test('an end that was foreseen is posted as ended once it has come, and only if it came as foreseen', async () => {
    const lapse = () => eventMessage({ ...foreseen('access.ended'), id: 'lapse' })
    const world = await reminding(onAccess('access.ended'))
    expect(await world.deliver([lapse()])).toEqual([{ again: 43_200 }])
    world.now = END
    world.accessNow = { open: false, end: END }
    expect(await world.deliver([lapse()])).toEqual(['ack'])
    expect(world.settled).toMatchObject([{ jobs: [{ eventType: 'access.ended', happenedAt: END }] }])

    for (const now of [
      { open: true, end: END + DAY_MS },
      { open: false, end: AT },
    ]) {
      const other = await reminding(onAccess('access.ended'))
      other.now = END
      other.accessNow = now
      await other.deliver([lapse()])
      expect(other.settled).toEqual([])
      expect(other.recorded[0]?.settling).toMatchObject({ outcome: 'superseded' })
    }
  })
})

function onAccess(trigger: AccessTrigger, different: Partial<Rule> = {}): Rule {
  return sampleRule({
    id: trigger,
    trigger,
    integration: 'i2',
    integrationName: 'CRM',
    site: 'i2',
    action: 'send_notify_url_post',
    target: { kind: 'notify_url', id: '', name: 'the Notify URL' },
    product: '*',
    ...different,
  })
}

function reporting(different: Partial<AccessChange> = {}): Settling {
  return { ...final(), access: [{ is: 'given', target: COURSE, end: null, at: AT + 5, ...different }] } as Settling
}

function listening(rules: Rule[], broken: ConstructorParameters<typeof World>[0] = {}): World {
  const world = new World(broken)
  const own = [...rules, sampleRule()]
  world.settings = { ...world.settings, rules: own, integrations: [integration(), HOOK], listening: new Set(['m1']) }
  world.answer = (job) => {
    expect(job.reportsAccess).toBe(true)
    return reporting()
  }
  return world
}

async function reminding(rule: Rule): Promise<World> {
  const world = listening([rule])
  world.answer = () => final('sent')
  world.accessNow = { open: true, end: END }
  return world
}

function foreseen(type: AccessTrigger): MarketEvent {
  const about = { id: 'i1', name: 'Academy', kind: 'thinkific', site: 'academy' }
  const access = { target: COURSE, integration: about, endsAt: END, foreseen: true as const }
  return sampleEvent({ id: 'soon', type, access })
}

function reminder(): QueueMessage {
  return eventMessage(foreseen('access.ends_soon'))
}

function eventsOf(world: World): MarketEvent[] {
  return world.sent.flatMap(({ message }) => (message.kind === 'event' ? [message.event] : []))
}
