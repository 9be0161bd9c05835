/** Strangers who guess shut no door but their own. */
import { env } from 'cloudflare:workers'
import { beforeAll, describe, expect, test } from 'vitest'
import { loadAuth } from '../../../src/accounts/auth'
import { mailer, merchant, PASSWORD, redirectOf, Visitor } from './visitor'

const SETUP = { name: 'Ada', email: 'ada@example.com', password: PASSWORD, marketplace: 'Ada’s shop' }

beforeAll(async () => {
  await loadAuth(env)
})

async function guess(visitor: Visitor, email: string, tries: number): Promise<number[]> {
  const answers: number[] = []
  for (let count = 0; count < tries; count += 1) {
    answers.push((await visitor.post('/sign-in', { email, password: 'a wrong password' })).status)
  }
  return answers
}

describe('Setup', () => {
  test('stays open to its owner while a stranger guesses tokens', async () => {
    const stranger = new Visitor()
    const answers: number[] = []
    for (let tries = 0; tries < 11; tries += 1) {
      answers.push((await stranger.post('/setup', { ...SETUP, token: 'guessed' })).status)
    }
    expect(answers).toEqual([...Array.from({ length: 10 }, () => 422), 429])
    const owner = await new Visitor().post('/setup', { ...SETUP, token: 'test-setup-token' })
    expect(redirectOf(owner)).toMatch(/\/overview$/)
  })
})

describe('Signing in', () => {
  test('lets the owner in from their own address while a stranger guesses', async () => {
    const { email } = await merchant('bea')
    expect((await guess(new Visitor(), email, 11)).at(-1)).toBe(429)
    expect(redirectOf(await new Visitor().post('/sign-in', { email, password: PASSWORD }))).toBe('/')
  })

  test('lets a known device in from the very address that is shut', async () => {
    const { email, visitor } = await merchant('cleo')
    await visitor.post('/sign-out')
    expect((await guess(new Visitor({}, visitor.address), email, 11)).at(-1)).toBe(429)
    expect(redirectOf(await visitor.post('/sign-in', { email, password: PASSWORD }))).toBe('/')
  })

  test('counts what a known device itself tries', async () => {
    const { email, visitor } = await merchant('dora')
    await visitor.post('/sign-out')
    expect((await guess(visitor, email, 11)).at(-1)).toBe(429)
  })

  test('takes a device of another account, or a made-up one, as a stranger', async () => {
    const { email } = await merchant('emil')
    const { visitor } = await merchant('finn')
    await guess(new Visitor({}, '198.51.100.7'), email, 10)
    for (const device of [visitor.jar.get('__Host-device') ?? '', 'abc.def', '', '.']) {
      const forger = new Visitor({}, '198.51.100.7')
      forger.jar.set('__Host-device', device)
      expect((await forger.post('/sign-in', { email, password: PASSWORD })).status).toBe(429)
    }
  })

  test('leaves each address three tries once a hundred were made from elsewhere, and still lets the owner in', async () => {
    const { email } = await merchant('gil')
    for (let network = 0; network < 10; network += 1) {
      await guess(new Visitor(), email, 10)
    }
    expect(await guess(new Visitor(), email, 4)).toEqual([422, 422, 422, 429])
    expect(redirectOf(await new Visitor().post('/sign-in', { email, password: PASSWORD }))).toBe('/')
  })
})

describe('A link for a new password', () => {
  test('works from an address where strangers tried others', async () => {
    const { email } = await merchant('hana')
    const { settings, firstToken } = mailer()
    await new Visitor(settings).post('/forgotten-password', { email })
    const stranger = new Visitor({}, '198.51.100.8')
    const answers: number[] = []
    for (let tries = 0; tries < 21; tries += 1) {
      answers.push((await stranger.post('/new-password', { token: `x${tries}`, password: 'a long password' })).status)
    }
    expect(answers.at(-1)).toBe(429)
    const owner = await new Visitor({}, '198.51.100.8').post('/new-password', {
      token: firstToken(),
      password: 'set by the owner',
    })
    expect(redirectOf(owner)).toBe('/sign-in')
  })

  test('survives what strangers ask for, and they cannot flood its inbox', async () => {
    const { email } = await merchant('ivo')
    const { send, settings, firstToken } = mailer()
    for (let asked = 0; asked < 9; asked += 1) {
      expect((await new Visitor(settings).post('/forgotten-password', { email })).status).toBe(200)
    }
    expect(send).toHaveBeenCalledTimes(5)
    const owner = await new Visitor().post('/new-password', { token: firstToken(), password: 'set by the owner' })
    expect(redirectOf(owner)).toBe('/sign-in')
  })
})
