/** Secrets are planted, a merchant's life is lived on the whole Worker, and nothing of them is stored or shown anywhere. */
import { env, exports } from 'cloudflare:workers'
import { Webhook } from 'standardwebhooks'
import { beforeAll, describe, expect, test, vi } from 'vitest'
import { ACADEMY, ACADEMY_COURSES } from '../simulator/academy'
import type { Simulator } from '../simulator/simulator'
import { type Answer, ORIGIN, Person, SETUP_TOKEN } from '../worker/person'
import { thinkific } from '../worker/shop'
import { Cage } from './canaries'

const STATUS_TOKEN = 'test-status-token'
const MIA = { email: 'mia@example.com', password: 'canary password of Mia' }
const SAM = { email: 'sam@example.com', password: 'canary password of Sam' }
const SOON = { timeout: 45_000, interval: 200 }

const cage = new Cage()
/** What went to Thinkific: where to, and everything but the header that is for the credential. */
const outgoing: { origin: string; redirect: string; rest: string }[] = []
let simulator: Simulator
let mia: Person
let base: string
let hook: string
let signing: string
let key: string

beforeAll(async () => {
  simulator = await thinkific()
  // Thinkific may say a key back; some answers of this one do.
  const send = vi.mocked(globalThis.fetch)
  const honest = send.getMockImplementation()
  send.mockImplementation(async (input, init) => {
    const request = new Request(input, init)
    const { 'x-auth-api-key': _, authorization: __, ...others } = Object.fromEntries(request.headers)
    const rest = `${request.url} ${JSON.stringify(others)} ${await request.clone().text()}`
    outgoing.push({ origin: new URL(request.url).origin, redirect: request.redirect, rest })
    const said = request.headers.get('x-auth-api-key') ?? ''
    if (request.url.includes('/users') && (await request.clone().text()).includes('refused@')) {
      return Response.json(
        { errors: { email: [`is not allowed for the key ${said}`] }, api_key: said },
        { status: 422 },
      )
    }
    if (said.includes('denied')) {
      return Response.json({ error: `The key ${said} has no access.` }, { status: 403 })
    }
    return honest ? honest(input, init) : Response.error()
  })
  for (const [name, secret] of Object.entries({ ...planted() })) {
    cage.plant(name, secret)
  }
  cage.watch()
  mia = person()
  await setUpMarketplace()
  await connect()
  await makeEndpoint()
  await live()
  await lookAround()
  await shareAndLeave()
  await cage.look()
})

describe('After a merchant’s life', () => {
  test('a great deal was seen, and every secret was in use', () => {
    expect(cage.planted.length).toBeGreaterThan(12)
    const places = (start: string) => cage.sights.filter(({ where }) => where.startsWith(start))
    expect(places('stored D1').length).toBeGreaterThan(10)
    expect(places('stored JOURNAL receipts').length).toBeGreaterThan(4)
    expect(places('stored THINKIFIC_SITE customers').length).toBeGreaterThan(1)
    expect(places('stored KV').length).toBeGreaterThan(0)
    expect(places('printed').length).toBeGreaterThan(20)
    expect(places('queued').length).toBeGreaterThan(4)
    expect(places('answered').length).toBeGreaterThan(30)
  })

  test('no secret is stored, printed, queued or answered', () => {
    expect(cage.escaped()).toEqual([])
  })

  test('the search finds what is there', () => {
    const control = new Cage()
    control.plant('a customer’s name', 'Augusta Kingsley')
    control.sights.push(...cage.sights)
    expect(control.escaped().length).toBeGreaterThan(3)
  })

  test('a credential left for Thinkific only, in the header that is for it', () => {
    expect(outgoing.length).toBeGreaterThan(5)
    const { origin } = new URL(env.THINKIFIC_API_URL)
    expect(new Set(outgoing.map((one) => `${one.origin} ${one.redirect}`))).toEqual(new Set([`${origin} manual`]))
    const secrets = [ACADEMY.apiKey, ACADEMY.accessToken]
    expect(outgoing.filter(({ rest }) => secrets.some((secret) => rest.includes(secret)))).toEqual([])
  })
})

