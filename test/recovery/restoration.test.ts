import { beforeEach, describe, expect, test } from 'vitest'
import { answerRestore } from '../../src/recovery/restoration'
import { ObjectWithHistory } from './object-with-history'

let object: ObjectWithHistory
let wanted: number

beforeEach(() => {
  object = new ObjectWithHistory()
  object.write({ sales: 1 })
  wanted = object.now
  object.write({ sales: 2 })
})

describe('Restoring an object', () => {
  test('marks it first, with the way back, and changes nothing yet', async () => {
    const { mark } = await object.ask({ do: 'mark', id: 'restore-1', to: wanted })
    expect(mark).toEqual({ id: 'restore-1', bookmark: 'state-0', undo: 'state-1' })
    expect([object.rows.sales, object.restarting]).toEqual([2, false])
  })

  test('brings back the moment, without the mark, at its next start', async () => {
    await object.ask({ do: 'mark', id: 'restore-1', to: wanted })
    await object.ask({ do: 'restore', id: 'restore-1' })
    expect(object.restarting).toBe(true)
    object.startAgain()
    expect(object.rows).toEqual({ sales: 1 })
    expect(await object.ask({ do: 'look' })).toEqual({ mark: null })
  })

  test('goes back by the bookmark that was named as the way back', async () => {
    const { mark } = await object.ask({ do: 'mark', id: 'restore-1', to: wanted })
    await object.ask({ do: 'restore', id: 'restore-1' })
    object.startAgain()
    await object.ask({ do: 'mark', id: 'restore-2', to: mark?.undo ?? '' })
    await object.ask({ do: 'restore', id: 'restore-2' })
    object.startAgain()
    expect(object.rows.sales).toBe(2)
  })

  test('answers a repeated mark as the first time', async () => {
    const first = await object.ask({ do: 'mark', id: 'restore-1', to: wanted })
    object.write({ sales: 3 })
    expect(await object.ask({ do: 'mark', id: 'restore-1', to: wanted })).toEqual(first)
  })

  test('refuses a second restore beside the first, until that is canceled', async () => {
    await object.ask({ do: 'mark', id: 'restore-1', to: wanted })
    const { refusal } = await object.ask({ do: 'mark', id: 'restore-2', to: wanted })
    expect(refusal).toContain('Another restore, restore-1, was begun here')
    await object.ask({ do: 'cancel', id: 'restore-1' })
    expect((await object.ask({ do: 'mark', id: 'restore-2', to: wanted })).refusal).toBeUndefined()
  })

  test('refuses to restore what was not marked', async () => {
    expect((await object.ask({ do: 'restore', id: 'restore-1' })).refusal).toContain('No restore was begun here')
    expect(object.restarting).toBe(false)
  })

  test.each([
    ['to come', 10_000_000],
    ['older than 30 days', -31 * 86_400_000],
  ])('refuses a moment that is %s', async (_, to) => {
    expect((await object.ask({ do: 'mark', id: 'restore-1', to })).refusal).toContain('the last 30 days')
  })

  test('says so where the runtime keeps no earlier states', async () => {
    const none = async () => {
      throw new Error('not implemented')
    }
    const history = { now: none, at: none, restoreAtNextStart: none, restart: () => {} }
    const storage = { get: async () => undefined, put: async () => {}, delete: async () => false }
    const { refusal } = await answerRestore(storage, history, { do: 'mark', id: 'restore-1', to: 5 }, 10)
    expect(refusal).toContain('keeps no earlier states')
  })
})
