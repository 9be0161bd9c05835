import { Hono } from 'hono'
import { beforeEach, describe, expect, test } from 'vitest'
import type { Env } from '../../../src/env'
import type { Web } from '../../../src/web/http/context'
import { readFlash } from '../../../src/web/http/flash'
import { redirect, renderPage } from '../../../src/web/http/respond'
import { When } from '../../../views/parts/when'

const ENV = { AUTH_SECRET: 'a secret that is long enough for anyone' } as Env
const PARTIAL = { 'HX-Request': 'true', 'HX-Request-Type': 'partial' }
const NOON = Date.parse('2020-06-01T12:00:00Z')

let site: Hono<Web>

beforeEach(() => {
  site = new Hono<Web>()
  site.use(readFlash)
  site.get('/page', (c) => {
    const fragment = <When at={NOON} as="exact" />
    return renderPage(c, { title: 'Logs', section: null, main: <h1>Whole {fragment}</h1>, fragment })
  })
  site.post('/form', (c) => redirect(c, '/page', { kind: 'done', text: 'Saved <it>.' }))
  site.post('/courses', (c) => redirect(c, '/page', { kind: 'done', text: 'Added דורה, 2 rules.' }))
})

function ask(path: string, init: RequestInit = {}) {
  return site.request(`https://example.com${path}`, init, ENV)
}

describe('a page', () => {
  test('is whole without htmx, and for Back', async () => {
    for (const headers of [{}, { 'HX-Request': 'true', 'HX-Request-Type': 'full' }]) {
      const html = await (await ask('/page', { headers: headers as Record<string, string> })).text()
      expect(html).toMatch(/^<!doctype html><html lang="en">/)
      expect(html).toContain('<title>Logs · Enrollwire</title>')
    }
  })

  test('is its fragment where htmx swaps a part, and no cache mistakes one for the other', async () => {
    const response = await ask('/page', { headers: PARTIAL })
    expect(await response.text()).toMatch(/^<time/)
    expect(response.headers.get('Vary')).toBe('HX-Request, HX-Request-Type')
  })

  test('says times in the zone of the viewer’s cookie', async () => {
    const zone = async (cookie: string) => (await ask('/page', { headers: { ...PARTIAL, Cookie: cookie } })).text()
    expect(await zone('zone=Asia/Tokyo')).toContain('9:00:00')
    expect(await zone('zone=Nowhere/Land')).toContain('12:00:00')
  })

  test('has no inline style or script', async () => {
    const html = await (await ask('/page')).text()
    expect(html).not.toMatch(/<style| style=| on[a-z]+=|<script>/)
  })
})

describe('after a form', () => {
  test('a right-to-left name in what is said is isolated from the words around it', async () => {
    const answer = await ask('/courses', { method: 'POST' })
    const Cookie = (answer.headers.get('Set-Cookie') ?? '').split(';')[0] ?? ''
    expect(await (await ask('/page', { headers: { Cookie } })).text()).toContain('Added <bdi>דורה</bdi>, 2 rules.')
  })

  test('the browser goes on by 303, and what happened is said there once', async () => {
    const answer = await ask('/form', { method: 'POST' })
    expect([answer.status, answer.headers.get('Location')]).toEqual([303, '/page'])
    const cookie = answer.headers.get('Set-Cookie') ?? ''
    expect(cookie).toContain('HttpOnly')
    const shown = await ask('/page', { headers: { Cookie: cookie.split(';')[0] ?? '' } })
    expect(await shown.text()).toContain('Saved &lt;it&gt;.')
    expect(shown.headers.get('Set-Cookie')).toContain('Max-Age=0')
  })

  test('htmx gets the address to go to', async () => {
    const answer = await ask('/form', { method: 'POST', headers: PARTIAL })
    expect([answer.status, answer.headers.get('HX-Location')]).toEqual([200, '/page'])
  })

  test('an unsigned sentence is not shown', async () => {
    const forged = encodeURIComponent(
      '{"kind":"done","text":"Send me your key."}.AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=',
    )
    const html = await (await ask('/page', { headers: { Cookie: `__Host-flash=${forged}` } })).text()
    expect(html).not.toContain('Send me')
  })
})
