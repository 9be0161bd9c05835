import { afterEach, describe, expect, test, vi } from 'vitest'
import { listCandidates } from '../../src/dispatch/candidate-triggers'
import { addProductNames } from '../../src/dispatch/product-names'
import type { Settler } from '../../src/integrations/kind'
import { toStoredSource } from '../../src/model/event'
import type { Settling } from '../../src/model/outcome'
import { AT, about, final, sampleEvent, sampleItem, sampleRule, waits } from '../journal/samples'
import { eventMessage, integration, World } from './world'

const refuse = () => Promise.reject(new Error('out of order'))

afterEach(() => {
  vi.useRealTimers()
})

describe('an event with one firing', () => {
  test('is settled on its own message, recorded and acked', async () => {
    const world = new World()
    world.settings.mappings = [{ integration: 'i1', field: 'Company', definition: '55' }]
    expect(await world.deliver([eventMessage(sampleEvent({ customFields: { Company: 'Acme', Empty: '' } }))])).toEqual([
      'ack',
    ])
    expect(world.settled).toMatchObject([
      {
        site: 'academy',
        jobs: [
          { eventType: 'product.purchased', origin: 'event', fields: { 55: 'Acme' }, purchase: { orderId: 'o1' } },
        ],
      },
    ])
    expect(world.recorded).toEqual([{ event: 'e1', firing: 'c.e1~1', settling: final(), askedAt: AT }])
    expect(world.products).toEqual(['p1'])
  })

  test('has the merchant’s names for products its sender does not name', async () => {
    const world = new World()
    world.settings.names = [
      { marketplace: 'm1', product: 'p1', name: 'Club' },
      { marketplace: 'm2', product: 'p2', name: 'Another’s' },
    ]
    const items = [sampleItem('p1', { productName: null }), sampleItem('p2', { productName: null }), sampleItem('p1')]
    world.settings.rules = [sampleRule({ product: 'p1', trigger: 'product.purchased' })]
    await world.deliver([eventMessage(sampleEvent({ items: items.slice(0, 1) }))])
    expect(world.settled[0]?.jobs[0]?.purchase.productName).toBe('Club')
    expect(addProductNames(sampleEvent({ items }), world.settings.names).items.map((one) => one.productName)).toEqual([
      'Club',
      null,
      'Product p1',
    ])
  })

  test('comes back at the second its site reserved', async () => {
    const world = new World()
    world.answer = () => waits('pace', AT + 42_300)
    expect(await world.deliver([eventMessage(sampleEvent())])).toEqual([{ again: 43 }])
    expect(world.recorded).toHaveLength(1)
  })

  test('is acked when it is parked: the journal has it', async () => {
    const world = new World()
    world.answer = () => waits('credentials', AT, { parked: true })
    expect(await world.deliver([eventMessage(sampleEvent())])).toEqual(['ack'])
  })

  test('costs one look-up and one call to its site for a whole batch', async () => {
    const world = new World()
    const batch = Array.from({ length: 50 }, (_, n) => eventMessage(sampleEvent({ id: `e${n}` })))
    expect(await world.deliver(batch)).toEqual(batch.map(() => 'ack'))
    expect(world.lookups).toBe(1)
    expect(world.settled.map(({ jobs }) => jobs.length)).toEqual([50])
  })
})

describe('the rules looked up', () => {
  const triggers = (event: Parameters<typeof listCandidates>[0]) => listCandidates(event).map(({ trigger }) => trigger)

  test('are those of all an event may imply, of its subscription’s past too', () => {
    expect(triggers(sampleEvent())).toEqual(['product.purchased'])
    expect(triggers(about('s1', { type: 'product.refunded' }))).toEqual(['product.refunded'])
    expect(triggers(about('s1', { type: 'subscription.restarted' }))).toHaveLength(7)
    expect(triggers(about('s1', { type: 'product.purchased' }))).toEqual(
      expect.arrayContaining(['product.purchased', 'subscription.canceled']),
    )
    expect(listCandidates(sampleEvent({ type: null }))).toEqual([])
    expect(triggers(sampleEvent({ type: 'product.dispute_won' }))).toEqual([null])
  })
})

