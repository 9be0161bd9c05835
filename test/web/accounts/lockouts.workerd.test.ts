/** Strangers who guess shut no door but their own. */
import { env } from 'cloudflare:workers'
import { afterEach, beforeAll, describe, expect, test, vi } from 'vitest'
import { loadAuth } from '../../../src/accounts/auth'
import { turnOnTwoStep } from './host'
import { mailer, merchant, PASSWORD, redirectOf, Visitor } from './visitor'

const SETUP = { name: 'Ada', email: 'ada@example.com', password: PASSWORD, marketplace: 'Ada’s shop' }

beforeAll(async () => {
  await loadAuth(env)
})

afterEach(() => {
  vi.useRealTimers()
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
    // From the very network, too.
    const owner = await new Visitor({}, stranger.address).post('/setup', { ...SETUP, token: 'test-setup-token' })
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

  test('costs the owner no try when a stranger goes on beyond their own limit', async () => {
    const { email } = await merchant('gus')
    await guess(new Visitor(), email, 101)
    const owner = new Visitor()
    expect(await guess(owner, email, 3)).toEqual([422, 422, 422])
    expect(redirectOf(await owner.post('/sign-in', { email, password: PASSWORD }))).toBe('/')
  })
})

describe('A code', () => {
  async function guessCodes(email: string, networks: number, tries: number): Promise<number[]> {
    const answers: number[] = []
    for (let network = 0; network < networks; network += 1) {
      const thief = new Visitor()
      await thief.post('/sign-in', { email, password: PASSWORD })
      for (let count = 0; count < tries; count += 1) {
        answers.push((await thief.post('/sign-in/code', { code: '000000' })).status)
      }
    }
    return answers
  }

  test('of the owner is taken while a thief guesses from one network', async () => {
    const { email, visitor } = await merchant('jan')
    const { code } = await turnOnTwoStep(visitor)
    expect((await guessCodes(email, 1, 101)).filter((status) => status === 422)).toHaveLength(10)
    vi.setSystemTime(Date.now() + 120_000)
    const owner = new Visitor()
    await owner.post('/sign-in', { email, password: PASSWORD })
    expect(redirectOf(await owner.post('/sign-in/code', { code: code() }))).toBe('/')
  })

  test('for recovery is taken even while thieves guess from many', async () => {
    const { email, visitor } = await merchant('kim')
    const { code, recovery } = await turnOnTwoStep(visitor)
    await guessCodes(email, 10, 10)
    vi.setSystemTime(Date.now() + 120_000)
    const owner = new Visitor()
    await owner.post('/sign-in', { email, password: PASSWORD })
    const refused = await owner.post('/sign-in/code', { code: code() })
    expect([refused.status, await refused.text()]).toEqual([429, expect.stringContaining('Use a recovery code')])
    expect(redirectOf(await owner.post('/sign-in/code', { code: recovery[0] ?? '' }))).toBe('/')
  })
})

describe('A browser that signed in before', () => {
  const thiefWith = (device: string) => {
    const thief = new Visitor({}, '198.51.100.9')
    thief.jar.set('__Host-device', device)
    return thief
  }

  test.each<[string, (visitor: Visitor) => Promise<unknown>]>([
    ['a new password', (visitor) => visitor.post('/account/password', { current: PASSWORD, password: 'another one!' })],
    ['signing out everywhere', (visitor) => visitor.post('/account/sessions/endings')],
    ['two-step sign-in', turnOnTwoStep],
  ])('is a stranger after %s', async (change, make) => {
    const { email, visitor } = await merchant(`lea-${change.length}`)
    const thief = new Visitor()
    await thief.post('/sign-in', { email, password: PASSWORD })
    await make(visitor)
    await guess(new Visitor({}, thief.address), email, 10)
    expect((await thief.post('/sign-in', { email, password: 'a guess' })).status).toBe(429)
  })

  test('keeps its own limit after a change that was made in it', async () => {
    const { email, visitor } = await merchant('mia')
    await turnOnTwoStep(visitor)
    await visitor.post('/sign-out')
    await guess(new Visitor({}, visitor.address), email, 10)
    const answer = await visitor.post('/sign-in', { email, password: PASSWORD })
    expect(redirectOf(answer)).toMatch(/^\/sign-in\/code/)
  })

  test('has no tries of its own besides others of one network', async () => {
    const { email } = await merchant('ned')
    const answers: number[] = []
    const devices: string[] = []
    for (let count = 0; count < 3; count += 1) {
      const thief = new Visitor({}, '198.51.100.9')
      await thief.post('/sign-in', { email, password: PASSWORD })
      devices.push(thief.jar.get('__Host-device') ?? '')
    }
    for (const device of devices) {
      answers.push(...(await guess(thiefWith(device), email, 5)))
    }
    expect(answers.filter((status) => status === 422)).toHaveLength(10)
  })

  test('is known to each account it signed in to, under one id', async () => {
    const [one, two] = [await merchant('olga'), await merchant('pia')]
    const browser = new Visitor()
    const ids = new Set<string>()
    for (const { email } of [one, two, one]) {
      await browser.post('/sign-in', { email, password: PASSWORD })
      ids.add((browser.jar.get('__Host-device') ?? '').split('.')[0] ?? '')
      await browser.post('/sign-out')
    }
    expect([...ids]).toEqual([expect.stringMatching(/^[a-z2-9]{26}$/)])
    for (const { email } of [one, two]) {
      await guess(new Visitor({}, browser.address), email, 10)
      expect(redirectOf(await browser.post('/sign-in', { email, password: PASSWORD }))).toBe('/')
      await browser.post('/sign-out')
    }
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

  test('may be mailed again once a new password has ended those that strangers asked for', async () => {
    const { email, visitor } = await merchant('ruth')
    const { send, settings } = mailer()
    for (let asked = 0; asked < 6; asked += 1) {
      await new Visitor(settings).post('/forgotten-password', { email })
    }
    await visitor.post('/account/password', { current: PASSWORD, password: 'forgotten at once!' })
    await new Visitor(settings).post('/forgotten-password', { email })
    expect(send).toHaveBeenCalledTimes(6)
  })
})
