/** Signing in with a code besides the password. */
import { env } from 'cloudflare:workers'
import { afterEach, beforeAll, describe, expect, test, vi } from 'vitest'
import { loadAuth } from '../../../src/accounts/auth'
import { joinTeam, listAudit, operatorsLink, turnOnTwoStep } from './host'
import { merchant, PASSWORD, redirectOf, Visitor } from './visitor'

/** A code counts once, and the step before and after it, too. */
const A_WHILE_MS = 120_000

beforeAll(async () => {
  await loadAuth(env)
})
afterEach(() => {
  vi.useRealTimers()
})

function later(): void {
  vi.setSystemTime(Date.now() + A_WHILE_MS)
}

async function withTwoStep(name: string) {
  const host = await merchant(name)
  return { ...host, ...(await turnOnTwoStep(host.visitor)) }
}

async function passwordTyped(email: string, to = ''): Promise<Visitor> {
  const visitor = new Visitor()
  const answer = await visitor.post('/sign-in', { email, password: PASSWORD, to })
  expect(redirectOf(answer)).toBe(`/sign-in/code?to=${encodeURIComponent(to)}`)
  return visitor
}

describe('Two-step sign-in', () => {
  test('takes the password and a code, and goes where one wanted', async () => {
    const { email, code } = await withTwoStep('ada')
    const visitor = await passwordTyped(email, '/account?x=1')
    expect(visitor.jar.has('__Host-session')).toBe(false)
    expect(redirectOf(await visitor.get('/account'))).toMatch(/^\/sign-in/)
    later()
    expect((await visitor.post('/sign-in/code', { code: '000000' })).status).toBe(422)
    const answer = await visitor.post('/sign-in/code', { code: code(), to: '/account?x=1' })
    expect(redirectOf(answer)).toBe('/account?x=1')
    expect(await (await visitor.get('/account')).text()).toContain('On: change')
  })

  test('takes a code once', async () => {
    const { email, code } = await withTwoStep('bea')
    later()
    const used = code()
    const [one, other] = [await passwordTyped(email), await passwordTyped(email)]
    expect(redirectOf(await one.post('/sign-in/code', { code: used }))).toBe('/')
    expect((await other.post('/sign-in/code', { code: used })).status).toBe(422)
  })

  test('takes each recovery code once, as people copy it', async () => {
    const { email, recovery } = await withTwoStep('cleo')
    expect(new Set(recovery).size).toBe(10)
    const typed = ` ${recovery[3]?.toUpperCase()} `
    expect(redirectOf(await (await passwordTyped(email)).post('/sign-in/code', { code: typed }))).toBe('/')
    expect((await (await passwordTyped(email)).post('/sign-in/code', { code: typed })).status).toBe(422)
    const { results } = await env.DB.prepare('SELECT * FROM two_steps').all()
    expect(JSON.stringify(results)).not.toContain(recovery[4]?.replace('-', ''))
  })

  test('is over after ten minutes, and not opened by a made-up cookie', async () => {
    const { email, code } = await withTwoStep('dan')
    const visitor = await passwordTyped(email)
    vi.setSystemTime(Date.now() + 601_000)
    expect(redirectOf(await visitor.post('/sign-in/code', { code: code() }))).toBe('/sign-in')
    visitor.jar.set('__Host-sign-in', 'v1.k1.made.up')
    expect(redirectOf(await visitor.get('/sign-in/code'))).toBe('/sign-in')
  })

  test('begins again where its owner signed out everywhere in the meantime', async () => {
    const { email, visitor, code } = await withTwoStep('lea')
    later()
    const thief = await passwordTyped(email)
    await visitor.post('/account/sessions/endings')
    expect(redirectOf(await thief.post('/sign-in/code', { code: code() }))).toBe('/sign-in')
  })

  test('takes a recovery code while the app’s secret cannot be opened, and says so of other codes', async () => {
    const { email, recovery } = await withTwoStep('mia')
    const key = Buffer.from(crypto.getRandomValues(new Uint8Array(32))).toString('base64')
    const visitor = new Visitor({ SEALING_KEYS: `zz:${key}` })
    await visitor.post('/sign-in', { email, password: PASSWORD })
    expect(await (await visitor.post('/sign-in/code', { code: '000000' })).text()).toContain('Use a recovery code.')
    expect(redirectOf(await visitor.post('/sign-in/code', { code: recovery[0] ?? '' }))).toBe('/')
  })

  test('stops guessing at codes, and lets a known device in', async () => {
    const { email, visitor, code } = await withTwoStep('emil')
    const thief = await passwordTyped(email)
    const answers: number[] = []
    for (let tries = 0; tries < 11; tries += 1) {
      answers.push((await thief.post('/sign-in/code', { code: '000000' })).status)
    }
    expect(answers.at(-1)).toBe(429)
    await visitor.post('/sign-out')
    await visitor.post('/sign-in', { email, password: PASSWORD })
    later()
    expect(redirectOf(await visitor.post('/sign-in/code', { code: code() }))).toBe('/')
  })

  test('changes nothing before a code was typed, and ends the other sessions then', async () => {
    const { visitor, email } = await merchant('fay')
    const other = new Visitor()
    await other.post('/sign-in', { email, password: PASSWORD })
    expect((await visitor.post('/account/two-step', { current: 'not it' })).status).toBe(422)
    await visitor.post('/account/two-step', { current: PASSWORD })
    expect(redirectOf(await new Visitor().post('/sign-in', { email, password: PASSWORD }))).toBe('/')
    expect((await visitor.post('/account/two-step/confirmations', { code: '12345' })).status).toBe(422)
    await turnOnTwoStep(visitor)
    expect(redirectOf(await other.get('/account'))).toMatch(/^\/sign-in/)
    expect((await visitor.get('/account')).status).toBe(200)
  })

  test('is turned off with the password and a code', async () => {
    const { visitor, email, recovery } = await withTwoStep('gil')
    const turnOff = (current: string, code: string) => visitor.post('/account/two-step/endings', { current, code })
    expect((await turnOff('not it', recovery[0] ?? '')).status).toBe(422)
    expect((await turnOff(PASSWORD, '')).status).toBe(422)
    expect((await turnOff(PASSWORD, '000000')).status).toBe(422)
    expect(redirectOf(await turnOff(PASSWORD, recovery[0] ?? ''))).toBe('/account')
    expect(redirectOf(await new Visitor().post('/sign-in', { email, password: PASSWORD }))).toBe('/')
  })

  test('outlives a new password, unless the operator makes the link', async () => {
    const { email } = await withTwoStep('hana')
    await passwordTyped(email)
    const token = await operatorsLink(email)
    await new Visitor().post('/new-password', { token, password: 'remembered by an operator' })
    const answer = await new Visitor().post('/sign-in', { email, password: 'remembered by an operator' })
    expect(redirectOf(answer)).toBe('/')
  })
})

