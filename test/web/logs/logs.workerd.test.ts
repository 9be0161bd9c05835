import { env } from 'cloudflare:workers'
import { beforeEach, describe, expect, test } from 'vitest'
import type { Journal } from '../../../src/journal/journal'
import { describeOutcome, OUTCOMES } from '../../../src/model/outcome'
import { final, sampleEvent, sampleRule, waits } from '../../journal/samples'
import { get, PARTIAL, post } from './signed-in'

const FIRST_NAMES = [
  'Amelia',
  'Oliver',
  'Isla',
  'Muhammad',
  'Florence',
  'Henrik',
  'Freya',
  'Oscar',
  'Willow',
  'Chidi',
  'Yuki',
]
const LAST_NAMES = [
  'Okafor',
  'Bergstrom',
  'Nakamura',
  'Delacroix',
  'Petrov',
  'Lindqvist',
  'Castellano',
  'Abernathy',
  'Iyer',
]

let marketplace: string
let journal: DurableObjectStub<Journal>
let made = 0

beforeEach(() => {
  made += 1
  marketplace = `shop-${made}`
  journal = env.JOURNAL.getByName(marketplace)
})

/** An event with one firing, settled so. Answers the entry's id. */
async function happened(
  id: string,
  settling: Parameters<typeof final>[0] | 'waiting',
  different: Parameters<typeof sampleEvent>[0] = {},
): Promise<string> {
  const event = sampleEvent({ id, marketplace, ...different })
  const { firings } = await journal.receive(event, [sampleRule({ marketplace })])
  const firing = firings[0]?.firing.id ?? ''
  await journal.record([
    { event: id, firing, settling: settling === 'waiting' ? waits('temporary', Date.now() + 60_000) : final(settling) },
  ])
  return firing
}

