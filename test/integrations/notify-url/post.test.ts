import { describe, expect, test } from 'vitest'
import { judgeAnswer } from '../../../src/integrations/notify-url/client/verdict'
import { sendPost } from '../../../src/integrations/signed-post/post'

const URL_OF = 'https://hooks.example.com/'
const NOW = Date.UTC(2026, 10, 20, 12)
const SOON_MS = 20
const KIB_64 = 65_536

const post = (answer: (init: RequestInit) => Response | Promise<Response>, deadlineMs?: number) =>
  sendPost(async (_url, init) => answer(init ?? {}), URL_OF, { 'webhook-id': 'msg_1' }, '{}', deadlineMs)

/** Endless, and counts what was taken of it. */
function flood(): { body: ReadableStream<Uint8Array>; taken: () => number; canceled: () => boolean } {
  let taken = 0
  let canceled = false
  const body = new ReadableStream<Uint8Array>({
    pull(controller) {
      taken += 10_000
      controller.enqueue(new Uint8Array(10_000).fill(97))
    },
    cancel() {
      canceled = true
    },
  })
  return { body, taken: () => taken, canceled: () => canceled }
}

describe('a post', () => {
  test('sends no header of ours but the signature’s, content type and user agent, and follows no redirect', async () => {
    let sent: RequestInit = {}
    await post((init) => {
      sent = init
      return new Response('ok')
    })
    // `cache` would send cache-control and pragma.
    expect(sent).toEqual({
      method: 'POST',
      redirect: 'manual',
      body: '{}',
      headers: sent.headers,
      signal: expect.any(AbortSignal),
    })
    expect(sent.headers).toEqual({
      'webhook-id': 'msg_1',
      'content-type': 'application/json',
      'user-agent': 'Enrollwire/0.2',
    })
  })

  test('a receiver answers with gigabytes, or a body without end: 64 KB are read, and the rest is let go', async () => {
    const { body, taken, canceled } = flood()
    const answer = await post(() => new Response(body))
    expect(answer).toMatchObject({ answered: true, status: 200 })
    expect(answer.answered && answer.text.length).toBe(KIB_64)
    expect(taken()).toBeLessThan(2 * KIB_64)
    expect(canceled()).toBe(true)
  })

  test('a receiver is slow, or never answers: the post ends at its deadline', async () => {
    expect(await post(() => new Promise<Response>(() => {}), SOON_MS)).toEqual({ answered: false, why: 'timed out' })
  })

  test('counts by its status where the body trickles in without end, or breaks', async () => {
    const never = new ReadableStream<Uint8Array>({ pull: () => new Promise<void>(() => {}) })
    expect(await post(() => new Response(never, { status: 202 }), SOON_MS)).toMatchObject({ status: 202, text: '' })
    const broken = new ReadableStream<Uint8Array>({ pull: (controller) => controller.error(new Error('reset')) })
    expect(await post(() => new Response(broken))).toMatchObject({ status: 200, text: '' })
  })

  test('a receiver redirects, or its certificate is wrong: a broken connection is tried again', async () => {
    const failing = () => Promise.reject(new TypeError('certificate has expired'))
    expect(await post(failing)).toEqual({ answered: false, why: 'unreachable' })
  })
})

describe('an answer', () => {
  const judge = (status: number, headers: Record<string, string> = {}) =>
    judgeAnswer({ answered: true, status, headers: new Headers(headers), text: '' }, NOW)

  test.each([
    [200, 'sent'],
    [204, 'sent'],
    [301, 'rejected'],
    [307, 'rejected'],
    [400, 'rejected'],
    [401, 'rejected'],
    [404, 'rejected'],
    [408, 'temporary'],
    [409, 'temporary'],
    [410, 'gone'],
    [422, 'rejected'],
    [425, 'temporary'],
    [429, 'paused'],
    [500, 'temporary'],
    [503, 'temporary'],
    [522, 'temporary'],
  ])('%i means %s', (status, is) => {
    expect(judge(status).is).toBe(is)
  })

  test.each([
    ['30', 30_000],
    [new Date(NOW + 90_000).toUTCString(), 90_000],
    ['0', 1_000],
    ['-5', 1_000],
    ['86400', 3_600_000],
    ['soon', 60_000],
    ['', 60_000],
  ])('429 with Retry-After “%s” pauses for %i ms', (said, ms) => {
    expect(judge(429, { 'retry-after': said })).toMatchObject({ until: NOW + ms })
  })

  test('that does not come is temporary, in words', () => {
    expect(judgeAnswer({ answered: false, why: 'timed out' }, NOW).sentence).toBe('did not answer within 15 seconds.')
    expect(judgeAnswer({ answered: false, why: 'unreachable' }, NOW)).toMatchObject({ is: 'temporary' })
  })
})
