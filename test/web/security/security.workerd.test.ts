import { env } from 'cloudflare:workers'
import { describe, expect, test, vi } from 'vitest'
import { ORIGIN, Visitor } from '../accounts/visitor'

describe('every page', () => {
  test('sends strict security headers', async () => {
    const { headers } = await new Visitor().get('/setup')
    expect(headers.get('content-security-policy')).toBe(
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; form-action 'self'; base-uri 'none'; object-src 'none'; frame-ancestors 'none'",
    )
    expect(Object.fromEntries(headers)).toMatchObject({
      'cache-control': expect.stringContaining('no-store'),
      'cross-origin-opener-policy': 'same-origin',
      'referrer-policy': 'same-origin',
      'strict-transport-security': 'max-age=31536000',
      'x-content-type-options': 'nosniff',
      'x-frame-options': 'DENY',
    })
  })

  test('has no script and no style of its own', async () => {
    const page = await (await new Visitor().get('/setup')).text()
    expect(page).not.toMatch(/<script(?![^>]* src=)|<style|\sstyle=|\son\w+=|hx-on/i)
  })
})

describe('a form', () => {
  test.each([
    ['another site', { origin: 'https://evil.example' }],
    ['a sandboxed frame', { origin: 'null' }],
    ['a frame within another site', { origin: ORIGIN, 'sec-fetch-site': 'cross-site' }],
  ])('from %s is refused', async (_, headers) => {
    const answer = await new Visitor().post('/sign-out', {}, headers)
    expect(answer.status).toBe(403)
  })

  test('is refused from anywhere else whatever its type', async () => {
    const headers = { origin: 'https://evil.example', 'content-type': 'application/json' }
    expect((await new Visitor().post('/sign-in', {}, headers)).status).toBe(403)
  })

  test('longer than 512 KB is refused', async () => {
    const answer = await new Visitor().post('/sign-in', { email: 'a'.repeat(530_000) })
    expect(answer.status).toBe(413)
  })

  test('without a form in it is no fault of ours', async () => {
    const answer = await new Visitor().post('/sign-in', {}, { 'content-type': 'application/json' })
    expect(answer.status).toBeLessThan(500)
  })
})

describe('a deployment', () => {
  test.each([
    [{ AUTH_SECRET: '' }, 'AUTH_SECRET is missing'],
    [{ AUTH_SECRET: 'short' }, 'AUTH_SECRET has 5 characters; it must have at least 32.'],
    [{ SEALING_KEYS: '' }, 'SEALING_KEYS is missing'],
    [{ SEALING_KEYS: 'k1:short' }, 'SEALING_KEYS: key 1 is not base64.'],
    [{ PUBLIC_URL: 'enroll.example.com' }, 'PUBLIC_URL is not an address'],
  ])('with %j refuses to serve and says why', async (settings, sentence) => {
    const logged = vi.spyOn(console, 'error').mockImplementation(() => {})
    const answer = await new Visitor(settings).get('/sign-in')
    expect(answer.status).toBe(500)
    expect(await answer.text()).toContain(sentence)
    expect(logged.mock.calls.join()).toContain(sentence)
    logged.mockRestore()
  })

  test('serves with the secrets of the test', () => {
    expect(env.AUTH_SECRET.length).toBeGreaterThanOrEqual(32)
  })
})
