/** A firing whose outcome the journal cannot write down, or cannot even be read. */
import { describe, expect, test } from 'vitest'
import type { FiringAnswer } from '../../src/journal/queries'
import { sampleEvent } from '../journal/samples'
import { eventMessage, World } from './world'

const BAD = 'c.bad~1'

const events = ['bad', 'good', 'fine'].map((id) => sampleEvent({ id, orderId: id }))
const bodies = events.map(eventMessage)

function recording() {
  const recorded: string[] = []
  const record = async (answers: FiringAnswer[]) => {
    if (answers.some(({ firing }) => firing === BAD)) {
      throw new Error('that receipt cannot be saved')
    }
    recorded.push(...answers.map(({ firing }) => firing))
  }
  return { recorded, record }
}

describe('An outcome that cannot be recorded', () => {
  test('holds up no other of its batch', async () => {
    const { recorded, record } = recording()
    expect(await new World({ record }).deliver(bodies)).toEqual([{ again: 5 }, 'ack', 'ack'])
    expect(recorded.toSorted()).toEqual(['c.fine~1', 'c.good~1'])
  })

  test('is parked with its reason after twenty tries', async () => {
    const world = new World({ record: recording().record })
    expect(await world.deliver(bodies, { attempts: 20 })).toEqual(['ack', 'ack', 'ack'])
    expect(world.parked).toMatchObject([
      { message: { event: { id: 'bad' } }, reason: expect.stringMatching(/could not be stored/) },
    ])
  })

  test('nor parked stays in the queue', async () => {
    const { record } = recording()
    const park = () => Promise.reject(new Error('that receipt cannot be read'))
    expect(await new World({ record, park }).deliver(bodies, { attempts: 20 })).toEqual([{ again: 300 }, 'ack', 'ack'])
  })
})

describe('An outcome that cannot be recorded', () => {
  test('a firing that the journal cannot read holds up no other', async () => {
    const world = new World()
    const { firings } = world.ports.journal('m1')
    await world.ports.journal('m1').receiveAll(events.map((event) => ({ event, candidates: world.settings.rules })))
    const read = async (ids: string[]) => {
      if (ids.includes(BAD)) {
        throw new Error('that receipt cannot be read')
      }
      return firings(ids)
    }
    const journal = world.ports.journal
    world.ports.journal = (marketplace) => ({ ...journal(marketplace), firings: read })
    const messages = events.map(({ id, marketplace }) => ({
      v: 1,
      kind: 'firing',
      marketplace,
      event: id,
      firing: `c.${id}~1`,
      copies: 0,
    }))
    expect(await world.deliver(messages)).toEqual([{ again: 5 }, 'ack', 'ack'])
  })
})
