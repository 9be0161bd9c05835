import { beforeEach, describe, expect, test } from 'vitest'
import { readRestoreOptions } from '../../.run/restore-options'
import { cancelRestore, type RestoreNote, type RestoreTools, restoreObject } from '../../.run/restoring'
import type { RestoreRequest } from '../../src/recovery/restoration'
import { ObjectWithHistory } from '../recovery/object-with-history'

const SHOP = { marketplace: 'm1' }
let object: ObjectWithHistory
let wanted: number
let note: RestoreNote | null
let asked: string[]
let printed: string[]
/** Stops the command at the n-th request: before it arrives, or before its answer does. */
let lost: { request: number; arrives: boolean } | null
let tools: RestoreTools

beforeEach(() => {
  object = new ObjectWithHistory()
  object.write({ sales: 1 })
  wanted = object.now
  object.write({ sales: 2 })
  note = null
  asked = []
  printed = []
  lost = null
  tools = {
    door: async (body) => {
      const request = body as RestoreRequest | { do: 'reconcile' }
      asked.push(request.do)
      const isLost = lost?.request === asked.length
      if (isLost && !lost?.arrives) {
        throw new Error('The connection was refused')
      }
      const answer = request.do === 'reconcile' ? { mark: null, reconciling: 1 } : await object.ask(request)
      if (isLost) {
        throw new Error('The connection was closed')
      }
      return answer
    },
    print: (line) => printed.push(line),
    readNote: () => note,
    writeNote: (next) => {
      note = next
    },
    wait: async () => object.startAgain(),
  }
})

describe('npm run restore', () => {
  test('marks, names the way back, restores, looks, and says what to do then', async () => {
    await restoreObject(tools, SHOP, wanted)
    expect(asked).toEqual(['mark', 'restore', 'look', 'reconcile'])
    expect(object.rows).toEqual({ sales: 1 })
    expect(printed[0]).toBe('The way back from this restore: --to state-1')
    expect(printed.at(-2)).toContain('have the sender post it again')
    expect(printed.at(-1)).toBe(
      'One integration is being reconciled with Thinkific: Integrations shows the differences as they are found.',
    )
    expect(note?.step).toBe('ended')
  })

  test('of a site says that what was sold since is found by reconciling', async () => {
    await restoreObject(tools, { kind: 'thinkific', site: 'academy' }, wanted)
    expect(printed.at(-2)).toContain('is found by reconciling')
  })

  test.each([1, 2, 3, 4].flatMap((request) => [true, false].map((arrives) => ({ request, arrives }))))(
    'stopped at request $request (arrived: $arrives), the same command goes on, and restores once',
    async (stop) => {
      lost = stop
      // The second lost answer is looked for at once, so the command may not fail at all.
      await restoreObject(tools, SHOP, wanted).catch(() => {})
      lost = null
      object.startAgain()
      if (note?.step !== 'ended') {
        await restoreObject(tools, SHOP, wanted)
      }
      expect(object.rows).toEqual({ sales: 1 })
      const undo = note?.undo
      expect(undo).toBe('state-1')
      expect(note?.step).toBe('ended')
    },
  )

  test('does not restore again what was restored and has sold since', async () => {
    lost = { request: 3, arrives: false }
    tools.wait = async () => {
      throw new Error('The terminal was closed')
    }
    await expect(restoreObject(tools, SHOP, wanted)).rejects.toThrow('terminal')
    object.startAgain()
    object.write({ sales: 7 })
    lost = null
    await restoreObject(tools, SHOP, wanted)
    expect(object.rows).toEqual({ sales: 7 })
  })

  test('begins no second one where it cannot see whether it was restored, and keeps the way back', async () => {
    tools.wait = async () => {
      throw new Error('The terminal was closed')
    }
    await expect(restoreObject(tools, SHOP, wanted)).rejects.toThrow('terminal')
    object.startAgain()
    object.write({ sales: 7 })
    lost = { request: asked.length + 1, arrives: false }
    await expect(restoreObject(tools, SHOP, wanted)).rejects.toThrow('Run the same command again')
    await restoreObject(tools, SHOP, wanted)
    expect([object.rows, note?.undo]).toEqual([{ sales: 7 }, 'state-1'])
  })

  test('without an answer says so in a sentence', async () => {
    lost = { request: 1, arrives: false }
    await expect(restoreObject(tools, SHOP, wanted)).rejects.toThrow(
      'No answer came (The connection was refused). Run the same command again: it goes on from here.',
    )
    await restoreObject(tools, SHOP, wanted)
    expect(object.rows).toEqual({ sales: 1 })
  })

  test('that was refused leaves room for another moment', async () => {
    await expect(restoreObject(tools, SHOP, object.now + 10_000_000)).rejects.toThrow('the last 30 days')
    await restoreObject(tools, SHOP, wanted)
    expect(object.rows).toEqual({ sales: 1 })
  })

  test('to a state that Cloudflare does not know changes nothing, and leaves room for another', async () => {
    await expect(restoreObject(tools, SHOP, 'state-99')).rejects.toThrow('Nothing was restored')
    object.startAgain()
    expect(object.rows).toEqual({ sales: 2 })
    await restoreObject(tools, SHOP, wanted)
    expect(object.rows).toEqual({ sales: 1 })
  })

  test('is canceled, also where another machine began it', async () => {
    lost = { request: 2, arrives: false }
    tools.wait = async () => {
      throw new Error('The terminal was closed')
    }
    await expect(restoreObject(tools, SHOP, wanted)).rejects.toThrow('terminal')
    note = null
    await expect(restoreObject(tools, SHOP, wanted)).rejects.toThrow(/Another restore.*with --cancel/)
    await cancelRestore(tools, SHOP)
    tools.wait = async () => object.startAgain()
    expect(object.rows).toEqual({ sales: 2 })
    await restoreObject(tools, SHOP, wanted)
    expect(object.rows).toEqual({ sales: 1 })
  })

  test('has nothing to cancel where none is under way', async () => {
    await cancelRestore(tools, SHOP)
    expect(printed.at(-1)).toBe('No restore is under way here.')
  })

  test('refuses another moment while one is under way', async () => {
    lost = { request: 1, arrives: true }
    await restoreObject(tools, SHOP, wanted).catch(() => {})
    await expect(restoreObject(tools, SHOP, wanted - 1)).rejects.toThrow(/was begun and has not ended/)
  })

  test('passes a refusal on', async () => {
    await expect(restoreObject(tools, SHOP, object.now + 10_000_000)).rejects.toThrow('the last 30 days')
  })
})

