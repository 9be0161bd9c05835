import { describe, expect, test } from 'vitest'
import { receiverOf } from './receiver'

const HTML = '<!doctype html><h1>Hello</h1><script>alert(1)</script>'

function mail(app: ReturnType<typeof receiverOf>, of: object) {
  const body = JSON.stringify({ to: 'ops@example.com', subject: 'Your week', text: 'Hello', ...of })
  return app.request('/mail', { method: 'POST', body })
}

describe('the receiver', () => {
  test('shows a mail as its client would, at an address where no script runs', async () => {
    const app = receiverOf(() => 0)
    const { at } = (await (await mail(app, { html: HTML })).json()) as { at: string }
    const page = await (await app.request('/')).text()
    expect(page).toContain(`<a href="${at}">Open the mail</a>`)
    expect(page).not.toContain('<script>alert')
    const shown = await app.request(at.replace('/receiver', ''))
    expect(await shown.text()).toBe(HTML)
    const policy = shown.headers.get('content-security-policy') ?? ''
    expect(policy.split('; ')).toEqual(expect.arrayContaining(["default-src 'none'", 'sandbox']))
    expect(policy).not.toContain('script')
  })

  test('has no such address for a mail of text alone, nor for one that made room', async () => {
    const app = receiverOf(() => 0)
    expect(await (await mail(app, {})).json()).toEqual({ received: true, at: null })
    expect((await app.request('/mails/1')).status).toBe(404)
    await mail(app, { html: HTML })
    for (let n = 0; n < 50; n += 1) {
      await mail(app, {})
    }
    expect((await app.request('/mails/2')).status).toBe(404)
  })
})