function planted() {
  return {
    'setup token': SETUP_TOKEN,
    'status token': STATUS_TOKEN,
    'session secret': env.AUTH_SECRET,
    'sealing key': env.SEALING_KEYS.slice('k1:'.length),
    'Thinkific key': ACADEMY.apiKey,
    'Thinkific token': ACADEMY.accessToken,
    'wrong Thinkific key': 'canary-wrong-key-canary-wrong-ke',
    'denied Thinkific key': 'canary-denied-key-canary-denied-',
    'password of Mia': MIA.password,
    'password of Sam': SAM.password,
    'wrong password': 'canary wrong password',
    'new password': 'canary new password of Mia',
    'wrong key in an address': 'canary-wrong-key-in-address',
    'wrong setup token': 'canary-wrong-setup-token',
  }
}

/** A link or a secret that is shown once is on that page, and only there. */
function person(): Person {
  return new Person((answer, asked) => {
    const session = /__Host-session=([^;]{12,})/.exec(answer.headers.getSetCookie().join())?.[1]
    if (session) {
      cage.plant(`session of ${asked} ${cage.planted.length}`, decodeURIComponent(session).split('.')[0] ?? '')
    }
    const headers = [...answer.headers].filter(([name]) => name !== 'set-cookie')
    const said = SHOWS_ONCE.some((pattern) => pattern.test(asked)) ? '' : answer.text
    cage.sights.push({ where: `answered ${asked.split('?')[0]}`, text: `${JSON.stringify(headers)} ${said}` })
  })
}

/** A new secret's page; the forms that a link with a token opens for its bearer; the team's links, which are there to be handed over. */
const SHOWS_ONCE = [
  /^POST \/setup$/,
  /^POST .*\/webhook\/(endpoints|secrets)$/,
  /^GET \/new-password\?/,
  /^GET \/setup\?/,
  /\/password-links$/,
]

