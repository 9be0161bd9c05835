import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import type { Env } from '../../src/env'
import { limitEnv } from '../../src/limits/limited-env'
import { TimeoutError } from '../../src/limits/timeout'
import { never, STALLED_D1, STALLED_KV, STALLED_OBJECTS } from '../stalled-parts'

const silent = {
  DB: STALLED_D1,
  COPIES: STALLED_KV,
  EVENTS: { send: never, sendBatch: never },
  JOURNAL: STALLED_OBJECTS,
  THINKIFIC_SITE: STALLED_OBJECTS,
  NOTIFY_URL_RECEIVER: STALLED_OBJECTS,
  MAILER: { send: never },
  SIGN_UP: 'open',
} as unknown as Env

beforeEach(() => {
  vi.useFakeTimers()
})

afterEach(() => {
  vi.useRealTimers()
})

describe('no part is waited for without end', () => {
  const calls: [string, (env: Env) => Promise<unknown>][] = [
    ['D1, one statement', ({ DB }) => DB.prepare('SELECT ?').bind(1).all()],
    ['D1, one row', ({ DB }) => DB.prepare('SELECT 1').first()],
    ['D1, a write', ({ DB }) => DB.prepare('DELETE FROM rules').run()],
    ['D1, as drizzle reads', ({ DB }) => DB.prepare('SELECT 1').raw()],
    ['D1, a batch', ({ DB }) => DB.batch([DB.prepare('SELECT 1')])],
    ['KV, a read', ({ COPIES }) => COPIES.get('a')],
    ['KV, a write', ({ COPIES }) => COPIES.put('a', 'b')],
    ['KV, a deletion', ({ COPIES }) => COPIES.delete('a')],
    ['the queue, a message', ({ EVENTS }) => EVENTS.send({} as never)],
    ['the queue, a batch', ({ EVENTS }) => EVENTS.sendBatch([])],
    ['a journal', ({ JOURNAL }) => JOURNAL.getByName('m').overview()],
    ['a journal, asked for long work', ({ JOURNAL }) => JOURNAL.getByName('m').startJob({} as never)],
    ['a site', ({ THINKIFIC_SITE }) => THINKIFIC_SITE.getByName('s').settle([])],
    ['a receiver', ({ NOTIFY_URL_RECEIVER }) => NOTIFY_URL_RECEIVER.getByName('i').settle([])],
    ['a site, for a person who waits', ({ THINKIFIC_SITE }) => THINKIFIC_SITE.getByName('s').lookUp({} as never, '')],
    ['the mailer', async ({ MAILER }) => MAILER?.send({} as never)],
  ]

  test.each(calls)('%s', async (_, call) => {
    const failed = expect(call(limitEnv(silent))).rejects.toThrow(TimeoutError)
    await vi.advanceTimersByTimeAsync(60_000)
    await failed
  })
})

describe('Limited bindings', () => {
  test('objects are asked for in the jurisdiction of the first deploy, if it chose one', () => {
    const jurisdiction = vi.fn(() => STALLED_OBJECTS)
    const objects = { ...STALLED_OBJECTS, jurisdiction }
    limitEnv({ ...silent, JOURNAL: objects } as never).JOURNAL.getByName('m')
    expect(jurisdiction).not.toHaveBeenCalled()
    limitEnv({ ...silent, THINKIFIC_SITE: objects, JURISDICTION: 'eu' } as never).THINKIFIC_SITE.getByName('s')
    expect(jurisdiction).toHaveBeenCalledWith('eu')
  })

  test('what answers in time is passed on, and what it fails with', async () => {
    const get = vi.fn(async () => 'value')
    const env = limitEnv({ ...silent, COPIES: { get } } as never)
    expect(await env.COPIES.get('a')).toBe('value')
    expect(get).toHaveBeenCalledWith('a')
    get.mockRejectedValue(new Error('KV is down'))
    await expect(env.COPIES.get('a')).rejects.toThrow('KV is down')
    expect(env.SIGN_UP).toBe('open')
  })

  test('a binding that has no limits yet cannot be used, and a setting is passed on', () => {
    const limited = limitEnv({ ...silent, BROWSER: { fetch: never } } as unknown as Env)
    expect(() => Reflect.get(limited, 'BROWSER')).toThrow('the binding BROWSER has no limits')
    expect(limited.SIGN_UP).toBe('open')
  })

  test('a batch is made of the statements that D1 itself prepared', async () => {
    const bound = { own: true }
    const batch = vi.fn(async () => [])
    const prepared = { bind: () => bound }
    const { DB } = limitEnv({ ...silent, DB: { prepare: () => prepared, batch } } as never)
    await DB.batch([DB.prepare('SELECT ?').bind(1)])
    expect(batch).toHaveBeenCalledWith([bound])
  })

  test('a binding that is replaced later is the one that is called', async () => {
    const env = { ...silent } as Env
    const limited = limitEnv(env)
    const send = vi.fn(async () => undefined)
    Object.assign(env, { EVENTS: { send } })
    await limited.EVENTS.send({} as never)
    expect(send).toHaveBeenCalledOnce()
  })
})
