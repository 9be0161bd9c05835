/** Alerts on the whole Worker: from a channel's form to what its receiver gets. */
import { runDurableObjectAlarm, runInDurableObject } from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import { drizzle } from 'drizzle-orm/d1'
import { afterEach, beforeEach, describe, expect, onTestFinished, test, vi } from 'vitest'
import { CHANNELS } from '../../src/alerts'
import { alertChannels, integrations, members } from '../../src/db/schema'
import { MEGAPHONE, shouted } from '../alerts/megaphone/channel'
import { TestReceiver } from '../integrations/notify-url/receiver'
import { ORIGIN, Person, setUp } from './person'
import { Shop, thinkific } from './shop'

CHANNELS.add(MEGAPHONE)

const SLACK = 'https://hooks.slack.test/services/T0/B0/t0psecret'
const CHANNEL = '00000000-0000-4000-8000-000000000023'
const LOOKED = { timeout: 10_000 }
const CAUSES = { 'cause-credentials': 'on', 'cause-alerts': 'on', 'cause-parked': 'on' }

let mia: Person
let base: string
let marketplace: string
let posts: { url: string; body: string }[]
let answer: (url: string) => Response | Promise<Response>
let signed: TestReceiver

beforeEach(async () => {
  const simulator = await thinkific()
  posts = []
  answer = () => new Response('ok')
  signed = new TestReceiver()
  vi.mocked(globalThis.fetch).mockImplementation(async (input, init) => {
    const url = String(input)
    if (signed.takes(url)) {
      return signed.fetch(input, init)
    }
    if (!url.includes('.test/')) {
      return simulator.fetch(input, init)
    }
    posts.push({ url, body: String(init?.body) })
    return answer(url)
  })
  mia = new Person()
  const shop = await new Shop(await setUp(mia)).open(['academy'])
  marketplace = shop.marketplace
  base = `/m/${marketplace}`
})

afterEach(() => {
  vi.useRealTimers()
})

