/** The bundle that is deployed, in which modules of better-auth, zod and hono are left out: passwords, sessions, and their ends. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { Visitor } from '../../.run/visitor'
import { LocalRun } from './local-run'

const PORT = 18_803
const NEW_PASSWORD = 'another-demo-password'
/** A start of seconds; on a busy machine, ten times that. */
const LIMIT_MS = 240_000

let run: LocalRun

beforeEach(() => {
  run = new LocalRun(PORT)
})

afterEach(() => run.remove())

describe('the bundle that is deployed', () => {
  test('lets people in by their password, and out', { timeout: LIMIT_MS }, async () => {
    await run.start()
    const { email, password } = run.demo
    const [ada, elsewhere, stranger] = [1, 2, 3].map(() => new Visitor(run.address)) as [Visitor, Visitor, Visitor]
    await expect(stranger.submit('/sign-in', { email, password: 'wrong-password' })).rejects.toThrow(
      'Wrong email or password.',
    )
    await expect(stranger.submit('/sign-in', { email: 'no-one@example.com', password })).rejects.toThrow(
      'Wrong email or password.',
    )
    expect(await isIn(stranger)).toBe(false)

    for (const visitor of [ada, elsewhere]) {
      await visitor.submit('/sign-in', { email, password })
      expect(await isIn(visitor)).toBe(true)
    }
    await ada.submit('/account/password', { current: password, password: NEW_PASSWORD })
    expect(await isIn(ada)).toBe(true)
    expect(await isIn(elsewhere)).toBe(false)
    await expect(elsewhere.submit('/sign-in', { email, password })).rejects.toThrow('Wrong email or password.')
    await elsewhere.submit('/sign-in', { email, password: NEW_PASSWORD })

    await ada.submit('/sign-out', {})
    expect(await isIn(ada)).toBe(false)
    expect(await isIn(elsewhere)).toBe(true)
  })

  test('says how it is, and answers each list of the API', { timeout: LIMIT_MS }, async () => {
    await run.start()
    const { STATUS_TOKEN } = JSON.parse(readFileSync(join(run.stateDir, 'secrets.json'), 'utf8'))
    const bearer = (token: string) => ({ headers: { authorization: `Bearer ${token}` } })
    const status = await fetch(`${run.address}/status`, bearer(STATUS_TOKEN))
    expect(await status.json()).toMatchObject({ status: expect.stringMatching(/^(ok|attention)$/) })

    const { marketplace, email, password } = run.demo
    const ada = new Visitor(run.address)
    await ada.submit('/sign-in', { email, password })
    const token = await makeToken(ada, `/m/${marketplace}`)
    const base = `${run.address}/api/v1`
    const { paths } = (await (await fetch(`${base}/openapi.json`)).json()) as { paths: Record<string, object> }
    const lists = Object.entries(paths).flatMap(([path, operations]) =>
      'get' in operations && !path.includes('{') ? [path] : [],
    )
    expect(lists.length).toBeGreaterThan(5)
    for (const path of lists) {
      const answer = await fetch(`${base}${path}`, bearer(token))
      expect([path, answer.status]).toEqual([path, 200])
    }
  })

  test('publishes what engineers need, and refuses a form that lacks a field', { timeout: LIMIT_MS }, async () => {
    await run.start()
    const description = await fetch(`${run.address}/openapi.json`)
    expect(description.headers.get('content-type')).toBe('application/json')
    expect(await description.json()).toMatchObject({ openapi: '3.1.0' })
    expect(await (await fetch(`${run.address}/schemas/event.json`)).json()).toMatchObject({
      required: ['type', 'data'],
    })
    const visitor = new Visitor(run.address)
    await expect(visitor.submit('/sign-in', { email: 'no address', password: '' })).rejects.toThrow(/answered 4/)
  })
})

async function makeToken(visitor: Visitor, base: string): Promise<string> {
  const wanted = { id: crypto.randomUUID(), name: 'A look at every list', scope: 'read', lasts: '30' }
  const { text } = await visitor.submit(`${base}/team/tokens`, wanted)
  return /id="made-token">([^<]+)</.exec(text)?.[1] ?? ''
}

async function isIn(visitor: Visitor): Promise<boolean> {
  const { url } = await visitor.get(`/m/${run.demo.marketplace}/overview`)
  return url.pathname.endsWith('/overview')
}
