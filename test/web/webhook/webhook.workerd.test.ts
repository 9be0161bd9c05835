import { env } from 'cloudflare:workers'
import { Webhook } from 'standardwebhooks'
import { describe, expect, test } from 'vitest'
import { findMarketplaceEndpoint, listSecrets } from '../../../src/intake/store'
import { TRIGGER_LABELS } from '../../../src/model/trigger'
import { unseal } from '../../../src/secrets/sealing'
import { NOTHING_SEEN, Visitor } from '../setup-pages'

const HOUR_MS = 3_600_000

describe('Webhook', () => {
  test('makes an endpoint, whose secrets are shown once and rest sealed', async () => {
    const ada = new Visitor()
    expect((await ada.get('/webhook')).text).toContain('Create Endpoint')
    const id = crypto.randomUUID()
    const made = await ada.post('/webhook/endpoints', { id })
    const signing = /whsec_[\w+/=]+/.exec(made.text)?.[0] ?? ''
    expect(() => new Webhook(signing)).not.toThrow()
    expect(made.text).toContain(`/hooks/${id}/samcart?key=`)
    const secrets = await listSecrets(env.DB, ada.marketplace, id, Date.now())
    const row = secrets.find((secret) => secret.kind === 'signing')
    expect(secrets.map((secret) => secret.kind).sort()).toEqual(['key', 'signing'])
    expect(await unseal(env.SEALING_KEYS, `endpoint:${ada.marketplace}:${id}:${row?.id}`, row?.sealed ?? '')).toBe(
      signing,
    )
    const later = await ada.get('/webhook')
    expect(later.text).not.toContain(signing)
    expect((await ada.get('/webhook/senders')).text).toContain('whsec_PASTE_YOUR_SIGNING_SECRET')
    expect((await ada.post('/webhook/endpoints', { id: crypto.randomUUID() })).status).toBe(303)
    expect((await findMarketplaceEndpoint(env.DB, ada.marketplace))?.id).toBe(id)
  })

  test('rotates with a day of overlap, once, and forgets the copy intake reads', async () => {
    const { ada, endpoint } = await withEndpoint()
    await env.COPIES.put(`endpoint:${endpoint}`, '{}')
    const form = { id: crypto.randomUUID(), kind: 'signing' }
    expect((await ada.post('/webhook/secrets', form)).text).toContain('whsec_')
    expect(await env.COPIES.get(`endpoint:${endpoint}`)).toBeNull()
    const again = await ada.post('/webhook/secrets', form)
    expect([again.status, again.text]).toEqual([303, ''])
    const now = Date.now()
    const signing = (await listSecrets(env.DB, ada.marketplace, endpoint, now)).filter((one) => one.kind === 'signing')
    expect(signing.map((one) => one.validUntil === null)).toEqual([true, false])
    const used = { id: `secret ${signing[1]?.id}`, name: null, last: Date.UTC(2026, 4, 3, 12) }
    ada.journal.seen = { ...NOTHING_SEEN, marks: [used] }
    const { text } = await ada.get('/webhook/secrets')
    expect([...text.matchAll(/data-label="Last used"/g)]).toHaveLength(3)
    expect(text).toMatch(/data-label="Last used"><div><time[^>]*datetime="2026-05-03/)
    expect((signing[1]?.validUntil ?? 0) - now).toBeGreaterThan(23 * HOUR_MS)
    expect(await listSecrets(env.DB, ada.marketplace, endpoint, now + 25 * HOUR_MS)).toHaveLength(2)
  })

  test('each tab leads to every other, and all of them before an endpoint exists to making one', async () => {
    const { ada } = await withEndpoint()
    const tabs = ['SamCart', 'Other senders', 'Secrets', 'Activity']
    const paths = ['/webhook', '/webhook/senders', '/webhook/secrets', '/webhook/activity']
    for (const [at, path] of paths.entries()) {
      const { text } = await ada.get(path)
      const links = [...text.matchAll(/<a href="[^"]*?(\/webhook[a-z/]*)"[^>]*>([^<]+)<\/a><\/li>/g)]
      expect(links.map(([, href, label]) => [href, label])).toEqual(paths.map((href, tab) => [href, tabs[tab]]))
      expect(text).toMatch(new RegExp(`aria-current="page">${tabs[at]}<`))
      expect((await new Visitor().get(path)).text).toContain('Create Endpoint')
    }
  })

  test('asks before it rotates, and only an address that works can be copied', async () => {
    const { ada, endpoint } = await withEndpoint()
    const asked = (await ada.get('/webhook/secrets/rotation?kind=key')).text
    expect(asked).toContain('The key you use now ends in 24 hours')
    const id = /name="id" value="([^"]+)"/.exec(asked)?.[1] ?? ''
    const kind = /name="kind" value="([^"]+)"/.exec(asked)?.[1] ?? ''
    const before = (await ada.get('/webhook')).text
    expect(before).not.toContain('data-copy="samcart-url"')
    const made = (await ada.post('/webhook/secrets', { id, kind })).text
    expect(made).toContain('data-copy="samcart-url"')
    const key = new RegExp(`/hooks/${endpoint}/samcart\\?key=([\\w-]+)<`).exec(made)?.[1] ?? ''
    const rows = await listSecrets(env.DB, ada.marketplace, endpoint, Date.now())
    const row = rows.find((one) => one.id === id)
    expect(await unseal(env.SEALING_KEYS, `endpoint:${ada.marketplace}:${endpoint}:${id}`, row?.sealed ?? '')).toBe(key)
  })

  test('says after how many failures a subscription is delinquent, and lets an admin change it', async () => {
    const { ada, endpoint } = await withEndpoint()
    expect((await ada.get('/webhook/senders')).text).toContain('A subscription is delinquent after 4 failed payments.')
    await env.COPIES.put(`endpoint:${endpoint}`, '{}')
    for (const failures of ['', '0', '2.5', '31', 'eight']) {
      const refused = await ada.post('/webhook/delinquency', { failures })
      expect([failures, refused.status]).toEqual([failures, 422])
      expect(refused.text).toContain('Enter a whole number of failed payments from 1 to 30.')
    }
    expect((await ada.post('/webhook/delinquency', { failures: '8' })).status).toBe(303)
    expect(await env.COPIES.get(`endpoint:${endpoint}`)).toBeNull()
    expect((await ada.get('/webhook/senders')).text).toContain('after 8 failed payments.')
    expect((await ada.get('/webhook/delinquency')).text).toContain('value="8"')
    ada.role = 'merchant'
    expect((await ada.post('/webhook/delinquency', { failures: '2' })).status).toBe(404)
    expect((await new Visitor().post('/webhook/delinquency', { failures: '2' })).status).toBe(404)
    expect((await findMarketplaceEndpoint(env.DB, ada.marketplace))?.delinquentAt).toBe(8)
  })

  test('revokes after saying what that takes', async () => {
    const { ada, endpoint } = await withEndpoint()
    const [secret] = await listSecrets(env.DB, ada.marketplace, endpoint, Date.now())
    const at = `/webhook/secrets/${secret?.id}/delete`
    const revocations = `/webhook/secrets/${secret?.id}/revocations`
    expect((await ada.get(at)).text).toContain('It is the only')
    expect((await new Visitor().get(at)).status).toBe(404)
    expect((await new Visitor().post(revocations)).status).toBe(404)
    expect((await ada.post(revocations)).status).toBe(303)
    expect(await listSecrets(env.DB, ada.marketplace, endpoint, Date.now())).toHaveLength(1)
    expect((await ada.post(revocations)).status).toBe(404)
  })

  test('ticks the SamCart triggers that came, and warns of silence', async () => {
    const { ada } = await withEndpoint()
    ada.journal.seen = { ...NOTHING_SEEN, triggers: [{ id: 'product.purchased', name: null, last: 1 }] }
    ada.journal.overview = { silent: true, lastEvent: Date.now() - 80 * HOUR_MS }
    const { text } = await ada.get('/webhook')
    for (const label of Object.values(TRIGGER_LABELS)) {
      expect(text).toContain(label)
    }
    expect(text).toContain('1 of 10 seen so far.')
    expect(text).toContain('It has been quiet for longer than usual')
    expect(text.indexOf('switch off SamCart’s own Thinkific rules')).toBeGreaterThan(text.indexOf('Install'))
  })

  test('shows what was received and refused', async () => {
    const { ada } = await withEndpoint()
    const event = {
      event: 'e1',
      entry: 'e1~1',
      receivedAt: 1,
      type: null,
      typeWord: 'Odd',
      customer: 'ada@example.com',
    }
    ada.journal.received = [{ ...event, product: null, outcome: 'not understood', sentence: 'We do not know “Odd”.' }]
    ada.journal.refused = {
      count: 3,
      last: [
        { endpoint: 'x', at: 3, status: 401, reason: 'The key is not one of ours.', word: 'Order', field: null },
        { endpoint: 'x', at: 2, status: 401, reason: 'The key is not one of ours.' },
        {
          endpoint: 'x',
          at: 1,
          status: 422,
          reason: 'product.id is missing.',
          word: 'Refund',
          field: 'product.id',
          entry: '-.unread_1~0',
        },
        { endpoint: 'x', at: 0, status: 422, reason: 'type is named twice.', word: null, field: 'type' },
      ],
    }
    const { text } = await ada.get('/webhook/activity')
    expect(text).toContain('We do not know “Odd”.')
    expect(text.match(/The key is not one of ours\./g)).toHaveLength(1)
    expect(text).toContain('2 of the last posts')
    expect(text).toMatch(/It said: <bdi>Refund<\/bdi>.*<code>product\.id<\/code>/)
    expect(text).toMatch(/type is named twice\..*<code>type<\/code>/)
    expect(text).toMatch(/answered with 400 or 422 are in the log/)
    expect(text.match(/logs\/-\.unread_1~0"/g)).toHaveLength(1)
    expect((await ada.get('/webhook/senders')).text).toContain('/schemas/event.json')
  })

  test('lists words not understood, and those whose meaning was chosen until it is forgotten', async () => {
    const { ada, endpoint } = await withEndpoint()
    ada.journal.notUnderstoodWords = [
      { word: 'Club Joined', format: 'samcart', count: 3, treatable: 3, newest: { entry: 'e9~0', receivedAt: 1 } },
    ]
    await env.DB.prepare(
      "INSERT INTO words VALUES (?, 'samcart', 'clubclosed', 'Club Closed', 'subscription.expired', 0)",
    )
      .bind(ada.marketplace)
      .run()
    await env.COPIES.put(`endpoint:${endpoint}`, '{}')
    const { text } = await ada.get('/webhook/activity')
    expect(text).toContain('/logs/e9~0')
    expect(text).toMatch(/Club Closed.*Subscription Expired/)
    await new Visitor().post('/webhook/words/deletions', { format: 'samcart', word: 'clubclosed' })
    expect((await ada.get('/webhook/activity')).text).toContain('Club Closed')
    await ada.post('/webhook/words/deletions', { format: 'samcart', word: 'clubclosed' })
    expect((await ada.get('/webhook/activity')).text).not.toContain('Club Closed')
    expect(await env.COPIES.get(`endpoint:${endpoint}`)).toBeNull()
  })

  test('leads to a page for each recipe, with this endpoint’s address', async () => {
    const { ada, endpoint } = await withEndpoint()
    const { text } = await ada.get('/webhook/senders')
    const links = [...text.matchAll(/href="[^"]*(\/webhook\/recipes\/[^"]+)"/g)].map(([, path]) => path ?? '')
    expect(links.length).toBeGreaterThanOrEqual(13)
    for (const link of links) {
      const page = await ada.get(link)
      expect([page.status, page.text.includes(`/hooks/${endpoint}`)]).toEqual([200, true])
    }
    expect((await ada.get('/webhook/recipes/no-such')).status).toBe(404)
  })

  test('shows new secrets and all else while its recipes cannot be read', async () => {
    const ada = new Visitor()
    ada.assets = { fetch: async () => new Response('', { status: 503 }) } as unknown as Fetcher
    const made = await ada.post('/webhook/endpoints', { id: crypto.randomUUID() })
    expect([made.status, /whsec_[\w+/=]{20,}/.test(made.text)]).toEqual([200, true])
    const senders = await ada.get('/webhook/senders')
    expect([senders.status, senders.text.includes('The recipes could not be read.')]).toEqual([200, true])
    expect((await ada.get('/webhook/recipes/curl')).status).toBe(503)
  })

  test('does not exist for merchants', async () => {
    const { ada } = await withEndpoint()
    ada.role = 'merchant'
    for (const tab of ['', '/senders', '/secrets', '/activity', '/secrets/rotation']) {
      expect((await ada.get(`/webhook${tab}`)).status).toBe(404)
    }
    expect((await ada.get('/webhook/recipes/curl')).status).toBe(404)
    expect((await ada.post('/webhook/secrets', { id: crypto.randomUUID(), kind: 'key' })).status).toBe(404)
  })
})

async function withEndpoint() {
  const ada = new Visitor()
  const endpoint = crypto.randomUUID()
  await ada.post('/webhook/endpoints', { id: endpoint })
  return { ada, endpoint }
}
