import { env } from 'cloudflare:workers'
import { describe, expect, test } from 'vitest'
import { findIntegration } from '../../../src/integrations/store'
import { integrationFor, Visitor } from '../setup-pages'

describe('Reconnect', () => {
  test('asks for the key alone, and what it does not ask for stays as it is', async () => {
    const ada = new Visitor()
    const id = await integrationFor(ada)
    const { text } = await ada.get(`/integrations/${id}?reconnect=yes`)
    const asked = [...text.matchAll(/<input class="control" name="([^"]+)"/g)].map(([, name]) => name)
    expect(asked).toEqual(['key'])
    expect(text).toMatch(/name="key"[^>]*autofocus/)
    const hidden = [...text.matchAll(/<input type="hidden" name="([^"]+)" value="([^"]*)"/g)]
    const kept = Object.fromEntries(hidden.map(([, name = '', value = '']) => [name, value]))
    const before = await findIntegration(env.DB, ada.marketplace, id)
    const saved = await ada.post(`/integrations/${id}?reconnect=yes`, { ...kept, key: 'a'.repeat(32) })
    expect(saved.status).toBe(303)
    const after = await findIntegration(env.DB, ada.marketplace, id)
    expect([after?.name, after?.site, after?.requestsPerMinute]).toEqual([
      before?.name,
      before?.site,
      before?.requestsPerMinute,
    ])
  })

  test('a refused key is asked for again, in the same short form', async () => {
    const ada = new Visitor()
    const id = await integrationFor(ada)
    ada.isAccepted = false
    const { text: form } = await ada.get(`/integrations/${id}?reconnect=yes`)
    const hidden = [...form.matchAll(/<input type="hidden" name="([^"]+)" value="([^"]*)"/g)]
    const kept = Object.fromEntries(hidden.map(([, name = '', value = '']) => [name, value]))
    const { status, text } = await ada.post(`/integrations/${id}?reconnect=yes`, { ...kept, key: 'b'.repeat(32) })
    expect(status).toBe(422)
    expect(text).toContain('id="key-error"')
    expect(text).not.toContain('Requests per minute')
  })
})
