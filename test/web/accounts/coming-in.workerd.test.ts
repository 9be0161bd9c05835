import { env } from 'cloudflare:workers'
import { beforeAll, describe, expect, test } from 'vitest'
import { loadAuth } from '../../../src/accounts/auth'
import { joinTeam, linkFor, resetLink } from './host'
import { mailer, merchant, PASSWORD, redirectOf, Visitor } from './visitor'

const SETUP = {
  token: 'test-setup-token',
  name: 'Ada',
  email: 'Ada@Example.com',
  password: PASSWORD,
  marketplace: 'Ada’s shop',
}

// Hashing passwords is slow on purpose.

beforeAll(async () => {
  await loadAuth(env)
})

describe('setting up', () => {
  test('is where everyone is sent first, with the token of the link filled in', async () => {
    const visitor = new Visitor()
    expect(redirectOf(await visitor.get('/sign-in'))).toBe('/setup')
    const page = await visitor.get('/setup?token=from-the-link')
    expect(page.status).toBe(200)
    expect(await page.text()).toContain('value="from-the-link"')
  })

  test('refuses another token and keeps what was typed, except the password', async () => {
    const page = await new Visitor().post('/setup', { ...SETUP, token: 'guessed' })
    const text = await page.text()
    expect(page.status).toBe(422)
    expect(text).toContain('Wrong setup token')
    expect(text).toContain('value="ada@example.com"')
    expect(text).not.toContain(PASSWORD)
  })

  test('refuses everyone while the deployment has no token', async () => {
    const page = await new Visitor({ SETUP_TOKEN: '' }).post('/setup', { ...SETUP, token: '' })
    expect(page.status).toBe(422)
  })

  test('says what is wrong with a form, all of it at once', async () => {
    const page = await new Visitor().post('/setup', { ...SETUP, name: ' ', email: 'ada', password: 'short' })
    const text = await page.text()
    expect(text).toContain('Your name is missing.')
    expect(text).toContain('This is not an email address.')
    expect(text).toContain('Use at least 10 characters.')
  })

  test('makes one first person even when it is asked twice at once, and then is over', async () => {
    const [one, other] = await Promise.all([
      new Visitor().post('/setup', SETUP),
      new Visitor().post('/setup', { ...SETUP, email: 'mallory@example.com' }),
    ])
    const made = [one, other].filter((answer) => redirectOf(answer).endsWith('/overview'))
    expect(made).toHaveLength(1)
    const { results } = await env.DB.prepare('SELECT * FROM people').all()
    expect(results).toHaveLength(1)
    expect((await new Visitor().get('/setup')).status).toBe(410)
    expect((await new Visitor().post('/setup', SETUP)).status).toBe(410)
  })

  test('leaves its person signed in, in their marketplace', async () => {
    const visitor = new Visitor()
    await visitor.post('/sign-in', { email: SETUP.email, password: PASSWORD })
    const overview = redirectOf(await visitor.get('/'))
    expect(await (await visitor.get(overview)).text()).toBe('overview of Ada’s shop')
  })
})

describe('signing in', () => {
  test('goes back to the page one came for, and only on this site', async () => {
    const visitor = new Visitor()
    const asked = redirectOf(await visitor.get('/account?x=1'))
    expect(asked).toBe('/sign-in?to=%2Faccount%3Fx%3D1')
    const fields = { email: SETUP.email, password: PASSWORD }
    expect(redirectOf(await visitor.post('/sign-in', { ...fields, to: '/account?x=1' }))).toBe('/account?x=1')
    for (const to of ['https://evil.example', '//evil.example', '/\\evil.example', '/\t/evil.example', 'account']) {
      expect(redirectOf(await new Visitor().post('/sign-in', { ...fields, to }))).toBe('/')
    }
  })

  test('answers alike whether the account exists or not', async () => {
    const answer = async (email: string) => {
      const page = await new Visitor().post('/sign-in', { email, password: 'not the password' })
      return { status: page.status, text: (await page.text()).replaceAll(email, '…') }
    }
    const known = await answer('ada@example.com')
    expect(known).toEqual(await answer('nobody@example.com'))
    expect(known.status).toBe(422)
  })

  test('shuts after ten failures of one account from one address, whether it exists or not, and says for how long', async () => {
    for (const email of ['ben@example.com', 'nobody2@example.com']) {
      const guesser = new Visitor()
      for (let tries = 0; tries < 10; tries += 1) {
        expect((await guesser.post('/sign-in', { email, password: 'wrong' })).status).toBe(422)
      }
      const shut = await guesser.post('/sign-in', { email, password: 'wrong' })
      expect(shut.status).toBe(429)
      expect(Number(shut.headers.get('retry-after'))).toBeGreaterThan(800)
      expect(await shut.text()).toContain('Too many tries. Wait 15 minutes and try again.')
    }
  })

  test('shuts after thirty failures of one address', async () => {
    const answers: number[] = []
    for (let tries = 0; tries < 31; tries += 1) {
      const visitor = new Visitor({}, '2001:db8:1:2:3::9')
      answers.push((await visitor.post('/sign-in', { email: `x${tries}@example.com`, password: 'x' })).status)
    }
    expect(new Set(answers.slice(0, 30))).toEqual(new Set([422]))
    expect(answers[30]).toBe(429)
    expect((await new Visitor({}, '2001:db8:1:2:ffff::1').post('/sign-in', { email: 'y', password: 'x' })).status).toBe(
      429,
    )
  })

  test('begins a new session and takes none that was brought along', async () => {
    const visitor = new Visitor()
    visitor.jar.set('__Host-session', 'planted.value')
    await visitor.post('/sign-in', { email: SETUP.email, password: PASSWORD })
    expect(visitor.jar.get('__Host-session')).not.toBe('planted.value')
    expect((await visitor.get('/account')).status).toBe(200)
  })
})

