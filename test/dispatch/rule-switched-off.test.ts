/** A rule that was switched off or deleted since it matched: what waits for it ends, though the journal was not notified. */
import { beforeEach, describe, expect, test } from 'vitest'
import type { Rule } from '../../src/model/rule'
import { AT, final, sampleEvent, sampleItem, sampleRule, waits } from '../journal/samples'
import { eventMessage, World } from './world'

const firing = { v: 1, kind: 'firing', marketplace: 'm1', event: 'e1', firing: 'c.e1~1', copies: 0 }

let world: World

beforeEach(() => {
  world = new World()
  world.answer = () => waits('pace', AT + 60_000)
})

/** The rules as they are now. */
function now(rules: Rule[]): void {
  world.settings = { ...world.settings, rules }
  world.answer = () => final()
}

describe.each([
  ['switched off', [sampleRule({ on: false })]],
  ['deleted', []],
])('A firing whose rule was %s while it waited', (_, rules) => {
  test.each([
    ['its event’s message', eventMessage(sampleEvent())],
    ['its own message', firing],
  ])('ends “rule off” on %s, and its site is not asked to settle it', async (_, message) => {
    expect(await world.deliver([eventMessage(sampleEvent())])).toEqual([{ again: 60 }])
    world.settled = []
    now(rules)
    if (message !== firing) {
      world.keepMatched()
    }
    expect(await world.deliver([message])).toEqual(['ack'])
    expect(world.recorded.at(-1)?.settling).toMatchObject({ final: true, outcome: 'rule off' })
    expect(world.settled).toEqual([])
  })
})

describe('A rule that was switched off', () => {
  test('A firing whose rule listens for something else by now runs as it was matched', async () => {
    await world.deliver([eventMessage(sampleEvent())])
    now([sampleRule({ product: 'p9', trigger: 'product.refunded' })])
    expect(await world.deliver([firing])).toEqual(['ack'])
    expect(world.recorded.at(-1)?.settling).toMatchObject({ final: true, outcome: 'enrolled' })
  })

  test.each([
    ['that a person runs again', { person: 'Ben' }],
    ['whose grant stands, and whose access begins later,', { granted: true as const }],
  ])('A firing %s runs though its rule is off', async (_, different) => {
    await world.deliver([eventMessage(sampleEvent())])
    now([])
    world.changeOpen('c.e1~1', different)
    await world.deliver([firing])
    expect(world.recorded.at(-1)?.settling).toMatchObject({ outcome: 'enrolled' })
  })

  test('A replay ends with its rule, for it asked for the rules of its time', async () => {
    await world.deliver([eventMessage(sampleEvent())])
    now([])
    world.changeOpen('c.e1~1', { person: 'Ben', origin: 'replay' })
    await world.deliver([firing])
    expect(world.recorded.at(-1)?.settling).toMatchObject({ outcome: 'rule off' })
  })

  test('An event that just matched its rules is settled without another look at D1', async () => {
    await world.deliver([eventMessage(sampleEvent())])
    expect(world.ruleLookups).toBe(0)
  })

  test('A D1 that fails when it is asked leaves the firing in the queue, and settles the others', async () => {
    await world.deliver([eventMessage(sampleEvent())])
    now([sampleRule({ id: 'r2', product: 'p2' })])
    world.ports.rulesOff = () => Promise.reject(new Error('D1'))
    const other = eventMessage(sampleEvent({ id: 'e2', items: [sampleItem('p2')] }))
    expect(await world.deliver([firing, other])).toEqual([{ again: 5 }, 'ack'])
  })
})
