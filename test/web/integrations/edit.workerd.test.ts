import { env } from 'cloudflare:workers'
import { describe, expect, test } from 'vitest'
import { findIntegration, listIntegrations } from '../../../src/integrations/store'
import { listRules } from '../../../src/rules/store'
import { unseal } from '../../../src/secrets/sealing'
import { integrationFor, ruleFor, Visitor } from '../setup-pages'

const NEW_KEY = 'an-access-token-that-is-longer-than-an-api-key'
const plain = { name: 'Academy', site: 'academy', key: '', pace: '120' }

describe('Edit', () => {
  test('renames without asking Thinkific again or touching the key', async () => {
    const ada = new Visitor()
    const id = await integrationFor(ada)
    const before = await findIntegration(env.DB, ada.marketplace, id)
    ada.called.length = 0
    const { status } = await ada.post(`/integrations/${id}`, {
      ...plain,
      site: `site-${id}`,
      name: 'School',
      welcome: 'on',
    })
    expect(status).toBe(303)
    expect(await findIntegration(env.DB, ada.marketplace, id)).toMatchObject({
      name: 'School',
      siteWelcome: true,
      sealedCredential: before?.sealedCredential,
    })
    expect(ada.called).toEqual([])
  })

  test('sets a pace only with a key that works, and passes it to the site', async () => {
    const ada = new Visitor()
    const id = await integrationFor(ada)
    const faster = { ...plain, site: `site-${id}`, pace: '1000' }
    ada.isAccepted = false
    expect((await ada.post(`/integrations/${id}`, faster)).text).toContain('Thinkific does not accept')
    expect(await findIntegration(env.DB, ada.marketplace, id)).toMatchObject({ requestsPerMinute: 120 })
    ada.isAccepted = true
    ada.called.length = 0
    expect((await ada.post(`/integrations/${id}`, faster)).status).toBe(303)
    expect(await findIntegration(env.DB, ada.marketplace, id)).toMatchObject({ requestsPerMinute: 1000 })
    expect(ada.called.map((call) => call.split('(')[0])).toEqual(['recheck', 'check', 'adopt'])
  })

  test('opens while the journal does not answer', async () => {
    const ada = new Visitor()
    const id = await integrationFor(ada)
    ada.journal.overview = () => Promise.reject(new Error('the journal stalls'))
    const { status, text } = await ada.get(`/integrations/${id}`)
    expect(status).toBe(200)
    expect(text).toContain('name="key"')
  })

  test('says whose figure holds', async () => {
    const ada = new Visitor()
    const id = await integrationFor(ada)
    ada.site.describePace = 'The site’s pace is 60 a minute, set by another marketplace on this site.'
    expect((await ada.get(`/integrations/${id}`)).text).toContain('60 a minute, set by another marketplace')
  })

  test('checks a new key, takes the mark off, fetches the catalog and releases what was parked', async () => {
    const ada = new Visitor()
    const id = await integrationFor(ada)
    await env.DB.prepare('UPDATE integrations SET problem = ? WHERE id = ?').bind('The key was refused.', id).run()
    expect((await ada.get(`/integrations/${id}`)).text).toContain('Needs attention')
    ada.called.length = 0
    await ada.post(`/integrations/${id}`, { ...plain, key: NEW_KEY })
    const row = await findIntegration(env.DB, ada.marketplace, id)
    expect(row).toMatchObject({ problem: null, scheme: 'access_token' })
    expect(await unseal(env.SEALING_KEYS, `integration:${ada.marketplace}:${id}`, row?.sealedCredential ?? '')).toBe(
      NEW_KEY,
    )
    expect(ada.called.map((call) => call.split('(')[0])).toEqual([
      ...['check', 'left', 'forget', 'adopt', 'sitesLeft', 'refresh', 'releaseParked'],
    ])
    expect(ada.called.at(-1)).toBe(`releaseParked({"integration":"${id}"})`)
  })

  test('says for a day how long its site did not answer, and what still waits', async () => {
    const ada = new Visitor()
    const id = await integrationFor(ada)
    const { site } = (await findIntegration(env.DB, ada.marketplace, id)) ?? expect.fail()
    const until = Date.now() - 60_000
    const hold = { site, since: until - 3 * 3_600_000, until, waited: 42, left: 2 }
    ada.journal.overview = { silent: false, lastEvent: null, endedHolds: [hold] }
    const { text } = await ada.get(`/integrations/${id}`)
    const read = text.replaceAll(/<[^>]+>/g, '')
    expect(read).toMatch(
      /Thinkific did not answer for 3 hours until .* 42 entries waited; 40 ran, 2 still wait\. Nothing was lost\./,
    )
    expect(text).toContain(`outcome=waiting&amp;integration=${id}`)
  })

  test('keeps the old key when the new one is refused, and shows neither', async () => {
    const ada = new Visitor()
    const id = await integrationFor(ada)
    const before = await findIntegration(env.DB, ada.marketplace, id)
    ada.isAccepted = false
    const { status, text } = await ada.post(`/integrations/${id}`, { ...plain, key: NEW_KEY, pace: '0' })
    expect(status).toBe(422)
    expect(text).not.toContain(NEW_KEY)
    const refused = await ada.post(`/integrations/${id}`, { ...plain, key: NEW_KEY })
    expect(refused.text).toContain('Thinkific does not accept')
    expect(refused.text).not.toContain(NEW_KEY)
    expect(await findIntegration(env.DB, ada.marketplace, id)).toEqual(before)
  })
})