describe('an event with several firings', () => {
  test('sends a message for each and settles none itself', async () => {
    const world = new World()
    world.settings.rules = [sampleRule({ id: 'a' }), sampleRule({ id: 'b' })]
    expect(await world.deliver([eventMessage(sampleEvent())])).toEqual(['ack'])
    expect(world.settled).toEqual([])
    expect(world.sent.map(({ message }) => message)).toMatchObject([
      { kind: 'firing', marketplace: 'm1', event: 'e1', firing: 'c.e1~1' },
      { kind: 'firing', marketplace: 'm1', event: 'e1', firing: 'c.e1~2' },
    ])
    expect(await world.deliver(world.sent.map(({ message }) => message))).toEqual(['ack', 'ack'])
    expect(world.recorded.map(({ firing }) => firing)).toEqual(['c.e1~1', 'c.e1~2'])
  })

  test('keeps its own message while the queue refuses theirs', async () => {
    const world = new World({ send: refuse })
    world.settings.rules = [sampleRule({ id: 'a' }), sampleRule({ id: 'b' })]
    expect(await world.deliver([eventMessage(sampleEvent())])).toEqual([{ again: 5 }])
  })

  test('acks a firing that is final already', async () => {
    const world = new World()
    const body = { v: 1, kind: 'firing', marketplace: 'm1', event: 'e1', firing: 'c.e1~9', copies: 0 }
    expect(await world.deliver([body])).toEqual(['ack'])
  })
})

describe('an event nothing listens for', () => {
  test('is acked without a call', async () => {
    const world = new World()
    world.settings.rules = []
    expect(await world.deliver([eventMessage(sampleEvent())])).toEqual(['ack'])
    expect(world.settled).toEqual([])
  })

  test('says what a rule that is off would have done, and does nothing', async () => {
    const world = new World()
    world.settings.rules = [sampleRule({ on: false })]
    expect(await world.deliver([eventMessage(sampleEvent())])).toEqual(['ack'])
    expect(world.settled).toEqual([])
    expect(world.recorded[0]?.settling).toMatchObject({
      outcome: 'rule off',
      sentence:
        'The rule “Welcome” is off, so nothing was done. If it were on, the outcome would be “enrolled”: Ada would be enrolled.',
    })
  })

  test.each([
    ['was deleted', []],
    ['leads to another site by now', [integration({ site: 'another' })]],
  ])('ends a firing whose integration %s', async (_, integrations) => {
    const world = new World()
    world.settings.integrations = integrations
    expect(await world.deliver([eventMessage(sampleEvent())])).toEqual(['ack'])
    expect(world.recorded[0]?.settling).toMatchObject({ final: true, outcome: 'rule off' })
    expect(world.settled).toEqual([])
  })

  test('parks a firing whose integration’s settings cannot be read, and says what helps', async () => {
    const world = new World()
    world.settings.integrations = [integration({ settings: null })]
    expect(await world.deliver([eventMessage(sampleEvent())])).toEqual(['ack'])
    expect(world.recorded[0]?.settling).toMatchObject({ final: false, parked: true, reason: 'internal' })
    expect(JSON.stringify(world.recorded)).toContain('Save the integration again')
    expect([world.settled, world.notes]).toEqual([[], []])
  })
})

describe('sites of two kinds with one name', () => {
  test('are asked apart, each for its own', async () => {
    const asked: [string, string[]][] = []
    const settler = ({ kind }: { kind: string }): Settler => ({
      settle: async (jobs) => {
        asked.push([kind, jobs.map(({ firing }) => firing.id)])
        return jobs.map(() => final())
      },
      note: async () => [],
      foresee: async (events) =>
        events.map(({ jobs }) => ({ outcomes: jobs.map(() => ({ outcome: 'enrolled', sentence: '' })), effects: [] })),
    })
    const world = new World({ settler })
    world.settings.integrations = [integration(), integration({ id: 'i2', kind: 'library' })]
    world.settings.rules = [sampleRule(), sampleRule({ id: 'r2', product: 'p2', integration: 'i2' })]
    const both = [eventMessage(sampleEvent()), eventMessage(sampleEvent({ id: 'e2', items: [sampleItem('p2')] }))]
    expect(await world.deliver(both)).toEqual(['ack', 'ack'])
    expect(asked.sort()).toEqual([
      ['library', ['c.e2~1']],
      ['thinkific', ['c.e1~1']],
    ])
  })
})

