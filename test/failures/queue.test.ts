/** The queue's messages, and what is behind the consumer, fail in turn: nothing is lost, and no message waits for a bad one. */
import fc from 'fast-check'
import { afterEach, describe, expect, test, vi } from 'vitest'
import type { JournalPort } from '../../src/dispatch/ports'
import type { Settler } from '../../src/integrations/kind'
import { toSiteJob } from '../../src/integrations/thinkific/settings'
import type { FiringJob } from '../../src/model/firing-job'
import { eventMessage, World } from '../dispatch/world'
import { academy, PIANO } from '../integrations/thinkific/academy'
import { final, sampleEvent, sampleRule } from '../journal/samples'

afterEach(() => {
  vi.useRealTimers()
  vi.restoreAllMocks()
})

describe('The queue', () => {
  test('the status cannot be written after Thinkific acted', async () => {
    const shop = await academy()
    const { id, name, marketplace, site, sealedCredential, ...settings } = await shop.access('m1')
    const integration = {
      id,
      name,
      marketplace,
      kind: 'thinkific',
      site,
      sealedCredential,
      settings: { site, ...settings },
    }
    let down = true
    const world: World = new World({
      settle: (jobs: FiringJob[]) => shop.settle(jobs.map(toSiteJob)),
      record: async (answers) => {
        if (down) {
          throw new Error('the journal does not answer')
        }
        world.recorded.push(...answers)
      },
    })
    world.settings.integrations = [integration]
    world.settings.rules = [sampleRule({ integration: integration.id, target: PIANO })]
    expect(await world.deliver([eventMessage(sampleEvent())])).toEqual([{ again: 5 }])
    expect(shop.calls()).toEqual(['POST /users', 'POST /enrollments'])
    down = false
    expect(await world.deliver([eventMessage(sampleEvent())], { attempts: 2 })).toEqual(['ack'])
    expect(world.recorded).toMatchObject([{ settling: { final: true, outcome: 'enrolled' } }])
    expect(shop.calls()).toEqual([])
  })

  describe('an object is overloaded, or was reset', () => {
    const trouble = [{ overloaded: true }, { retryable: true }]

    test.each(trouble)('%j: the batch comes back, and the object is not asked for each', async (kind) => {
      let asked = 0
      const world = new World({
        settle: async () => {
          asked += 1
          throw Object.assign(new Error('Durable Object is in trouble'), kind)
        },
      })
      const batch = ['e1', 'e2', 'e3'].map((id) => eventMessage(sampleEvent({ id })))
      expect(await world.deliver(batch)).toEqual([{ again: 5 }, { again: 5 }, { again: 5 }])
      expect(asked).toBe(1)
    })

    test('a stub that threw is not used again', async () => {
      let threw = false
      const site = (): Settler => {
        let broken = false
        const settle: Settler['settle'] = async (jobs) => {
          broken ||= !threw
          threw = true
          if (broken) {
            throw new Error('this stub is broken')
          }
          return jobs.map(() => final())
        }
        return { settle, note: async () => [], foresee: async () => [] }
      }
      const world = new World({ settler: site })
      expect(await world.deliver(['e1', 'e2'].map((id) => eventMessage(sampleEvent({ id }))))).toEqual(['ack', 'ack'])
    })
  })

  test('some of a batch fail', async () => {
    const kinds = fc.array(fc.constantFrom('good', 'unreadable', 'choking', 'unwritable'), {
      minLength: 1,
      maxLength: 50,
    })
    await fc.assert(
      fc.asyncProperty(kinds, async (batch) => {
        const world = worldWith()
        const ends = await world.deliver(
          batch.map((kind, n) =>
            kind === 'unreadable' ? future(`${kind} ${n}`) : eventMessage(sampleEvent({ id: `${kind} ${n}` })),
          ),
        )
        const right = { good: 'ack', unreadable: 'ack', choking: { again: 5 }, unwritable: { again: 5 } }
        expect(ends).toEqual(batch.map((kind) => right[kind]))
        const good = batch.flatMap((kind, n) => (kind === 'good' ? [`good ${n}`] : []))
        const settled = world.recorded.filter(({ settling }) => settling.final).map((answer) => answer.event)
        expect(settled.sort()).toEqual(good.sort())
      }),
      { numRuns: 60, seed: 1 },
    )
  })
})

describe('a message that cannot be processed', () => {
  test('of a later version is kept whole, and acked', async () => {
    const world = new World()
    expect(await world.deliver([future('later'), eventMessage(sampleEvent())])).toEqual(['ack', 'ack'])
    const [parked] = world.parked
    expect(parked?.message.kind === 'event' && JSON.parse(parked.message.event.body)).toEqual(future('later'))
    expect(world.recorded.map((answer) => answer.event)).toEqual(['e1'])
  })

  test('that a site chokes on is parked after twenty tries, with a reason', async () => {
    const world = worldWith()
    expect(await world.deliver([eventMessage(sampleEvent({ id: 'choking' }))], { attempts: 20 })).toEqual(['ack'])
    expect(world.recorded[0]?.settling).toMatchObject({ final: false, parked: true, reason: 'internal' })
  })

  test('that its journal cannot write down is parked after twenty tries', async () => {
    const world = worldWith()
    expect(await world.deliver([eventMessage(sampleEvent({ id: 'unwritable' }))], { attempts: 20 })).toEqual(['ack'])
    expect(world.parked).toMatchObject([{ message: { event: { id: 'unwritable' } } }])
  })
})

/** A later release's message. */
const future = (id: string) => ({ ...eventMessage(sampleEvent({ id })), v: 9 })

/** A world whose site throws at what is `choking`, and whose journal cannot write down what is `unwritable`. */
function worldWith(): World {
  const world: World = new World()
  const { journal, settler } = world.ports
  const site = settler({ kind: 'thinkific', site: 'academy' })
  const receiveAll: JournalPort['receiveAll'] = async (arrivals) => {
    const received = await journal('m1').receiveAll(arrivals)
    return received.map((one, n) => (arrivals[n]?.event.id.startsWith('unwritable') ? null : one))
  }
  const settle: Settler['settle'] = async (jobs) => {
    if (jobs.some(({ firing }) => firing.event.startsWith('choking'))) {
      throw new Error('choked')
    }
    return site.settle(jobs)
  }
  world.ports.journal = () => ({ ...journal('m1'), receiveAll })
  world.ports.settler = () => ({ ...site, settle })
  return world
}