describe('signing out', () => {
  test('ends the session itself, not only its cookie', async () => {
    const { visitor } = await merchant('gil')
    const stolen = new Visitor()
    stolen.jar.set('__Host-session', visitor.jar.get('__Host-session') ?? '')
    expect((await stolen.get('/account')).status).toBe(200)
    expect(redirectOf(await visitor.post('/sign-out'))).toBe('/sign-in')
    expect(visitor.jar.has('__Host-session')).toBe(false)
    expect(redirectOf(await stolen.get('/account'))).toMatch(/^\/sign-in/)
  })

  test('sends htmx the whole sign-in page rather than a fragment', async () => {
    const answer = await new Visitor().get('/account', { 'hx-request': 'true' })
    expect(answer.status).toBe(401)
    expect(answer.headers.get('hx-redirect')).toBe('/sign-in')
  })
})

describe('signing up', () => {
  test('is by invitation unless the deployment is open', async () => {
    expect((await new Visitor().get('/sign-up')).status).toBe(404)
    const { settings } = mailer()
    expect((await new Visitor({ SIGN_UP: 'open', ...settings }).get('/sign-up')).status).toBe(200)
  })
})

describe('a new password', () => {
  /** Every form that sets one, with what else it holds. */
  async function forms(email: string): Promise<[string, Visitor, Record<string, string>][]> {
    const { send, settings } = mailer()
    const open = new Visitor({ SIGN_UP: 'open', ...settings })
    const host = await merchant(`host.of.${email.split('@')[0]}`)
    const invitation = (await linkFor(host, email)).split('=')[1] ?? ''
    await open.post('/sign-up/addresses', { email })
    const address = /address=(\w+)/.exec(send.mock.calls[0]?.[0].text ?? '')?.[1] ?? ''
    await joinTeam(host, `member.${email.split('@')[0]}`)
    const { token } = await resetLink(host, `member.${email}`)
    return [
      ['/sign-up', new Visitor(), { invitation, name: 'Fay' }],
      ['/sign-up/proven', open, { address, name: 'Fay', marketplace: 'x' }],
      ['/new-password', new Visitor(), { token }],
      ['/account/password', host.visitor, { current: PASSWORD }],
    ]
  }

  test('is none of those tried first, on any form', async () => {
    for (const [form, visitor, fields] of await forms('fay.long@example.com')) {
      for (const password of ['password123', 'aaaaaaaaaaaa', 'Manchester', 'usuckballz1']) {
        expect([form, password, (await visitor.post(form, { ...fields, password })).status]).toEqual([
          form,
          password,
          422,
        ])
      }
    }
  })

  test('is not one’s own email, on any form', async () => {
    for (const [form, visitor, fields] of await forms('gus.long@example.com')) {
      const own = {
        '/new-password': 'member.gus.long@example.com',
        '/account/password': 'host.of.gus.long@example.com',
      }
      const password = (own as Record<string, string>)[form] ?? 'Gus.Long@example.com'
      const answer = await visitor.post(form, { ...fields, password })
      expect([form, answer.status, await answer.text()]).toEqual([
        form,
        422,
        expect.stringContaining('Your email is not a safe password'),
      ])
    }
  })

  test('is not taken while the list of those tried first cannot be read', async () => {
    const ASSETS = { fetch: async () => new Response('', { status: 503 }) } as unknown as Fetcher
    const { visitor } = await merchant('ida')
    Object.assign(visitor.settings, { ASSETS })
    const answer = await visitor.post('/account/password', { current: PASSWORD, password: 'an uncommon one' })
    expect([answer.status, await answer.text()]).toEqual([
      422,
      expect.stringContaining('could not be read. Try again.'),
    ])
  })
})