describe('Logs', () => {
  test('an empty log teaches', async () => {
    const { html } = await get(`/m/${marketplace}/logs`)
    expect(html).toContain('Nothing has happened yet')
  })

  test('entries are shown with what came of them, those that wait on top, asking again', async () => {
    await happened('e1', 'enrolled')
    await happened('e2', 'waiting')
    const { html } = await get(`/m/${marketplace}/logs`)
    expect(html.indexOf('Not done yet')).toBeLessThan(html.indexOf('Entries, newest first'))
    expect(html).toMatch(/id="log"[^>]*hx-trigger="every \d+s"/)
  })

  test('a log at rest asks nothing again', async () => {
    await happened('e1', 'enrolled')
    const { html } = await get(`/m/${marketplace}/logs`)
    expect(html).not.toContain('every ')
  })

  test('every result can be filtered by', async () => {
    await happened('e1', 'enrolled')
    const { html } = await get(`/m/${marketplace}/logs`)
    expect(
      OUTCOMES.filter((outcome) => !new RegExp(`<option[^>]*>${describeOutcome(outcome, null)}</option>`).test(html)),
    ).toEqual([])
  })

  test('typing gets the entries only, and the address keeps what is asked', async () => {
    await happened('e1', 'enrolled')
    const { response, html } = await get(`/m/${marketplace}/logs?search=ada&trigger=`, PARTIAL)
    expect(html).toMatch(/^<div id="log"/)
    expect(html).toContain('1 entry')
    expect(response.headers.get('HX-Replace-Url')).toBe(`/m/${marketplace}/logs?search=ada`)
    expect(response.headers.get('Vary')).toContain('HX-Request-Type')
  })

  test('Back gets the whole page again', async () => {
    const { html } = await get(`/m/${marketplace}/logs?search=ada`, { 'HX-Request': 'true', 'HX-Request-Type': 'full' })
    expect(html).toMatch(/^<!doctype html>/)
  })

  test('a search without hits explains itself, and knows an email when it sees one', async () => {
    await happened('e1', 'enrolled')
    const { html } = await get(`/m/${marketplace}/logs?search=zoe%40example.com`)
    expect(html).toContain('Nothing matches “zoe@example.com”')
    expect(html).toContain('The last event was received')
    expect(html).toContain(`/m/${marketplace}/customers/zoe%40example.com`)
  })

  test('what is searched is shown as text, never as markup', async () => {
    const { html } = await get(`/m/${marketplace}/logs?search=%3Cscript%3Ealert(1)%3C%2Fscript%3E`)
    expect(html).not.toContain('<script>alert')
  })

  test('the export holds what the filter shows', async () => {
    await happened('e1', 'enrolled')
    await happened('e2', 'target missing')
    const { response, html } = await get(`/m/${marketplace}/logs.csv?outcome=failed`)
    expect(response.headers.get('Content-Type')).toContain('text/csv')
    expect(html.trimEnd().split('\r\n')).toHaveLength(2)
    expect(html).toContain('"target missing"')
  })

  test('Retry all failed asks first, then runs them under the person’s name', async () => {
    const id = await happened('e1', 'target missing')
    await happened('e2', 'enrolled')
    const { html } = await get(`/m/${marketplace}/retries`)
    expect(html).toContain('Retry all failed?')
    const answer = await post(`/m/${marketplace}/retries`, {})
    expect(answer.headers.get('Location')).toBe(`/m/${marketplace}/logs`)
    const entry = await journal.entry(id)
    expect(entry?.outcome).toBe('waiting')
    expect(entry?.asked).toMatchObject([{ did: 'retry', person: 'Mia Chen' }])
  })

  test('a page of entries weighs little, each of another customer and order', async () => {
    for (let n = 0; n < 50; n += 1) {
      const [first, last] = [FIRST_NAMES[n % FIRST_NAMES.length], LAST_NAMES[(n * 7) % LAST_NAMES.length]]
      await happened(`evt_${crypto.randomUUID()}`, 'enrolled', {
        customer: {
          email: `${first}.${last}@example.com`.toLowerCase(),
          firstName: `${first}`,
          lastName: `${last}`,
          id: null,
        },
        orderId: String(19_026_152 + n * 739),
      })
    }
    const { html } = await get(`/m/${marketplace}/logs?outcome=enrolled`)
    const packed = new Response(html).body?.pipeThrough(new CompressionStream('gzip'))
    expect((await new Response(packed).arrayBuffer()).byteLength).toBeLessThan(8 * 1024)
    expect(html).toMatch(/href="[^"]*after=\d+"[^>]*><span>Older/)
  })
})

describe('an entry', () => {
  test('answers in one sentence and shows how it came about', async () => {
    const id = await happened('e1', 'enrolled')
    const { html } = await get(`/m/${marketplace}/logs/${encodeURIComponent(id)}`)
    expect(html).toContain('What happened')
    expect(html).toContain('It ended enrolled.')
    expect(html).toContain('Your rule ran')
  })

  test('of another marketplace does not exist', async () => {
    const id = await happened('e1', 'enrolled')
    const { response } = await get(`/m/elsewhere/logs/${encodeURIComponent(id)}`)
    expect(response.status).toBe(404)
    const answer = await post(`/m/elsewhere/entries/${encodeURIComponent(id)}/retries`)
    expect(answer.status).toBe(404)
    expect((await journal.entry(id))?.outcome).toBe('enrolled')
  })

  test('is given up once asked, and asked again says that it is too late', async () => {
    const id = await happened('e1', 'waiting')
    const address = `/m/${marketplace}/logs/${encodeURIComponent(id)}`
    expect((await get(`${address}/give-up`)).html).toContain('Give up on this entry?')
    const endings = `/m/${marketplace}/entries/${encodeURIComponent(id)}/endings`
    await post(endings)
    expect((await journal.entry(id))?.outcome).toBe('given up')
    const again = await post(endings)
    expect(decodeURIComponent(again.headers.get('Set-Cookie') ?? '')).toContain('This entry has changed')
  })
})