describe('the list', () => {
  test('is sorted by name and says how each fares', async () => {
    const ada = new Visitor()
    for (const name of ['zebra', 'Academy', 'école']) {
      await integrationFor(ada, name)
    }
    const { text } = await ada.get('/integrations')
    const places = ['Academy', 'école', 'zebra'].map((name) => text.indexOf(`>${name}<`))
    expect(places).toEqual([...places].sort((a, b) => a - b))
    expect(text).toContain('2 courses, 1 bundle')
  })

  test('asks for its progress while a refresh runs, and stops when it is done', async () => {
    const ada = new Visitor()
    const id = await integrationFor(ada)
    ada.site.refreshProgress = { state: 'running', startedAt: 0, done: 3, of: 27 }
    const partial = { 'HX-Request': 'true', 'HX-Request-Type': 'partial' }
    const running = await ada.get(`/integrations/${id}/refresh`, partial)
    expect(running.text).toContain('Page 3 of 27')
    expect(running.text).toContain('hx-trigger')
    expect(running.text).not.toContain('<html')
    ada.site.refreshProgress = { state: 'done', at: 0, changed: '3 new, 1 gone', calls: 27 }
    const done = await ada.get(`/integrations/${id}/refresh`, partial)
    expect(done.text).toContain('3 new, 1 gone')
    expect(done.text).not.toContain('hx-trigger')
  })

  test('lets merchants refresh, and nothing else', async () => {
    const ada = new Visitor()
    const id = await integrationFor(ada)
    ada.role = 'merchant'
    expect((await ada.post(`/integrations/${id}/catalog/refreshes`)).status).toBe(303)
    expect((await ada.get('/integrations')).status).toBe(200)
    for (const path of ['', '/delete', '/mapping']) {
      expect((await ada.get(`/integrations/${id}${path}`)).status).toBe(404)
    }
  })
})

describe('Delete', () => {
  test('says how many rules go with it, and takes them', async () => {
    const ada = new Visitor()
    const id = await integrationFor(ada)
    const rule = await ruleFor(ada, id)
    expect((await ada.get(`/integrations/${id}/delete`)).text).toContain('1 rule goes with it.')
    expect((await ada.post(`/integrations/${id}/deletions`)).status).toBe(303)
    expect(await listIntegrations(env.DB, ada.marketplace)).toEqual([])
    expect(await listRules(env.DB, ada.marketplace)).toEqual([])
    expect(ada.called.filter((call) => call.startsWith('startJob'))).toHaveLength(1)
    expect(ada.called.at(-1)).toContain(`"kind":"delete-integration"`)
    expect(await env.DB.prepare('SELECT sealed_credential FROM integrations WHERE id = ?').bind(id).first()).toEqual({
      sealed_credential: '',
    })
    expect(await env.DB.prepare('SELECT "on" FROM rules WHERE id = ?').bind(rule).first()).toEqual({ on: 0 })
  })
})

describe('another marketplace’s integration', () => {
  test('does not exist', async () => {
    const id = await integrationFor(new Visitor())
    const bob = new Visitor()
    const paths = ['', '/delete', '/mapping', '/refresh']
    for (const path of paths) {
      expect((await bob.get(`/integrations/${id}${path}`)).status).toBe(404)
    }
    for (const path of ['', '/deletions', '/mappings', '/catalog/refreshes']) {
      const fields = { ...plain, id: crypto.randomUUID(), field: 'x', definition: '1' }
      expect((await bob.post(`/integrations/${id}${path}`, fields)).status).toBe(404)
    }
    const form = crypto.randomUUID()
    const rule = { id: form, product: '*', action: 'create_course', trigger: 'product.purchased', target: '1' }
    const addTo = async (integration: string) => {
      const answer = await bob.post('/rules', { ...rule, integration })
      return [answer.status, answer.to?.replace(integration, '')]
    }
    expect(await addTo(id)).toEqual(await addTo(crypto.randomUUID()))
    expect(await env.DB.prepare('SELECT count(*) AS n FROM rules WHERE id = ?').bind(form).first('n')).toBe(0)
  })
})
