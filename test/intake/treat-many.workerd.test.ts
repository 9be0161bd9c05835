import { env } from 'cloudflare:workers'
import { beforeEach, describe, expect, test } from 'vitest'
import type { Env } from '../../src/env'
import { treatAs } from '../../src/intake/word-commands'
import type { Journal } from '../../src/journal/journal'
import { sampleEvent } from '../journal/samples'

const POSTS = 250
let made = 0
let marketplace: string
let newest: string

const author = () => ({ marketplace, person: { id: 'p', name: 'Mia Chen', email: 'mia@example.com' } })
const journal = () => env.JOURNAL.getByName(marketplace)
const countLeft = async () =>
  (await journal().notUnderstoodWords()).find(({ word }) => word === 'Club Joined')?.count ?? 0

beforeEach(async () => {
  made += 1
  marketplace = `treat-many-${made}`
  const stub = journal()
  const posts = Array.from({ length: POSTS }, (_, at) =>
    sampleEvent({ marketplace, id: `post-${at}`, type: null, typeWord: 'Club Joined', problem: 'Not known.' }),
  )
  await Promise.all(posts.map((post, at) => stub.receive(at === 7 ? { ...post, customer: null } : post, [])))
  newest = (await journal().notUnderstoodWords())[0]?.newest.entry ?? ''
})

describe('Treating many posts at once', () => {
  test('one click settles every post of a word, and passes over one that names no customer', async () => {
    const choice = { entry: newest, meaning: 'product.refunded', always: true } as const
    expect(await treatAs(env, author(), choice)).toEqual({ ok: true, posts: POSTS - 1 })
    expect(await countLeft()).toBe(1)
    expect((await journal().log({})).waitingFound + (await journal().log({})).logSize).toBe(POSTS)
  })

  test('a click that stops midway is finished by the same click', async () => {
    let slices = 0
    const stub = journal()
    const stopping = {
      entry: stub.entry,
      notUnderstoodWords: stub.notUnderstoodWords,
      notUnderstoodPosts: stub.notUnderstoodPosts,
      treat: (...given: Parameters<Journal['treat']>) => {
        slices += 1
        if (slices === 3) {
          throw new Error('stopped')
        }
        return stub.treat(...given)
      },
    }
    const stopped = { ...env, JOURNAL: { getByName: () => stopping } } as unknown as Env
    const choice = { entry: newest, meaning: 'ignore', always: true } as const
    await expect(treatAs(stopped, author(), choice)).rejects.toThrow('stopped')
    const left = await countLeft()
    expect(left).toBeGreaterThan(0)
    expect(left).toBeLessThan(POSTS)
    expect(await treatAs(env, author(), choice)).toEqual({ ok: true, posts: left })
    expect(await countLeft()).toBe(0)
    expect(await treatAs(env, author(), choice)).toMatchObject({ ok: false, reason: 'gone' })
  })
})
