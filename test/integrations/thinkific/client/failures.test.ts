import { describe, expect, test } from 'vitest'
import { thinkificClient } from '../../../../src/integrations/thinkific/client/client'
import { judgeFailure } from '../../../../src/integrations/thinkific/outage/judge-failure'
import { answerWith, html, json, NOW } from './wire'

async function failureOf(answer: () => Response | Promise<Response>, method: 'GET' | 'POST' | 'PUT' = 'GET') {
  const { connection } = answerWith(answer)
  const client = thinkificClient(connection)
  const asked = {
    GET: () => client.getUser('7'),
    POST: () => client.createEnrollment('12', { userId: '7', activatedAt: NOW }),
    PUT: () => client.updateEnrollment('9', { expiresAt: NOW }),
  }
  const result = await asked[method]()
  if (result.ok) {
    throw new Error('it worked')
  }
  expect(result.attempt.problem).toBe(result.failure.sentence)
  return result.failure
}

describe('a failed call', () => {
  const unknown: [string, () => Response | Promise<Response>, string][] = [
    ['a refused connection', () => Promise.reject(new TypeError('fetch failed')), 'unreachable'],
    ['a server error', () => json({ error: 'oops' }, 500), 'server error'],
    ['a gateway page', () => html(502), 'cloudflare error'],
    ['a Cloudflare error', () => html(522), 'cloudflare error'],
    ['a page answered 200', () => html(200), 'unreadable answer'],
    ['half an answer', () => new Response('{"id": 7, "ema'), 'unreadable answer'],
    ['half a refusal', () => new Response('{"errors":{"email":["has al', { status: 422 }), 'unreadable answer'],
  ]
  test.each(unknown)('by %s is temporary for a read, ambiguous for a write', async (_, answer, kind) => {
    expect(await failureOf(answer)).toMatchObject({ kind, class: 'temporary' })
    expect(await failureOf(answer, 'POST')).toMatchObject({ kind, class: 'ambiguous' })
    expect(await failureOf(answer, 'PUT')).toMatchObject({ kind, class: 'ambiguous' })
  })

  const certain: [string, () => Response, string, string][] = [
    ['an unknown key', () => json({ error: 'Authentication Error' }, 401), 'credentials refused', 'credentials'],
    [
      'a small plan',
      () => json({ error: 'Access to Apps is not available on your plan. Upgrade to gain access' }, 403),
      'access denied',
      'credentials',
    ],
    ['a firewall', () => html(403), 'blocked', 'temporary'],
    ['an empty 403', () => new Response(null, { status: 403 }), 'blocked', 'temporary'],
    [
      'a redirect',
      () => new Response(null, { status: 302, headers: { location: 'https://evil.com' } }),
      'redirected',
      'temporary',
    ],
    ['a missing record', () => json({ error: 'Record not found.' }, 404), 'not found', 'permanent'],
    ['a conflict', () => json({ error: 'Conflict' }, 409), 'conflict', 'ambiguous'],
    ['a refusal', () => json({ errors: ['User could not be found.'] }, 422), 'rejected', 'permanent'],
    ['a bad request', () => json({ error: 'Parameter ID is required.' }, 400), 'rejected', 'permanent'],
    ['too many requests', () => new Response(null, { status: 429 }), 'rate limited', 'budget'],
  ]
  test.each(certain)('by %s means the same for a read and a write', async (_, answer, kind, meaning) => {
    expect(await failureOf(answer)).toMatchObject({ kind, class: meaning })
    expect(await failureOf(answer, 'POST')).toMatchObject({ kind, class: meaning })
  })

  test('distinguishes a wrong key from a small plan in words', async () => {
    const key = await failureOf(() => json({ error: 'Authentication Error' }, 401))
    const plan = await failureOf(() => json({ error: 'Access to Apps is not available on your plan.' }, 403))
    expect(key.sentence).toContain('does not accept')
    expect(plan.sentence).toContain('not available on your plan')
  })

  test('counts against the site only when Thinkific is what failed', async () => {
    const says = async (answer: () => Response) => judgeFailure(await failureOf(answer))
    expect(await says(() => html(503))).toBe('down')
    expect(await says(() => html(403))).toBe('down')
    expect(await says(() => json({}, 422))).toBe('up')
    expect(await says(() => json({}, 409))).toBe('up')
    expect(await says(() => json({}, 401))).toBe('up')
    expect(await says(() => new Response(null, { status: 429 }))).toBe('neither')
  })
})

describe('a refusal', () => {
  test.each([
    [{ errors: { email: ['has already been taken', 'is odd'] } }, 'email has already been taken; email is odd'],
    [
      { errors: ['Course could not be found.', 'User could not be found.'] },
      'Course could not be found.; User could not be found',
    ],
    [{ errors: [{ field_name: 'email' }] }, 'email was not accepted'],
    [{ errors: [{ field_name: 'Email has already been taken' }] }, 'Email has already been taken'],
    [{ errors: { 'Telefono Personal': "can't be blank" } }, "Telefono Personal can't be blank"],
    [{ error: 'Parameter ID is required.' }, 'Parameter ID is required'],
    [{ errors: null }, 'it gave no reason'],
    [[1, 2], 'it gave no reason'],
  ])('is put in words: %j', async (body, words) => {
    expect((await failureOf(() => json(body, 422), 'POST')).sentence).toBe(`Thinkific rejected it: ${words}.`)
  })

  test('of monstrous length stays readable', async () => {
    const errors = Object.fromEntries(Array.from({ length: 500 }, (_, n) => [`f${n}`, ['x'.repeat(5_000)]]))
    expect((await failureOf(() => json({ errors }, 422), 'POST')).sentence.length).toBeLessThan(2_000)
  })
})
