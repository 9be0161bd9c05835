/** Tokens of the API, as an admin makes and revokes them, and what else ends them. */
import { env } from 'cloudflare:workers'
import { beforeAll, describe, expect, test } from 'vitest'
import { createToken } from '../../../src/accounts/api-token-commands'
import { findBearer, noteUse } from '../../../src/accounts/api-tokens'
import { loadAuth } from '../../../src/accounts/auth'
import { sweepAccounts } from '../../../src/accounts/sweep-accounts'
import { type Host, joinTeam, listAudit, memberId } from './host'
import { merchant, redirectOf, type Visitor } from './visitor'

const DAY_MS = 86_400_000

beforeAll(async () => {
  await loadAuth(env)
})

interface Made {
  text: string
  secret: string
  id: string
}

async function make(visitor: Visitor, marketplace: string, fields: Record<string, string> = {}): Promise<Made> {
  const id = crypto.randomUUID()
  const typed = { id, name: 'CI', scope: 'write', lasts: '90', ...fields }
  const text = await (await visitor.post(`/m/${marketplace}/team/tokens`, typed)).text()
  return { text, secret: /ew_[a-z2-9]{38}/.exec(text)?.[0] ?? '', id: typed.id }
}

const bearer = (secret: string, now = Date.now()) => findBearer(env.DB, secret, now)

describe('A token', () => {
  test('is shown once, kept as a digest, and opens its marketplace for its maker', async () => {
    const host = await merchant('una')
    const { text, secret } = await make(host.visitor, host.marketplace)
    expect(text).toContain('It is not shown again.')
    expect(await bearer(secret)).toMatchObject({
      token: { name: 'CI', scope: 'write', lastUsedAt: null },
      marketplace: { id: host.marketplace },
      role: 'admin',
      author: { person: { name: 'token “CI” of una', email: 'una@example.com' }, through: 'api' },
    })
    const page = await (await host.visitor.get(`/m/${host.marketplace}/team/tokens`)).text()
    expect(page).toContain(secret.slice(0, 15))
    expect(page).not.toContain(secret)
    const { results } = await env.DB.prepare('SELECT * FROM api_tokens').all()
    expect(JSON.stringify(results)).not.toContain(secret.slice(15))
    expect(await listAudit(host.marketplace)).toContain(
      'made the API token “CI”, which may write and expires after 90 days',
    )
  })

  test('is nothing where a letter differs', async () => {
    const host = await merchant('vera')
    const { secret } = await make(host.visitor, host.marketplace)
    const other = secret.slice(0, -1) + (secret.endsWith('a') ? 'b' : 'a')
    expect(await Promise.all([other, '', 'ew_', `${secret}a`].map((one) => bearer(one)))).toEqual(Array(4).fill(null))
  })

  test('expires on its day, is listed as expired for a month, and is swept after that', async () => {
    const host = await merchant('wim')
    const { secret } = await make(host.visitor, host.marketplace, { lasts: '30' })
    const forGood = await make(host.visitor, host.marketplace, { name: 'For good', lasts: 'never' })
    const now = Date.now()
    expect(await bearer(secret, now + 29 * DAY_MS)).not.toBeNull()
    expect(await bearer(secret, now + 31 * DAY_MS)).toBeNull()
    await sweepAccounts(env.DB, now + 50 * DAY_MS)
    const all = () => env.DB.prepare('SELECT name FROM api_tokens WHERE marketplace = ?').bind(host.marketplace).all()
    expect((await all()).results).toHaveLength(2)
    await sweepAccounts(env.DB, now + 61 * DAY_MS)
    expect((await all()).results).toEqual([{ name: 'For good' }])
    expect(await bearer(forGood.secret, now + 4_000 * DAY_MS)).not.toBeNull()
  })

  test('says when it was last used, written down once in five minutes', async () => {
    const host = await merchant('xena')
    const { secret } = await make(host.visitor, host.marketplace)
    const use = async (at: number) => {
      const found = await bearer(secret)
      await (found && noteUse(env.DB, found.token, at))
      return (await bearer(secret))?.token.lastUsedAt
    }
    expect([await use(1_000_000), await use(1_200_000), await use(1_400_000)]).toEqual([
      1_000_000, 1_000_000, 1_400_000,
    ])
  })

  test('is made once by a form that is sent twice, and its name is taken after that', async () => {
    const host = await merchant('yara')
    const first = await make(host.visitor, host.marketplace)
    const again = await make(host.visitor, host.marketplace, { id: first.id })
    expect(again.text).toContain('This token was made and shown already.')
    expect((await make(host.visitor, host.marketplace)).text).toContain('Another token has this name.')
    expect([again.secret, await bearer(first.secret)]).toEqual(['', expect.anything()])
  })

  test('is one of fifty at most', async () => {
    const host = await merchant('zoe')
    const row = env.DB.prepare(
      `INSERT INTO api_tokens (id, marketplace, person, name, scope, handle, digest, created_at)
       VALUES (?1, ?2, 'p', ?1, 'read', 'a', ?1, 1)`,
    )
    await env.DB.batch(Array.from({ length: 50 }, (_, at) => row.bind(`zoe-${at}`, host.marketplace)))
    expect((await make(host.visitor, host.marketplace)).text).toContain('Revoke one first.')
  })

  test('is revoked by any admin, and then opens nothing', async () => {
    const host = await merchant('abe')
    const other = await joinTeam(host, 'abes-admin', 'admin')
    const { secret, id } = await make(host.visitor, host.marketplace)
    const at = `/m/${host.marketplace}/team/tokens`
    expect(await (await other.get(`${at}/${id}/delete`)).text()).toContain('Revoke the token “CI”?')
    expect(redirectOf(await other.post(`${at}/${id}/revocations`))).toBe(at)
    expect(await bearer(secret)).toBeNull()
    expect(await listAudit(host.marketplace)).toContain('revoked the API token “CI”')
    expect((await other.post(`${at}/${id}/revocations`)).status).toBe(404)
  })

  test('is nothing a merchant may make, see or revoke', async () => {
    const host = await merchant('bea')
    const merch = await joinTeam(host, 'beas-merchant')
    const { secret, id } = await make(host.visitor, host.marketplace)
    const at = `/m/${host.marketplace}/team/tokens`
    expect((await merch.get(at)).status).toBe(404)
    expect((await make(merch, host.marketplace, { name: 'Mine' })).secret).toBe('')
    expect((await merch.post(`${at}/${id}/revocations`)).status).toBe(404)
    expect(await bearer(secret)).not.toBeNull()
  })
})