describe('A marketplace', () => {
  test('asks its admins for it, and merchants not', async () => {
    const { visitor, marketplace } = await merchant('ivo')
    const host = { visitor, marketplace, email: 'ivo@example.com' }
    const other = await joinTeam(host, 'jo', 'admin')
    const seller = await joinTeam(host, 'kim')
    const team = `/m/${marketplace}/team`
    await visitor.post(`${team}/two-step`, { on: 'yes' })
    expect(await (await visitor.get(team)).text()).toContain('Turn on two-step sign-in for yourself first')
    await turnOnTwoStep(visitor)
    expect((await seller.post(`${team}/two-step`, { on: 'no' })).status).toBe(404)
    await visitor.post(`${team}/two-step`, { on: 'yes' })
    expect(redirectOf(await other.get(team))).toBe('/account/two-step')
    expect(await (await other.get('/account/two-step')).text()).toContain('ivo’s shop requires two-step sign-in')
    expect((await seller.get(team)).status).toBe(200)
    expect((await visitor.get(team)).status).toBe(200)
    const list = await (await other.get('/marketplaces')).text()
    expect([list.includes(marketplace), list.includes('One of your marketplaces requires')]).toEqual([false, true])
    await turnOnTwoStep(other)
    expect((await other.get(team)).status).toBe(200)
    expect(await (await other.get('/marketplaces')).text()).toContain(marketplace)
    await visitor.post(`${team}/two-step`, { on: 'no' })
    expect((await listAudit(marketplace)).slice(-2)).toEqual([
      'asked admins for two-step sign-in',
      'no longer asks admins for two-step sign-in',
    ])
  })
})