describe('a channel', () => {
  test('says all that is wrong at once', async () => {
    const { text } = await add('slack', { name: '', address: '', quietFrom: '22', digestHour: '7' })
    expect(text).toContain('Fix 4 problems')
  })

  test('is saved, gets an alert as a key is refused, and another when it works again', async () => {
    await add('slack', { address: SLACK, name: 'Operations' })
    await setProblem('Thinkific rejects the API key.')
    await look()
    await setProblem(null)
    await look()
    expect(posts.map(({ url }) => url)).toEqual([SLACK, SLACK])
    const [opened, over] = posts.map(({ body }) => JSON.parse(body).text as string)
    expect(opened).toContain('academy needs attention')
    expect(opened).toContain('Thinkific rejects the API key.')
    expect(opened).toMatch(new RegExp(`<https://[^|>]*${base}/integrations/[^|>]+\\|`))
    expect(over).toContain('over: academy needs attention')
  })

  test('keeps its address sealed: no page and no row shows more than its host', async () => {
    await add('slack', { address: SLACK, name: 'Operations' })
    const pages = await Promise.all([`${base}/alerts`, `${base}/alerts/${CHANNEL}`, `${base}/team`].map(read))
    expect(pages.join()).toContain('hooks.slack.test')
    expect(pages.join()).not.toContain('t0psecret')
    const rows = await env.DB.prepare('SELECT * FROM alert_channels').all()
    expect(JSON.stringify(rows.results)).not.toContain('t0psecret')
    expect(JSON.stringify(await journalRows())).not.toContain('t0psecret')
  })

  test('a Slack URL answers invalid_token: the test alert says so, and what to do', async () => {
    await add('slack', { address: SLACK, name: 'Operations' })
    expect((await sendTest()).text).toContain('A test alert was sent. hooks.slack.test accepted it (200).')
    answer = () => new Response('invalid_token', { status: 403 })
    const refused = await sendTest()
    expect(refused.text).toContain('The test alert did not reach Operations: hooks.slack.test answered invalid_token')
    expect(refused.text).toContain('was revoked')
    answer = () => new Response('no_service', { status: 404 })
    expect((await sendTest()).text).toContain('answered no_service')
    expect(posts).toHaveLength(3)
  })

  test('that fails is said on Overview, and gets what it missed once it was repaired and tested', async () => {
    await add('slack', { address: SLACK, name: 'Operations' })
    answer = () => new Response('invalid_token', { status: 403 })
    await setProblem('Thinkific rejects the API key.')
    await look()
    const overview = await read(`${base}/overview`)
    expect(overview).toContain('Alerts do not reach “Operations”')
    expect(overview).toContain('answered invalid_token')
    expect(await read(`${base}/alerts`)).toContain('Failing')
    answer = () => new Response('ok')
    await sendTest()
    await look()
    expect(posts.map(({ body }) => JSON.parse(body).text as string).at(-1)).toContain('academy needs attention')
    expect(await read(`${base}/overview`)).not.toContain('Alerts do not reach')
  })

  test('a receiver of alerts stalls: the others get theirs, and the journal answers meanwhile', async () => {
    await add('slack', { address: SLACK, name: 'Operations' })
    await add('slack', { address: 'https://chat.test/hook', name: 'Chat', id: crypto.randomUUID() })
    answer = (url) => (url === SLACK ? new Promise(() => {}) : new Response('ok'))
    await setProblem('Thinkific rejects the API key.')
    await ring()
    await vi.waitFor(() => expect(posts.map(({ url }) => url)).toContain('https://chat.test/hook'), LOOKED)
    // The object answers meanwhile.
    expect((await mia.get(`${base}/overview`)).status).toBe(200)
  })

  test('signs what it posts with a secret that is shown once', async () => {
    const saved = await add('signed-url', { address: 'https://hooks.example.com/orders?token=t0psecret', name: 'Tool' })
    const secret = /<code id="made-secret">([^<]+)</.exec(saved.text)?.[1] ?? ''
    expect(secret).toMatch(/^whsec_/)
    signed.secret = secret
    await setProblem('Thinkific rejects the API key.')
    await look()
    expect(signed.posts).toMatchObject([
      {
        body: {
          type: 'alerts.alert',
          data: {
            marketplace: { id: marketplace },
            causes: [{ kind: 'credentials', change: 'opened', title: 'academy needs attention' }],
          },
        },
      },
    ])
  })

  test.each([
    ['slack', 'http://hooks.slack.com/x', 'must begin with https://'],
    ['slack', 'https://169.254.169.254/', 'instead of an IP address'],
    ['slack', 'https://enrollwire.test/hooks/a', 'leads back to Enrollwire'],
    ['signed-url', 'nonsense', 'is not an address'],
    ['megaphone', 'my garden', 'A megaphone needs a yard.'],
  ])(
    'of kind %s that leads to %s is refused with a sentence, and nothing typed is lost',
    async (kind, address, says) => {
      const refused = await add(kind, { address, name: 'Operations', quietFrom: '22', quietUntil: '7' })
      expect(refused.status).toBe(422)
      expect(refused.text).toContain(says)
      expect(refused.text).toContain('value="Operations"')
      expect(refused.text).toContain('<option value="22" selected')
    },
  )

  test('by e-mail goes from its form to the mailer, where anyone may sign up only to members', async () => {
    const mails: { to: string; subject: string; html: string }[] = []
    withMailer(async (mail) => void mails.push(mail as never))
    expect(await read(`${base}/alerts/new`)).toContain('An e-mail to one address.')
    const stranger = await add('email', { address: 'stranger@example.com', name: 'Mail' })
    expect(stranger.text).toContain('Alerts are mailed to members of the team only.')
    await add('email', { address: 'Mia@example.com', name: 'Mail' })
    expect((await sendTest()).text).toContain('A test alert was sent. Mailed to mia@example.com.')
    await setProblem('Thinkific rejects the API key.')
    await look()
    expect(mails.map(({ to }) => to)).toEqual(['mia@example.com', 'mia@example.com'])
    expect(mails[1]).toMatchObject({
      subject: 'Mia’s shop: academy needs attention',
      html: expect.stringContaining(`https://enrollwire.test${base}/integrations/`),
    })
    await drizzle(env.DB).delete(members)
    await setProblem(null)
    await look()
    expect(mails).toHaveLength(2)
    expect(JSON.stringify(await journalRows())).toContain('Alerts are mailed to members of the team only.')
  })

  test('by e-mail is not offered where the deployment has no mailer', async () => {
    expect(await read(`${base}/alerts/new`)).toContain('this deployment has no mailer')
    expect((await add('email', { address: 'ops@example.com', name: 'Mail' })).status).toBe(404)
  })

  test('takes a second of its name no more than an eleventh', async () => {
    await add('slack', { address: SLACK, name: 'Operations' })
    const again = await add('slack', { address: SLACK, name: 'operations', id: crypto.randomUUID() })
    expect(again.text).toContain('Another channel has this name.')
    for (let n = 2; n <= 10; n += 1) {
      expect((await add('slack', { address: SLACK, name: `Channel ${n}`, id: crypto.randomUUID() })).status).toBe(303)
    }
    const eleventh = await add('slack', { address: SLACK, name: 'Channel 11', id: crypto.randomUUID() })
    expect(eleventh.status).toBe(422)
    expect(eleventh.text).toContain('A marketplace has at most 10 channels.')
  })

  test.each([
    [{ quietFrom: '22', quietUntil: '22' }, 'These quiet hours end when they begin.'],
    [{ quietFrom: '22', quietUntil: '' }, 'Quiet hours need a beginning and an end'],
    [{ digestWeekday: '', digestHour: '9' }, 'Choose the day of the digest'],
    [{ digestWeekday: '1', digestHour: '' }, 'Choose the hour of the digest.'],
  ])('with %j is refused with a sentence at its field', async (typed, says) => {
    const refused = await add('slack', { address: SLACK, name: 'Night shift', ...typed })
    expect(refused.status).toBe(422)
    expect(refused.text).toContain(says)
    expect(await read(`${base}/alerts`)).not.toContain('Night shift')
  })

  test('whose row cannot be opened shows its new secret as it is saved with its address', async () => {
    const typed = { address: 'https://hooks.example.com/orders', name: 'Tool' }
    await add('signed-url', typed)
    await drizzle(env.DB).update(alertChannels).set({ sealedAddress: 'sealed under a lost key' })
    const madeFrom = /name="madeFrom" value="([^"]+)"/.exec(await read(`${base}/alerts/${CHANNEL}`))?.[1] ?? ''
    const saved = await mia.post(`${base}/alerts/${CHANNEL}`, { ...CAUSES, ...typed, on: 'on', madeFrom })
    signed.secret = /<code id="made-secret">([^<]+)</.exec(saved.text)?.[1] ?? ''
    expect(saved.text).toContain('so it has a new one')
    await sendTest()
    expect(signed.posts).toMatchObject([{ body: { type: 'alerts.test' } }])
  })

  test('that is deleted gets nothing more, and the journal forgets it', async () => {
    await add('slack', { address: SLACK, name: 'Operations' })
    await setProblem('Thinkific rejects the API key.')
    await mia.post(`${base}/alerts/${CHANNEL}/deletions`, {})
    await look()
    expect(posts).toEqual([])
    expect((await journalRows()).filter(({ name }) => name.startsWith('alerts'))).toEqual([])
  })
})

