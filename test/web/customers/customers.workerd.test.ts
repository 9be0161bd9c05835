import { env } from 'cloudflare:workers'
import { drizzle } from 'drizzle-orm/d1'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { integrations } from '../../../src/db/schema'
import { sized } from '../../depth'
import { final, sampleEvent, sampleRule } from '../../journal/samples'
import { get, post, viewer } from '../logs/signed-in'

let marketplace: string
let address: string
let made = 0

beforeEach(async () => {
  made += 1
  marketplace = `shop-${made}`
  address = `/m/${marketplace}/customers/ada%40example.com`
  const journal = env.JOURNAL.getByName(marketplace)
  const { firings } = await journal.receive(sampleEvent({ marketplace }), [sampleRule({ marketplace })])
  await journal.record([{ event: 'e1', firing: firings[0]?.firing.id ?? '', settling: final('enrolled') }])
  await drizzle(env.DB)
    .insert(integrations)
    .values({
      id: `integration-${made}`,
      marketplace,
      kind: 'thinkific',
      name: 'Academy',
      site: `academy-${made}`,
      scheme: 'api_key',
      sealedCredential: 'v1.k1.nothing.here',
      requestsPerMinute: 120,
      siteWelcome: false,
      settings: null,
      problem: null,
      createdAt: 1,
      updatedAt: 1,
    })
})

describe('a customer’s page', () => {
  test('shows their history, whatever the casing of the address', async () => {
    const { html } = await get(`/m/${marketplace}/customers/%20ADA%40example.com`)
    expect(html).toContain('Ada Byron')
    expect(html).toContain('Bought Product p1')
  })

  test('says who did what about an event', async () => {
    await env.JOURNAL.getByName(marketplace).replay('e1', 'Ben')
    const { html } = await get(address)
    expect(html).toMatch(/Replayed with current rules by Ben · <time/)
  })

  test('takes notes, lists them with time and author, and says what is wrong with one', async () => {
    await post(`${address}/notes`, { id: 'n1', text: 'Called her <b>today</b>.' })
    const { html } = await get(address)
    expect(html).toContain('Called her &lt;b&gt;today&lt;/b&gt;.')
    expect(html).toMatch(/class="under">[^<]+ · <time/)
    const refused = await post(`${address}/notes`, { id: 'n2', text: 'x'.repeat(2_001) })
    expect(refused.status).toBe(422)
    const shown = await refused.text()
    expect(shown).toContain('A note holds 2,000 characters.')
    expect(shown).toContain('x'.repeat(2_001))
    const [, deletion = ''] = /action="([^"]+\/deletions)"/.exec(html) ?? []
    await post(deletion)
    expect((await get(address)).html).not.toContain('Called her')
  })

  test('of an unknown customer says where else to look', async () => {
    const { html } = await get(`/m/${marketplace}/customers/zoe%40example.com`)
    expect(html).toContain('No event is kept')
  })

  test('Check in Thinkific says what is wrong where a site cannot be asked', async () => {
    const { html } = await get(`${address}/thinkific`)
    expect(html).toContain('In Thinkific right now')
    expect(html).toContain('The stored API key can no longer be read.')
  })
})

describe('A customer’s page', () => {
  test('a customer’s export holds every event, however large all of them are together', async () => {
    const journal = env.JOURNAL.getByName(marketplace)
    const body = 'x'.repeat(100_000)
    const ids = Array.from({ length: sized(100, 400) }, (_, n) => `large-${n}`)
    for (const id of ids) {
      await journal.receive(sampleEvent({ marketplace, id, orderId: id, body }), [])
    }
    viewer.role = 'admin'
    const { html } = await get(`${address}/export`)
    viewer.role = 'merchant'
    const exported: { events: { event: { id: string; body: string } }[] } = JSON.parse(html)
    expect(exported.events.map(({ event }) => event.id).toSorted()).toEqual(['e1', ...ids].toSorted())
    expect(exported.events.every(({ event }) => event.id === 'e1' || event.body === body)).toBe(true)
  }, 60_000)

  describe('Enroll now', () => {
    test('keeps what was typed and says what is missing', async () => {
      const answer = await post(`${address}/enrollments`, { integration: `integration-${made}`, q: 'cour', target: '' })
      expect(answer.status).toBe(422)
      const html = await answer.text()
      expect(html).toContain('Choose a course or bundle')
      expect(html).toContain('value="cour"')
    })

    test('is an entry under the person’s name, for the purchase chosen', async () => {
      const fields = { integration: `integration-${made}`, q: '', target: 'course:1002', purchase: 'p1 o1 ' }
      const answer = await post(`${address}/enrollments`, fields)
      expect(answer.status).toBe(303)
      const { html } = await get(answer.headers.get('Location') ?? '')
      expect(html).toContain('Enroll now by Mia Chen')
    })

    test('through another marketplace’s integration is refused', async () => {
      const answer = await post(`${address}/enrollments`, { integration: 'integration-0', target: 'course:1002' })
      expect(answer.status).toBe(422)
    })
  })

  test('End access now of what is not held changes nothing', async () => {
    const answer = await post(`${address}/endings`, { kind: 'course', id: '1', site: `academy-${made}` })
    expect(answer.headers.get('Location')).toBe(address)
  })
})

describe('Correct email', () => {
  test('refuses what is no email, and keeps it', async () => {
    const answer = await post(`${address}/corrections`, { email: 'ada@' })
    expect(answer.status).toBe(422)
    expect(await answer.text()).toContain('value="ada@"')
  })

  test('refuses an invisible character inside, says where, and takes those around it away', async () => {
    const inside = await post(`${address}/corrections`, { email: 'ada\u200b@example.com' })
    expect(inside.status).toBe(422)
    expect(await inside.text()).toContain('an invisible character (U+200B) at position 4. Delete it')
    const around = await post(`${address}/corrections`, { email: '\u2060ada.byron@example.com\ufeff' })
    expect(around.headers.get('Location')).toBe(`/m/${marketplace}/customers/ada.byron%40example.com`)
  })

  test('leads to the right one', async () => {
    const answer = await post(`${address}/corrections`, { email: ' Ada.Byron@example.com ' })
    expect(answer.headers.get('Location')).toBe(`/m/${marketplace}/customers/ada.byron%40example.com`)
  })
})

describe('a customer’s data', () => {
  beforeEach(() => {
    viewer.role = 'admin'
  })
  afterEach(() => {
    viewer.role = 'merchant'
  })

  test('is exported and erased by admins alone', async () => {
    viewer.role = 'merchant'
    expect((await get(address)).html).not.toMatch(/\/export|\/erasure/)
    expect((await get(`${address}/export`)).response.status).toBe(404)
    expect((await get(`${address}/erasure`)).response.status).toBe(404)
    expect((await post(`${address}/erasures`)).status).toBe(404)
    expect((await get(address)).html).toContain('Ada Byron')
  })

  test('comes out whole', async () => {
    const { response, html } = await get(`${address}/export`)
    expect(response.headers.get('Content-Disposition')).toContain('attachment')
    expect(JSON.parse(html).events).toHaveLength(1)
  })

  test('is gone after an erasure, and the trail names no customer', async () => {
    expect((await get(`${address}/erasure`)).html).toContain('This cannot be undone.')
    await post(`${address}/erasures`)
    const { html } = await get(`/m/${marketplace}/logs`)
    expect(html).not.toContain('ada@example.com')
    expect(html).not.toContain('Ada Byron')
    const { results } = await env.DB.prepare('SELECT * FROM audit WHERE marketplace = ?').bind(marketplace).all()
    expect(JSON.stringify(results)).not.toContain('ada@example.com')
  })
})
