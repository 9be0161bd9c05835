import { createExecutionContext, waitOnExecutionContext } from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import { beforeEach, describe, expect, test, vi } from 'vitest'
import type { Env } from '../src/env'
import worker from '../src/index'

const TOKEN = 'a-token-for-restoring'
const OPEN = { RESTORE_TOKEN: TOKEN }

beforeEach(async () => {
  await env.DB.prepare(
    `INSERT OR IGNORE INTO marketplaces (id, name, slug, logo, metadata, created_at) VALUES ('m1', 'Shop', 'm1', NULL, NULL, 0)`,
  ).run()
  vi.spyOn(console, 'log').mockImplementation(() => {})
})

describe('The door for restoring', () => {
  test('is not there unless its secret is', async () => {
    expect((await post({ marketplace: 'm1', do: 'look' }, {})).code).toBe(404)
    expect((await post({ marketplace: 'm1', do: 'look' }, { RESTORE_TOKEN: 'short' })).code).toBe(404)
  })

  test('opens to its own secret, not to that of /status', async () => {
    expect((await post({ marketplace: 'm1', do: 'look' }, OPEN, 'test-status-token')).code).toBe(401)
    expect(await post({ marketplace: 'm1', do: 'look' }, OPEN)).toEqual({ code: 200, answer: { mark: null } })
  })

  test.each([
    [null],
    [{ do: 'look' }],
    [{ marketplace: 'm1', do: 'forget' }],
    [{ marketplace: 'm1', do: 'mark', id: 'restore-1' }],
    [{ marketplace: 'm1', do: 'mark', id: 'x', to: 5 }],
  ])('refuses %j with what is wrong', async (body) => {
    const { code, answer } = await post(body, OPEN)
    expect([code, typeof answer.refusal]).toEqual([422, 'string'])
  })

  test('makes no object for what D1 does not know', async () => {
    const getByName = vi.fn()
    const none = { ...OPEN, JOURNAL: { getByName }, THINKIFIC_SITE: { getByName } } as unknown as Partial<Env>
    expect((await post({ marketplace: 'made-up', do: 'look' }, none)).code).toBe(404)
    expect((await post({ kind: 'thinkific', site: 'made-up', do: 'look' }, none)).code).toBe(404)
    expect(getByName).not.toHaveBeenCalled()
  })

  test('has what was restored compared with its site: the integrations of a marketplace, or all that share a site', async () => {
    const row = `INSERT INTO integrations (id, marketplace, kind, name, site, scheme, sealed_credential, requests_per_minute,
      site_welcome, created_at, updated_at) VALUES (?, ?, 'thinkific', ?, ?, 'api_key', '', 120, 0, 0, 0)`
    const add = (id: string, of: string, site: string) => env.DB.prepare(row).bind(id, of, id, site).run()
    await add('i1', 'm1', 'academy')
    await add('i2', 'm1', 'studio')
    await add('i3', 'm2', 'academy')
    const reconcile = async (what: object) => (await post({ ...what, do: 'reconcile' }, OPEN)).answer
    expect(await reconcile({ marketplace: 'm1' })).toEqual({ mark: null, reconciling: 2 })
    expect(await reconcile({ kind: 'thinkific', site: 'academy' })).toEqual({ mark: null, reconciling: 2 })
    expect(await reconcile({ kind: 'thinkific', site: 'made-up' })).toEqual({ mark: null, reconciling: 0 })
    const jobs = await env.JOURNAL.getByName('m2').jobs()
    expect(jobs.map(({ id, person }) => [id, person])).toEqual([['reconcile i3', 'Enrollwire']])
  })

  test('passes on that a local runtime keeps no history, and nothing is left behind', async () => {
    const { code, answer } = await post(
      { marketplace: 'm1', do: 'mark', id: 'restore-1', to: Date.now() - 5_000 },
      OPEN,
    )
    expect(code).toBe(409)
    expect(answer.refusal).toContain('keeps no earlier states')
    expect((await post({ marketplace: 'm1', do: 'look' }, OPEN)).answer).toEqual({ mark: null })
  })
})

async function post(body: unknown, different: Partial<Env>, token = TOKEN) {
  const ctx = createExecutionContext()
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' }
  const request = new Request('https://enrollwire.test/restore', {
    method: 'POST',
    headers,
    body: JSON.stringify(body),
  })
  const response = await worker.fetch(request, { ...env, ...different }, ctx)
  await waitOnExecutionContext(ctx)
  const answer = response.status === 404 ? {} : await response.json<{ refusal?: string; mark?: unknown }>()
  return { code: response.status, answer: answer as { refusal?: string; mark?: unknown } }
}