describe('A day’s outage', () => {
  test('a made-up kind of channel goes from its form to its message', async () => {
    expect(await read(`${base}/alerts/new`)).toContain('Shout it across the yard.')
    await add('megaphone', { address: 'north yard', name: 'Yard' })
    expect(await read(`${base}/alerts`)).toContain('Megaphone · north yard')
    expect((await sendTest()).text).toContain('north yard heard it.')
    await setProblem('Thinkific rejects the API key.')
    await look()
    expect(shouted.at(-1)).toMatch(/^north yard: .+: academy needs attention$/)
  })
})

/** The deployment's own bindings, with a mailer until the test ends. */
function withMailer(send: (mail: unknown) => Promise<void>): void {
  const settings = { MAILER: { send }, MAIL_FROM: 'enrollwire@example.com', PUBLIC_URL: ORIGIN, SIGN_UP: 'open' }
  const before = Object.entries(settings).map(([name]) => [name, Reflect.get(env, name)] as const)
  Object.assign(env, settings)
  onTestFinished(() => void Object.assign(env, Object.fromEntries(before)))
}

function add(kind: string, { id = CHANNEL, ...typed }: Record<string, string>) {
  return mia.post(`${base}/alerts?kind=${kind}`, { id, on: 'on', ...CAUSES, ...typed })
}

async function sendTest() {
  await mia.post(`${base}/alerts/${CHANNEL}/tests`, {})
  return mia.get(`${base}/alerts/${CHANNEL}`)
}

async function read(path: string): Promise<string> {
  return (await mia.get(path)).text
}

function setProblem(problem: string | null) {
  return drizzle(env.DB).update(integrations).set({ problem })
}

/** The journal's alarm, a minute on. */
async function ring(): Promise<void> {
  vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 20 * 60_000 })
  await runDurableObjectAlarm(env.JOURNAL.getByName(marketplace))
}

/** The same, and what it sends. */
async function look(): Promise<void> {
  const before = await journalRows()
  await ring()
  await vi.waitFor(async () => {
    const now = await journalRows()
    const holds = (text: string) => now.some(({ value }) => value.includes(text))
    expect(holds('"outbox":[{')).toBe(holds('"failure":{'))
    expect(JSON.stringify(now)).not.toBe(JSON.stringify(before))
  }, LOOKED)
}

function journalRows(): Promise<{ name: string; value: string }[]> {
  return runInDurableObject(env.JOURNAL.getByName(marketplace), (_, { storage }) =>
    storage.sql
      .exec<{ name: string; value: string }>(`SELECT name, value FROM facts WHERE name LIKE 'alerts%' ORDER BY name`)
      .toArray(),
  )
}