type Team = Awaited<ReturnType<typeof teamWithToken>>

async function teamWithToken(word: string) {
  const host = await merchant(`${word}-owner`)
  const admin = await joinTeam(host, `${word}-maker`, 'admin')
  const { secret } = await make(admin, host.marketplace)
  const member = await memberId(host.marketplace, `${word}-maker@example.com`)
  return { host, admin, secret, page: `/m/${host.marketplace}/team`, member }
}

const ENDINGS: Record<string, (team: Team) => Promise<Response>> = {
  removed: ({ host, page, member }) => host.visitor.post(`${page}/members/${member}/removals`),
  demoted: ({ host, page, member }) => host.visitor.post(`${page}/members/${member}/role`, { role: 'merchant' }),
  departed: ({ admin, page }) => admin.post(`${page}/departures`),
}

describe.each(Object.entries(ENDINGS))('A token whose maker is %s', (word, end) => {
  test('ends for good, and the team page says so', async () => {
    const team = await teamWithToken(word)
    const { host, page, secret, member } = team
    const own = await make(host.visitor, host.marketplace, { name: 'The owner’s' })
    await end(team)
    const text = await (await host.visitor.get(page)).text()
    expect(text).toContain('API token “CI”: <del>open</del> → <ins>revoked</ins>')
    await host.visitor.post(`${page}/members/${member}/role`, { role: 'admin' })
    expect([await bearer(secret), await bearer(own.secret)]).toEqual([null, expect.anything()])
  })
})

describe('A token', () => {
  test('sleeps while its maker lacks the two-step sign-in that admins are asked for', async () => {
    const { host, secret } = await teamWithToken('stepless')
    const ask = (on: number) =>
      env.DB.prepare('UPDATE marketplaces SET two_step = ? WHERE id = ?').bind(on, host.marketplace).run()
    await ask(1)
    expect(await bearer(secret)).toBeNull()
    await ask(0)
    expect(await bearer(secret)).not.toBeNull()
  })

  test('ends with a password that was set by the link of an admin who is removed: it may be that admin’s own', async () => {
    const host: Host = await merchant('set-owner')
    await joinTeam(host, 'set-admin', 'admin')
    const other = await joinTeam(host, 'set-other', 'admin')
    const before = await make(other, host.marketplace, { name: 'Before' })
    const admin = await env.DB.prepare(`SELECT id FROM people WHERE email = 'set-admin@example.com'`).first('id')
    await env.DB.prepare(
      `UPDATE credentials SET set_by = ?, updated_at = ? WHERE person = (SELECT id FROM people WHERE email = 'set-other@example.com')`,
    )
      .bind(admin, Date.now() + 1_000)
      .run()
    await env.DB.prepare(`UPDATE api_tokens SET created_at = created_at + 1 WHERE name = 'Before'`).run()
    const since = await make(other, host.marketplace, { name: 'Since' })
    await env.DB.prepare(`UPDATE api_tokens SET created_at = created_at + 5000 WHERE name = 'Since'`).run()
    const member = await memberId(host.marketplace, 'set-admin@example.com')
    await host.visitor.post(`/m/${host.marketplace}/team/members/${member}/removals`)
    expect([await bearer(since.secret), await bearer(before.secret)]).toEqual([null, expect.anything()])
  })

  test('that was revoked makes nothing more, even in a request that arrived before', async () => {
    const { secret, host, page, member } = await teamWithToken('midway')
    const found = await bearer(secret)
    await env.DB.prepare(`DELETE FROM api_tokens WHERE id = ?`).bind(found?.token.id).run()
    const author = found?.author ?? { marketplace: '', person: { id: '', name: '', email: '' } }
    const made = await createToken(env, author, { id: crypto.randomUUID(), name: 'More', scope: 'read', days: null })
    expect([made, (await host.visitor.get(`${page}/members/${member}/delete`)).status]).toMatchObject([
      { ok: false, reason: 'no admin' },
      200,
    ])
  })
})
