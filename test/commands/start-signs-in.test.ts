/** The bundle that is deployed, in which modules of better-auth, zod and hono are left out: passwords, sessions, and their ends. */
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

async function isIn(visitor: Visitor): Promise<boolean> {
  const { url } = await visitor.get(`/m/${run.demo.marketplace}/overview`)
  return url.pathname.endsWith('/overview')
}