describe('The words after npm run restore', () => {
  const now = Date.parse('2026-11-29T12:00:00Z')
  const read = (text: string) => readRestoreOptions(text.split(' '), now)

  test('say where, what and when', () => {
    expect(read('--at https://e.example.com/x --marketplace m1 --to 2026-11-20T10:00:00Z')).toEqual({
      address: 'https://e.example.com',
      what: { marketplace: 'm1' },
      to: Date.parse('2026-11-20T10:00:00Z'),
    })
    expect(read('--at https://e.example.com --site academy --cancel').to).toBeNull()
    expect(read('--at https://e.example.com --site academy --to 00000085-0000024c-00004c6d-8e61').to).toEqual(
      expect.any(String),
    )
  })

  test.each([
    ['--marketplace m1 --to 2026-11-20T10:00:00Z', 'Say where'],
    ['--at https://e.example.com --marketplace m1 --site a --to 2026-11-20T10:00:00Z', 'Say where'],
    ['--at e.example.com --site a --to 2026-11-20T10:00:00Z', '--at is the address'],
    ['--at http://e.example.com --site a --to 2026-11-20T10:00:00Z', '--at is the address'],
    ['--at https://e.example.com --site a --to 2026-11-20T10:00', 'a time with its zone'],
    ['--at https://e.example.com --site a --to yesterday', 'a time with its zone'],
    ['--at https://e.example.com --site a --to 2026-10-20T10:00:00Z', 'keeps 30 days'],
    ['--at https://e.example.com --site a --to 2026-12-20T10:00:00Z', 'keeps 30 days'],
    ['--at https://e.example.com --shop a', 'Unknown option'],
    ['--at https://e.example.com --site a --to 2026-11-20T10:00:00Z --cancel', 'Say where'],
  ])('%s is refused: %s', (text, sentence) => {
    expect(() => read(text)).toThrow(sentence)
  })
})