describe('notes', () => {
  test('of an import are quiet, so that they raise no alarm', async () => {
    const world = new World()
    const refund = { type: 'product.refunded' as const, orderId: 'o9' }
    const imported = toStoredSource({ kind: 'import', format: 'samcart' })
    await world.deliver([
      eventMessage(sampleEvent({ ...refund, id: 'live' })),
      eventMessage(sampleEvent({ ...refund, id: 'past', ...imported })),
    ])
    const notes = world.notes.flatMap((one) => one.notes)
    expect(notes.map(({ event, quiet }) => [event, quiet])).toEqual([
      ['live', undefined],
      ['past', true],
    ])
  })

  const two = [integration(), integration({ id: 'i2', site: 'second' })]

  test('report an ending to every site that got no firing of it', async () => {
    const world = new World()
    world.settings.integrations = two
    world.settings.rules = [sampleRule({ trigger: 'product.refunded', action: 'expire_course' })]
    expect(await world.deliver([eventMessage(sampleEvent({ type: 'product.refunded' }))])).toEqual(['ack'])
    expect(world.notes).toMatchObject([{ site: 'second', notes: [{ event: 'e1', triggers: ['product.refunded'] }] }])
  })

  test('report a purchase that no rule acts on, which later events may be about', async () => {
    const world = new World()
    world.settings = {
      rules: [],
      integrations: two,
      mappings: [],
      names: [],
      zones: new Map(),
      listening: new Set<string>(),
    }
    await world.deliver([eventMessage(sampleEvent())])
    await world.deliver([eventMessage(about('s1', { id: 'e2' }))])
    expect(world.notes.map(({ site }) => site)).toEqual(['academy', 'second', 'academy', 'second'])
  })

  test('report a payment that no rule acts on, which moves what is paid for', async () => {
    const world = new World()
    world.settings = {
      rules: [],
      integrations: two,
      mappings: [],
      names: [],
      zones: new Map(),
      listening: new Set<string>(),
    }
    await world.deliver([eventMessage(sampleEvent({ type: 'subscription.charged', orderId: null }))])
    expect(world.notes.map(({ site }) => site)).toEqual(['academy', 'second'])
  })

  test('reach a site whose only firing belongs to a rule that is off', async () => {
    const world = new World()
    world.settings.rules = [sampleRule({ trigger: 'product.refunded', on: false })]
    await world.deliver([eventMessage(sampleEvent({ type: 'product.refunded' }))])
    expect(world.notes.map(({ site }) => site)).toEqual(['academy'])
  })

  test('keep the message until they are taken', async () => {
    const world = new World({ note: refuse })
    world.settings.rules = []
    expect(await world.deliver([eventMessage(sampleEvent({ type: 'product.refunded' }))])).toEqual([{ again: 5 }])
  })
})

