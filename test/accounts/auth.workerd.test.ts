import { env } from 'cloudflare:workers'
import { drizzle } from 'drizzle-orm/d1'
import { beforeAll, describe, expect, test } from 'vitest'
import { loadAuth } from '../../src/accounts/auth'
import { authDatabase } from '../../src/accounts/auth-database'
import { createMarketplace } from '../../src/accounts/marketplace-commands'
import { newAccount } from '../../src/accounts/new-account'
import { HASH_COST } from '../../src/accounts/password-cost'

const DAY_MS = 86_400_000
const PASSWORD = 'a password of some length'

async function signedUp(name: string) {
  const db = drizzle(env.DB)
  const email = `${name}@Example.com`
  const { person, statements } = await newAccount(db, { name, email, password: PASSWORD, proven: true })
  await db.batch(statements)
  const { api } = await loadAuth(env)
  const { headers } = await api.signInEmail({
    body: { email, password: PASSWORD },
    headers: new Headers({ 'cf-connecting-ip': '203.0.113.7', 'user-agent': 'Firefox/140' }),
    returnHeaders: true,
  })
  const cookie = headers.getSetCookie().find((line) => line.startsWith('__Host-session=')) ?? ''
  return { id: person.id, cookie, asks: new Headers({ cookie: cookie.split(';')[0] ?? '' }) }
}

describe('better-auth on D1', () => {
  beforeAll(async () => {
    await loadAuth(env)
  })

  test('sets a cookie no other host and no script can touch', async () => {
    const { cookie } = await signedUp('ada')
    expect(cookie).toMatch(/^__Host-session=[\w.%-]+; Max-Age=1209600; Path=\/; HttpOnly; Secure; SameSite=Lax$/)
  })

  test('identifies the person, and no one when it is altered', async () => {
    const { asks, id } = await signedUp('bea')
    const { api } = await loadAuth(env)
    expect((await api.getSession({ headers: asks }))?.user).toMatchObject({ id, email: 'bea@example.com' })
    const altered = new Headers({
      cookie: (asks.get('cookie') ?? '').replace(/=(.)/, (_, first) => (first === 'X' ? '=Y' : '=X')),
    })
    expect(await api.getSession({ headers: altered })).toBeNull()
  })

  test('stores neither the token nor the password', async () => {
    const { cookie } = await signedUp('cleo')
    const token = decodeURIComponent(/session=([^;]+)/.exec(cookie)?.[1] ?? '').split('.')[0] ?? ''
    const { results: sessions } = await env.DB.prepare('SELECT * FROM sessions').all()
    const { results: credentials } = await env.DB.prepare('SELECT * FROM credentials').all()
    expect(token).toHaveLength(32)
    expect(JSON.stringify(sessions)).not.toContain(token)
    expect(JSON.stringify(credentials)).not.toContain(PASSWORD)
    expect(credentials[0]?.password).toMatch(
      new RegExp(`^scrypt\\$${HASH_COST.log2N}\\$${HASH_COST.r}\\$${HASH_COST.p}\\$`),
    )
  })

  test('keeps where a session was begun', async () => {
    const { id } = await signedUp('elin')
    const row = await env.DB.prepare('SELECT * FROM sessions WHERE person = ?').bind(id).first()
    expect(row).toMatchObject({ ip_address: '203.0.113.7', user_agent: 'Firefox/140' })
    expect(row?.id).toMatch(/^\w{20,}$/)
  })

  test('extends a session that was used after a day, by as long as a new one has', async () => {
    const { asks, id } = await signedUp('finn')
    const until = Date.now() + 12.5 * DAY_MS
    await env.DB.prepare('UPDATE sessions SET expires_at = ? WHERE person = ?').bind(until, id).run()
    const { api } = await loadAuth(env)
    const { headers, response } = await api.getSession({ headers: asks, returnHeaders: true })
    expect(response?.user.id).toBe(id)
    expect(headers.getSetCookie().join()).toContain('Max-Age=1209600')
    const row = await env.DB.prepare('SELECT expires_at FROM sessions WHERE person = ?').bind(id).first()
    expect(row?.expires_at).toBeGreaterThan(until + DAY_MS)
  })

  test('ends a session that is over, and one that is signed out of', async () => {
    const { api } = await loadAuth(env)
    const [gina, hugo] = [await signedUp('gina'), await signedUp('hugo')]
    await env.DB.prepare('UPDATE sessions SET expires_at = 1 WHERE person = ?').bind(gina.id).run()
    expect(await api.getSession({ headers: gina.asks })).toBeNull()
    await api.signOut({ headers: hugo.asks })
    expect(await api.getSession({ headers: hugo.asks })).toBeNull()
    const { results } = await env.DB.prepare('SELECT id FROM sessions WHERE person IN (?, ?)')
      .bind(gina.id, hugo.id)
      .all()
    expect(results).toEqual([])
  })

  test('knows no session whose person is gone', async () => {
    const { asks, id } = await signedUp('iris')
    await env.DB.prepare('DELETE FROM people WHERE id = ?').bind(id).run()
    expect(await (await loadAuth(env)).api.getSession({ headers: asks })).toBeNull()
  })

  test.each([
    [{ model: 'verification', where: [{ field: 'identifier', value: 'x' }] }],
    [{ model: 'session', where: [{ field: 'userId', value: 'x' }], join: { user: true } }],
    [
      {
        model: 'user',
        where: [{ field: 'email', value: 'x', operator: 'contains' as const }],
        join: { account: true },
      },
    ],
    [{ model: 'user', where: [], join: { account: true } }],
  ])('refuses to look for what nothing here asks for: %j', async (query) => {
    await expect((async () => authDatabase(env.DB).findOne(query))()).rejects.toThrow('better-auth')
  })

  test('gives marketplaces short ids and their maker the admin role', async () => {
    const { id } = await signedUp('dora')
    const dora = { id, name: 'dora', email: 'dora@example.com' }
    const made = await createMarketplace({ ...env, SIGN_UP: 'open' }, dora, {
      form: 'form',
      name: 'Shop',
      zone: 'Europe/Vienna',
    })
    const marketplace = made.ok ? made.id : ''
    expect(marketplace).toMatch(/^[2-9a-z]{12}$/)
    const member = await env.DB.prepare('SELECT * FROM members WHERE marketplace = ?').bind(marketplace).first()
    expect(member).toMatchObject({ person: id, role: 'admin' })
  })
})