async function setUpMarketplace(): Promise<void> {
  const fields = { name: 'Mia Chen', email: MIA.email, marketplace: 'Mia’s shop' }
  await mia.get(`/setup?token=${SETUP_TOKEN}`)
  await mia.post('/setup', { ...fields, token: SETUP_TOKEN, password: 'short' }).then(echoesNothing)
  const made = await mia.post('/setup', { ...fields, token: SETUP_TOKEN, password: MIA.password })
  base = made.headers.get('location')?.replace(/\/overview$/, '') ?? ''
  expect(base).toMatch(/^\/m\//)
  await mia.post('/sign-in', { email: MIA.email, password: 'canary wrong password' })
  await mia.post('/sign-in', { email: 'nobody@example.com', password: 'canary wrong password' })
  expect((await mia.post('/sign-in', MIA)).status).toBe(303)
  await mia.post('/account/password', { current: 'canary wrong password', password: 'canary new password of Mia' })
  await mia.post('/account/password', { current: MIA.password, password: 'canary new password of Mia' })
  await mia.get('/account')
}

async function connect(): Promise<void> {
  const fields = { name: 'Academy', site: 'academy' }
  const add = (more: Record<string, string>) =>
    mia.post(`${base}/integrations`, { id: crypto.randomUUID(), ...fields, ...more })
  expect((await add({ key: 'canary-wrong-key-canary-wrong-ke' })).status).toBe(422)
  expect((await add({ key: 'canary-denied-key-canary-denied-' })).status).toBe(422)
  expect((await add({ key: ACADEMY.apiKey, site: 'not a site' })).status).toBe(422)
  expect((await add({ key: ACADEMY.apiKey })).status).toBe(303)
  const [integration] = await ids('integrations')
  const edit = (more: Record<string, string>) =>
    mia.post(`${base}/integrations/${integration}`, { ...fields, pace: '120', ...more })
  expect((await edit({ key: ACADEMY.accessToken })).status).toBe(303)
  expect((await edit({ key: 'canary-denied-key-canary-denied-' })).status).toBe(422)
  expect((await edit({ key: ACADEMY.apiKey, pace: 'x' })).status).toBe(422)
  expect((await edit({ key: ACADEMY.apiKey })).status).toBe(303)
  await mia.post(`${base}/integrations/${integration}/catalog/refreshes`)
  await vi.waitFor(async () => expect(await env.COPIES.get(`catalog:${integration}`)).toContain('Course Two'), SOON)
  for (const [trigger, action] of [
    ['product.purchased', 'create_course'],
    ['product.refunded', 'expire_course'],
  ]) {
    const rule = { id: crypto.randomUUID(), product: '*', integration: integration ?? '', trigger, action }
    const target = String(ACADEMY_COURSES['Course Two'])
    expect((await mia.post(`${base}/rules`, { ...rule, target } as Record<string, string>)).status).toBe(303)
  }
}

async function makeEndpoint(): Promise<void> {
  const made = await mia.post(`${base}/webhook/endpoints`, { id: crypto.randomUUID() })
  const old = { signing: secretIn(made, /whsec_[A-Za-z0-9+/=]+/), key: secretIn(made, /\?key=([\w-]{20,})/) }
  cage.plant('old signing secret', old.signing)
  cage.plant('old key', old.key)
  const rotated = await mia.post(`${base}/webhook/secrets`, { id: crypto.randomUUID(), kind: 'signing' })
  signing = cage.plant('signing secret', secretIn(rotated, /whsec_[A-Za-z0-9+/=]+/))
  const another = await mia.post(`${base}/webhook/secrets`, { id: crypto.randomUUID(), kind: 'key' })
  key = cage.plant('key', secretIn(another, /\?key=([\w-]{20,})/))
  expect([signing === old.signing, key === old.key]).toEqual([false, false])
  hook = `/hooks/${(await ids('endpoints'))[0]}`
}

async function live(): Promise<void> {
  expect(await sell('product.purchased', 'ada@example.com', '1')).toBe(202)
  expect(await sell('product.purchased', 'refused@example.com', '2')).toBe(202)
  expect(await sell('product.refunded', 'ada@example.com', '1')).toBe(202)
  expect(await sell('product.purchased', 'owner@academy.example.com', '3')).toBe(202)
  const samcart = {
    type: 'Product Purchased',
    customer: { email: 'grace@example.com' },
    product: { id: '7' },
    order: { id: '9' },
  }
  expect(await post(`${hook}/samcart?key=${key}`, JSON.stringify(samcart))).toBe(202)
  expect(await post(`${hook}/samcart?key=${key}`, 'not json at all')).toBe(400)
  expect(await post(`${hook}?key=${key}`, '{"type":"nonsense"}', { 'idempotency-key': 'one' })).toBe(202)
  expect(await post(`${hook}/samcart?key=canary-wrong-key-in-address`, '{}')).toBe(401)
  expect(await post(`${hook}/unknown?key=${key}`, '{}')).toBe(404)
  expect(await post(`/hooks/nowhere?key=${key}`, '{}')).toBe(404)
  expect(
    await sell('product.purchased', 'ada@example.com', '4', `whsec_${btoa('canary signing secret, wrong one')}`),
  ).toBe(401)
  await finals(5)
  simulator.faults.startOutage('academy')
  await sell('product.purchased', 'late@example.com', '5')
  await waits('temporary')
  simulator.faults.endOutage('academy')
  simulator.faults.add({ kind: '401', times: Number.POSITIVE_INFINITY })
  await sell('product.purchased', 'parked@example.com', '6')
  await waits('credentials')
}

async function lookAround(): Promise<void> {
  const [integration] = await ids('integrations')
  const [rule] = await ids('rules')
  const { rows, waiting } = await journal().log({})
  const pages = [
    'overview',
    'products',
    'integrations',
    `integrations/${integration}`,
    'rules',
    `rules/${rule}`,
    'logs',
    'logs.csv',
    'webhook',
    'team',
  ]
  const entries = [...rows, ...waiting].map(({ id }) => `logs/${encodeURIComponent(id)}`)
  const customers = ['ada', 'refused', 'late'].map((name) => `customers/${name}%40example.com`)
  const more = customers.flatMap((one) => [one, `${one}/thinkific`, `${one}/export`])
  for (const page of [...pages, ...entries, ...more]) {
    expect((await mia.get(`${base}/${page}`)).status).toBe(200)
  }
  expect(entries.length).toBeGreaterThan(6)
  await mia.get('/marketplaces')
  await mia.get(`${base}/nothing/here?key=${key}`)
  for (const token of [STATUS_TOKEN, 'wrong']) {
    const answer = await exports.default.fetch(
      new Request(`${ORIGIN}/status`, { headers: { authorization: `Bearer ${token}` } }),
    )
    cage.sights.push({
      where: 'answered /status',
      text: `${JSON.stringify([...answer.headers])} ${await answer.text()}`,
    })
  }
}

async function shareAndLeave(): Promise<void> {
  await mia.post(`${base}/team/invitations`, { email: SAM.email, role: 'merchant' })
  const [invitation = ''] = await ids('invitations')
  const sam = person()
  await sam.post('/sign-up', { invitation, name: 'Sam', password: 'short' }).then(echoesNothing)
  expect((await sam.post('/sign-up', { invitation, name: 'Sam', password: SAM.password })).status).toBe(303)
  const member = await env.DB.prepare(`SELECT id FROM members WHERE role = 'merchant'`).first<{ id: string }>()
  const handed = await mia.post(`${base}/team/members/${member?.id}/password-links`)
  const token = cage.plant('token of a reset link', secretIn(handed, /token=([a-z0-9]{20,})/))
  await sam.get(`/new-password?token=${token}`)
  expect((await sam.post('/new-password', { token, password: 'another canary password of Sam' })).status).toBe(303)
  cage.plant('another password of Sam', 'another canary password of Sam')
  await mia.post('/setup', {
    token: 'canary-wrong-setup-token',
    name: 'x',
    email: 'x@example.com',
    password: SAM.password,
    marketplace: 'x',
  })
  await mia.post('/sign-out')
}

async function sell(type: string, email: string, order: string, secret = signing): Promise<number> {
  const data = {
    customer: { email, first_name: 'Augusta', last_name: 'Augusta Kingsley' },
    order: { id: order },
    items: [{ product_id: 'club' }],
  }
  const body = JSON.stringify({ type, timestamp: new Date().toISOString(), data })
  const [id, now] = [crypto.randomUUID(), new Date()]
  return post(hook, body, {
    'webhook-id': id,
    'webhook-timestamp': String(Math.floor(now.getTime() / 1000)),
    'webhook-signature': new Webhook(secret).sign(id, now, body),
  })
}

async function post(path: string, body: string, headers: Record<string, string> = {}): Promise<number> {
  const answer = await exports.default.fetch(new Request(`${ORIGIN}${path}`, { method: 'POST', body, headers }))
  cage.sights.push({
    where: `answered POST ${path.split('?')[0]}`,
    text: `${JSON.stringify([...answer.headers])} ${await answer.text()}`,
  })
  return answer.status
}

function journal() {
  return env.JOURNAL.getByName(base.slice('/m/'.length))
}

function finals(count: number): Promise<void> {
  return vi.waitFor(async () => expect((await journal().log({})).rows.length).toBeGreaterThanOrEqual(count), SOON)
}

function waits(reason: string): Promise<void> {
  return vi.waitFor(
    async () => expect((await journal().log({})).waiting.map((row) => row.waiting?.reason)).toContain(reason),
    SOON,
  )
}

async function ids(table: 'integrations' | 'endpoints' | 'rules' | 'invitations'): Promise<string[]> {
  const { results } = await env.DB.prepare(`SELECT id FROM ${table}`).all<{ id: string }>()
  return results.map(({ id }) => id)
}

function secretIn({ text }: Answer, pattern: RegExp): string {
  const found = pattern.exec(text.replaceAll('&amp;', '&'))
  const secret = found?.[1] ?? found?.[0]
  if (secret === undefined) {
    throw new Error(`no ${pattern} was shown`)
  }
  return secret
}

function echoesNothing({ status, text }: Answer): void {
  expect(status).toBe(422)
  expect(text).not.toContain('value="short"')
}
