/** Which site a credential belongs to, and what one that proves nothing may do to a site: nothing. */
import { listDurableObjectIds } from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import { beforeEach, describe, expect, test, vi } from 'vitest'
import { KINDS } from '../../src/integrations'
import { connectIntegration } from '../../src/integrations/commands'
import { changeIntegration } from '../../src/integrations/settings-commands'
import { findIntegration } from '../../src/integrations/store'
import { adminOf } from '../accounts/admin'
import { ACADEMY } from '../simulator/academy'
import type { Simulator } from '../simulator/simulator'
import { thinkific } from './shop'

const TOKEN = 'aTokenOfTheStudio0123456789abcdefghij'

let simulator: Simulator

beforeEach(async () => {
  simulator = await thinkific()
  simulator.site('studio').setAccessToken(TOKEN)
})

async function connect(
  marketplace: string,
  site: string,
  secret: string,
  { id = crypto.randomUUID() as string, person = `admin of ${marketplace}` } = {},
) {
  const kind = KINDS.get('thinkific')
  const scheme = secret === TOKEN ? 'access_token' : 'api_key'
  const settings = { site, scheme, requestsPerMinute: 120, siteWelcome: false }
  return connectIntegration(env, await adminOf(marketplace, person), { id, kind, name: site, settings, secret })
}

async function objects(): Promise<number> {
  return (await listDurableObjectIds(env.THINKIFIC_SITE)).length
}

describe('a credential that Thinkific refuses', () => {
  test('leaves no object behind, whatever name it is tried under', async () => {
    const before = await objects()
    for (const site of ['made-up', 'academy', 'another-made-up']) {
      expect(await connect('m1', site, 'f'.repeat(32))).toMatchObject({ ok: false, reason: 'key refused' })
    }
    expect(await objects()).toBe(before)
  })

  test('spends none of the site’s pace, neither tried alone nor by the hundred', async () => {
    const id = crypto.randomUUID()
    expect(await connect('owner', 'academy', ACADEMY.apiKey, { id })).toEqual({ ok: true })
    const site = env.THINKIFIC_SITE.getByName('academy')
    await vi.waitFor(async () => expect(await site.refreshProgress(id)).toMatchObject({ state: 'done' }))
    const { callsLastMinute } = await site.status()
    await Promise.all(Array.from({ length: 100 }, (_, n) => connect(`m${n % 3}`, 'academy', 'f'.repeat(32))))
    const after = await site.status()
    expect([after.callsLastMinute - callsLastMinute, after.held, after.allowance]).toEqual([0, null, 120])
  })

  test('is asked about a few times by one person, one marketplace and for one site, and then not', async () => {
    const refusals = async (tries: (n: number) => Promise<unknown>) => {
      simulator.forgetCalls()
      const answers = []
      for (let n = 0; n < 40; n += 1) {
        answers.push(await tries(n))
      }
      expect(answers.at(-1)).toMatchObject({ sentence: expect.stringContaining('That was tried too often') })
      return simulator.calls.length
    }
    expect(await refusals((n) => connect(`p${n}`, `p${n}`, 'f'.repeat(32), { person: 'one' }))).toBe(10)
    expect(await refusals((n) => connect('one', `m${n}`, 'f'.repeat(32), { person: `p${n}` }))).toBe(20)
    // The first try of each marketplace is its own.
    expect(await refusals((n) => connect(`s${n % 5}`, 'academy', 'f'.repeat(32), { person: `s${n}` }))).toBe(35)
  })

  test('counts, and one that it accepts does not: an agency connects as many schools as it has', async () => {
    for (let n = 0; n < 12; n += 1) {
      expect(await connect(`school${n}`, 'academy', ACADEMY.apiKey, { person: 'agency' })).toEqual({ ok: true })
    }
  })

  test('tried for a site by others does not keep the one who owns it from connecting for the first time', async () => {
    const person = (n: number) => ({ person: `s${n}` })
    const tries = Array.from({ length: 60 }, (_, n) => connect(`s${n % 5}`, 'academy', 'f'.repeat(32), person(n)))
    await Promise.all(tries)
    expect(await connect('owner', 'academy', ACADEMY.apiKey)).toEqual({ ok: true })
  })

  test('tried for a site by others does not keep its own marketplace from saving a key', async () => {
    const id = crypto.randomUUID()
    await connect('owner', 'academy', ACADEMY.apiKey, { id })
    await Promise.all(Array.from({ length: 40 }, (_, n) => connect(`s${n}`, 'academy', 'f'.repeat(32))))
    const settings = { site: 'academy', scheme: 'api_key', requestsPerMinute: 120, siteWelcome: false }
    const saved = { name: 'academy', settings, secret: ACADEMY.apiKey }
    expect(await changeIntegration(env, await adminOf('owner'), id, saved)).toMatchObject({ ok: true })
  })
})

