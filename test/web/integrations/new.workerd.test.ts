import { env } from 'cloudflare:workers'
import { describe, expect, test } from 'vitest'
import { listIntegrations } from '../../../src/integrations/store'
import { unseal } from '../../../src/secrets/sealing'
import { integrationFor, Visitor } from '../setup-pages'

const KEY = '0123456789abcdef0123456789abcdef'

describe('New Integration', () => {
  test('works: choose Thinkific, then name, site and key; checked, saved sealed, fetched', async () => {
    const ada = new Visitor()
    expect((await ada.get('/integrations/new')).text).toContain('Next Step')
    expect((await ada.get('/integrations/new?kind=thinkific')).text).toContain('Save Integration')
    const id = crypto.randomUUID()
    const saved = await ada.post('/integrations', {
      id,
      name: 'Academy',
      site: 'https://Academy.thinkific.com/x',
      key: KEY,
    })
    expect(saved).toMatchObject({ status: 303, to: `/m/${ada.marketplace}/integrations` })
    const [row] = await listIntegrations(env.DB, ada.marketplace)
    expect(row).toMatchObject({ id, name: 'Academy', site: 'academy', scheme: 'api_key', requestsPerMinute: 120 })
    expect(row?.sealedCredential).not.toContain(KEY)
    const context = `integration:${ada.marketplace}:${id}`
    expect(await unseal(env.SEALING_KEYS, context, row?.sealedCredential ?? '')).toBe(KEY)
    expect(ada.called.filter((call) => /^(check|refresh)\(/.test(call)).map((call) => call.split('(')[0])).toEqual([
      'check',
      'refresh',
    ])
  })

  test('says why a key is refused, keeps what was typed, and never echoes the key', async () => {
    const ada = new Visitor()
    ada.isAccepted = false
    const fields = { id: crypto.randomUUID(), name: 'Academy', site: 'academy', key: KEY }
    const { status, text } = await ada.post('/integrations', fields)
    expect(status).toBe(422)
    expect(text).toContain('Thinkific does not accept')
    expect(text).toContain('value="Academy"')
    expect(text).not.toContain(KEY)
    expect(await listIntegrations(env.DB, ada.marketplace)).toEqual([])
  })

  test('refuses a custom domain helpfully, an empty form, and a name of 10,000 characters', async () => {
    const ada = new Visitor()
    const fields = { id: crypto.randomUUID(), name: 'Academy', site: 'learn.example.com', key: KEY }
    expect((await ada.post('/integrations', fields)).text).toContain('is a custom domain')
    const empty = await ada.post('/integrations', { id: fields.id, name: '', site: '', key: ' ' })
    expect(empty.status).toBe(422)
    expect(empty.text).toContain('Fix 3 problems')
    const long = await ada.post('/integrations', { ...fields, site: 'academy', name: 'x'.repeat(10_000) })
    expect(long.text).toContain('10,000 characters')
    expect(ada.called).toEqual([])
  })

  test('takes names once in a marketplace, whatever their case, and in another one again', async () => {
    const ada = new Visitor()
    await integrationFor(ada, 'Academy')
    const again = await ada.post('/integrations', { id: crypto.randomUUID(), name: 'ACADEMY', site: 'other', key: KEY })
    expect(again.status).toBe(422)
    expect(again.text).toContain('Another integration has this name')
    const bob = new Visitor()
    await integrationFor(bob, 'Academy')
    expect(await listIntegrations(env.DB, bob.marketplace)).toHaveLength(1)
  })

  test('sent twice makes one', async () => {
    const ada = new Visitor()
    const fields = { id: crypto.randomUUID(), name: 'Academy', site: 'academy', key: KEY }
    await ada.post('/integrations', fields)
    expect((await ada.post('/integrations', fields)).status).toBe(303)
    expect(await listIntegrations(env.DB, ada.marketplace)).toHaveLength(1)
  })

  test('does not exist for merchants', async () => {
    const ada = new Visitor()
    ada.role = 'merchant'
    expect((await ada.get('/integrations/new')).status).toBe(404)
    expect((await ada.post('/integrations', { id: crypto.randomUUID(), name: 'A', site: 'a', key: KEY })).status).toBe(
      404,
    )
  })
})