describe('what fails on our side is tried again and never lost', () => {
  test.each([
    ['D1', { settings: refuse }],
    ['the journal, receiving', { receiveAll: refuse }],
    ['the journal, recording', { record: refuse }],
    ['an event that cannot be written down', { receiveAll: async () => [null] }],
    ['products that cannot be added', { addProducts: refuse }],
    ['a site', { settle: refuse }],
  ])('%s', async (_, broken) => {
    const world = new World(broken)
    expect(await world.deliver([eventMessage(sampleEvent())])).toEqual([{ again: 5 }])
    expect(await world.deliver([eventMessage(sampleEvent())], { attempts: 4 })).toEqual([{ again: 60 }])
  })

  test('one job a site chokes on keeps no other waiting', async () => {
    const world = new World({
      settle: async (jobs) => {
        if (jobs.some((job) => job.firing.event === 'bad')) {
          throw new Error('choked')
        }
        return jobs.map(() => final())
      },
    })
    const ends = await world.deliver([
      eventMessage(sampleEvent({ id: 'good' })),
      eventMessage(sampleEvent({ id: 'bad' })),
      eventMessage(sampleEvent({ id: 'fine' })),
    ])
    expect(ends).toEqual(['ack', { again: 5 }, 'ack'])
  })

  test('parks a job no site takes after twenty tries', async () => {
    const world = new World({ settle: refuse })
    expect(await world.deliver([eventMessage(sampleEvent())], { attempts: 20 })).toEqual(['ack'])
    expect(world.recorded[0]?.settling).toMatchObject({ final: false, parked: true, reason: 'internal' })
  })

  test('comes back ever later where the object itself fails at a job, and parks it after twenty tries', async () => {
    const world = new World()
    world.answer = () => waits('internal', AT + 1_000)
    const at = (attempts: number) => world.deliver([eventMessage(sampleEvent())], { attempts })
    expect([await at(1), await at(4), await at(19)]).toEqual([[{ again: 5 }], [{ again: 60 }], [{ again: 300 }]])
    expect(await at(20)).toEqual(['ack'])
    expect(world.recorded.at(-1)?.settling).toMatchObject({ parked: true, reason: 'internal' })
  })

  test('a site that does not answer delays no other site’s record', async () => {
    vi.useFakeTimers()
    const world = new World()
    world.settings.rules = [sampleRule(), sampleRule({ id: 'r2', marketplace: 'm2', integration: 'i2', site: 'slow' })]
    world.settings.integrations = [integration(), integration({ id: 'i2', marketplace: 'm2', site: 'slow' })]
    world.answer = (job) => (job.integration.site === 'slow' ? new Promise(() => {}) : final())
    const slow = ['e2', 'e3'].map((id) => eventMessage(sampleEvent({ id, marketplace: 'm2' })))
    const delivered = world.deliver([eventMessage(sampleEvent()), ...slow])
    await vi.advanceTimersByTimeAsync(10)
    expect(world.recorded.map(({ event: id }) => id)).toEqual(['e1'])
    await vi.advanceTimersByTimeAsync(4_000)
    expect(await delivered).toEqual(['ack', { again: 5 }, { again: 5 }])
    expect(world.settled.map(({ site, jobs }) => [site, jobs.length])).toEqual([
      ['academy', 1],
      ['slow', 2],
    ])
  })
})

describe('A firing that waits for its site', () => {
  test('is not parked for one failure on our side, however often it waited', async () => {
    const world = new World()
    const answers = [...Array.from({ length: 19 }, () => waits('held', AT + 60_000)), waits('internal', AT), final()]
    world.answer = () => answers.shift() ?? final()
    let [message, attempts] = [eventMessage(sampleEvent()), 1]
    const ends: unknown[] = []
    while (answers.length > 0) {
      const [end] = await world.deliver([message], { attempts })
      ends.push(end)
      const copy = world.sent.shift()?.message
      ;[message, attempts] = copy?.kind === 'event' ? [copy, 1] : [message, attempts + 1]
    }
    expect(world.recorded.filter(({ settling }) => !settling.final && settling.parked)).toEqual([])
    expect(world.recorded.at(-1)?.settling.final).toBe(true)
    expect(ends.length).toBe(21)
  })
})