describe('Proof of a site', () => {
  test('a working key saved again and again is asked about thirty times in ten minutes, at the pace of its site', async () => {
    const id = crypto.randomUUID()
    await connect('owner', 'academy', ACADEMY.apiKey)
    await connect('m1', 'academy', ACADEMY.apiKey, { id })
    const site = env.THINKIFIC_SITE.getByName('academy')
    const settings = { site: 'academy', scheme: 'api_key', requestsPerMinute: 120, siteWelcome: false }
    const admin = await adminOf('m1')
    const save = (n: number) =>
      changeIntegration(env, admin, id, { name: `School ${n}`, settings, secret: ACADEMY.apiKey })
    expect(await save(0)).toMatchObject({ ok: true })
    await vi.waitFor(async () => expect(await site.refreshProgress(id)).toMatchObject({ state: 'done' }))
    const before = await site.status()
    simulator.forgetCalls()
    const answers = []
    for (let n = 1; n <= 40; n += 1) {
      answers.push(await save(n))
    }
    expect(answers.at(-1)).toMatchObject({ sentence: expect.stringContaining('That was tried too often') })
    const { callsLastMinute } = await site.status()
    // All that reached Thinkific was counted, and left room for sales.
    expect(simulator.calls.length).toBeLessThanOrEqual(callsLastMinute)
    expect(callsLastMinute).toBeLessThan(before.allowance)
    expect(answers.filter(({ ok }) => ok).length).toBeLessThanOrEqual(30)
  })
})

describe('a token', () => {
  test('that Thinkific refuses under another name shares its site', async () => {
    const id = crypto.randomUUID()
    expect(await connect('m1', 'studio', TOKEN, { id })).toEqual({ ok: true })
    expect((await findIntegration(env.DB, 'm1', id))?.site).toBe('studio')
    expect(await connect('m1', 'academy', TOKEN)).toMatchObject({ ok: false, reason: 'key refused' })
  })

  test('that opens any name gets an object of its own, and none of what the site’s owner has', async () => {
    simulator.site('studio').switches.tokenUnderOtherSubdomain = 'accepted'
    await connect('owner', 'academy', ACADEMY.apiKey)
    const id = crypto.randomUUID()
    expect(await connect('m1', 'academy', TOKEN, { id })).toEqual({ ok: true })
    const stored = await findIntegration(env.DB, 'm1', id)
    expect(stored?.site).toMatch(/^academy~[-0-9a-f]{36}$/)
    expect(stored?.site).not.toContain(id)
    expect(KINDS.get('thinkific').address(stored?.site ?? '')).toBe('academy.thinkific.com')
    // Saved again, with or without the key, it keeps its object; with a key that proves its site, it joins it.
    const settings = JSON.parse(stored?.settings ?? '')
    const plain = { name: 'School', settings, secret: null }
    expect(await changeIntegration(env, await adminOf('m1'), id, plain)).toMatchObject({ ok: true })
    expect((await findIntegration(env.DB, 'm1', id))?.site).toBe(stored?.site)
    expect(await changeIntegration(env, await adminOf('m1'), id, { ...plain, secret: TOKEN })).toMatchObject({
      ok: true,
    })
    expect((await findIntegration(env.DB, 'm1', id))?.site).toBe(stored?.site)
    const proven = { ...plain, settings: { ...settings, scheme: 'api_key' }, secret: ACADEMY.apiKey }
    expect(await changeIntegration(env, await adminOf('m1'), id, proven)).toMatchObject({ ok: true })
    expect((await findIntegration(env.DB, 'm1', id))?.site).toBe('academy')
  })

  test('that opens any name leaves ten objects in a month at most, whatever names are made up for it', async () => {
    simulator.site('studio').switches.tokenUnderOtherSubdomain = 'accepted'
    const before = await objects()
    const answers = []
    for (let n = 0; n < 12; n += 1) {
      answers.push(await connect('m1', `made-up-${n}`, TOKEN))
    }
    expect(answers.at(-1)).toMatchObject({ ok: false, sentence: expect.stringContaining('were saved in 30 days') })
    expect((await objects()) - before).toBeLessThanOrEqual(10)
    expect(await connect('m2', 'made-up-m2', TOKEN)).toEqual({ ok: true })
  })

  test('that Thinkific does not answer for is not saved', async () => {
    vi.spyOn(globalThis, 'fetch').mockImplementation(async (input, init) => {
      const isMadeUp = new Headers(init?.headers).get('x-auth-subdomain')?.startsWith('enrollwire-')
      return isMadeUp ? new Response('', { status: 500 }) : simulator.fetch(input, init)
    })
    expect(await connect('m1', 'studio', TOKEN)).toMatchObject({
      sentence: expect.stringContaining('whether it belongs to this site'),
    })
  })
})
