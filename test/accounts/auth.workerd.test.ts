import { env } from 'cloudflare:workers'
import { beforeAll, describe, expect, test } from 'vitest'
import { loadAuth } from '../../src/accounts/auth'
import { createMarketplace } from '../../src/accounts/marketplace-commands'
import { HASH_COST } from '../../src/accounts/password-cost'
import * as schema from '../../src/db/accounts-schema'

const TABLES = new Map<string, object>(Object.entries(schema))
const PASSWORD = 'a password of some length'

async function signedUp(name: string) {
  const { api } = await loadAuth(env)
  const { headers, response } = await api.signUpEmail({
    body: { name, email: `${name}@Example.com`, password: PASSWORD },
    headers: new Headers({ 'cf-connecting-ip': '203.0.113.7' }),
    returnHeaders: true,
  })
  const cookie = headers.getSetCookie().find((line) => line.startsWith('__Host-session=')) ?? ''
  return { id: response.user.id, cookie, asks: new Headers({ cookie: cookie.split(';')[0] ?? '' }) }
}

describe('better-auth on D1', () => {
  beforeAll(async () => {
    await loadAuth(env)
  })

  test('finds a column for every field it asks for', async () => {
    const { tables } = await (await loadAuth(env)).$context
    for (const table of Object.values(tables)) {
      const columns = Object.keys(TABLES.get(table.modelName) ?? {})
      const fields = Object.entries(table.fields).map(([key, field]) => field.fieldName ?? key)
      expect(columns).toEqual(expect.arrayContaining(['id', ...fields]))
    }
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