describe('messages that wear out', () => {
  test.each([
    ['retried too often', { attempts: 95 }],
    ['waited ten times', { attempts: 10 }],
    ['about to expire', { sentAt: AT - 3 * 86_400_000 }],
  ])('are replaced by a fresh copy: %s', async (_, wear) => {
    const world = new World()
    world.answer = () => waits('held', AT + 600_000)
    expect(await world.deliver([eventMessage(sampleEvent())], wear)).toEqual(['ack'])
    expect(world.sent).toMatchObject([{ delay: 600, message: { kind: 'event', copies: 1 } }])
  })

  test('stay as they are when the queue refuses the copy', async () => {
    const world = new World({ send: refuse })
    world.answer = () => waits('held', AT + 600_000)
    expect(await world.deliver([eventMessage(sampleEvent())], { attempts: 95 })).toEqual([{ again: 600 }])
  })
})

describe('unreadable messages', () => {
  test('are set aside whole in their marketplace’s journal and keep no other waiting', async () => {
    const world = new World()
    const future = { ...eventMessage(sampleEvent({ id: 'later' })), v: 7 }
    expect(await world.deliver([future, eventMessage(sampleEvent())])).toEqual(['ack', 'ack'])
    expect(world.parked).toHaveLength(1)
    const [parked] = world.parked
    expect(parked?.message).toMatchObject({
      kind: 'event',
      event: { type: null, source: { kind: 'unreadable' }, marketplace: 'm1' },
    })
    expect(parked?.message.kind === 'event' && JSON.parse(parked.message.event.body)).toEqual(future)
  })

  test.each([
    ['items that are none', { items: [null] }],
    ['an item without a product', { items: [{}] }],
    ['an unknown type', { type: 'order.paid' }],
    ['a type but no customer', { customer: null }],
    ['no custom fields', { customFields: null }],
  ])('are those with %s, too', async (_, broken) => {
    const world = new World()
    const bad = eventMessage({ ...sampleEvent({ id: 'bad' }), ...broken } as never)
    expect(await world.deliver([bad, eventMessage(sampleEvent())])).toEqual(['ack', 'ack'])
    expect(world.parked).toHaveLength(1)
    expect(world.recorded.map(({ event: id }) => id)).toEqual(['e1'])
  })

  test.each([[null], ['text'], [{}], [{ v: 1, kind: 'event' }], [{ v: 1, kind: 'event', event: null }]])(
    'are logged and dropped when not even a marketplace is known: %j',
    async (body) => {
      const world = new World()
      expect(await world.deliver([body])).toEqual(['ack'])
      expect(world.lines).toContainEqual(expect.objectContaining({ at: 'dispatch.unreadable' }))
    },
  )
})

describe('the dead-letter queue', () => {
  test('parks what no retry could settle', async () => {
    const world = new World()
    expect(await world.deliver([eventMessage(sampleEvent())], { queue: 'events-dead' })).toEqual(['ack'])
    expect(world.parked).toMatchObject([{ message: { kind: 'event', event: { id: 'e1' } } }])
  })

  test('keeps what cannot even be parked', async () => {
    const world = new World({ park: refuse })
    expect(await world.deliver([eventMessage(sampleEvent())], { queue: 'events-dead' })).toEqual([{ again: 60 }])
  })
})

describe('the log lines', () => {
  const deliverOne = async (settling: Settling) => {
    const world = new World()
    world.answer = () => settling
    await world.deliver([eventMessage(sampleEvent({ items: [sampleItem()] }))])
    return world.lines
  }

  test.each([
    ['rejected by Thinkific', final('rejected by Thinkific')],
    ['unclear', final('unclear')],
    ['waiting: temporary', waits('temporary', AT + 60_000)],
    ['waiting: credentials', waits('credentials', AT, { parked: true })],
  ])('name a firing by its ids and outcome, without personal data: %s', async (outcome, settling) => {
    const lines = await deliverOne(settling)
    expect(lines).toMatchObject([{ at: 'dispatch.firing', firing: 'c.e1~1', rule: 'r1', outcome }])
    expect(JSON.stringify(lines)).not.toMatch(/\bada\b|byron/i)
  })

  test.each([final('enrolled'), final('kept'), waits('pace', AT + 60_000), waits('starts later', AT + 86_400_000)])(
    'are silent about what goes as planned: %j',
    async (settling) => {
      expect(await deliverOne(settling)).toEqual([])
    },
  )
})
