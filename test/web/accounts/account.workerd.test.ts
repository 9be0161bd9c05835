import { env } from 'cloudflare:workers'
import { beforeAll, describe, expect, test } from 'vitest'
import { loadAuth } from '../../../src/accounts/auth'
import { mailer, merchant, PASSWORD, redirectOf, Visitor } from './visitor'

// Hashing passwords is slow on purpose.

beforeAll(async () => {
  await loadAuth(env)
})

async function elsewhere(email: string): Promise<Visitor> {
  const visitor = new Visitor()
  await visitor.post('/sign-in', { email, password: PASSWORD })
  return visitor
}

describe('one’s own account', () => {
  test('lists the sessions and ends any of them', async () => {
    const { visitor, email } = await merchant('ada')
    const other = await elsewhere(email)
    const page = await (await visitor.get('/account')).text()
    expect(page.match(/Firefox on Linux/g)).toHaveLength(2)
    const session = /sessions\/([a-z2-9]{26})\/endings/.exec(page)?.[1]
    await visitor.post(`/account/sessions/${session}/endings`)
    expect(redirectOf(await other.get('/account'))).toMatch(/^\/sign-in/)
    expect((await visitor.get('/account')).status).toBe(200)
  })

  test('ends no other person’s session', async () => {
    const ada = await merchant('bea')
    const eve = await merchant('eve')
    const session = await env.DB.prepare(
      'SELECT sessions.id FROM sessions JOIN people ON people.id = person WHERE email = ?',
    )
      .bind(ada.email)
      .first<string>('id')
    await eve.visitor.post(`/account/sessions/${session}/endings`)
    expect((await ada.visitor.get('/account')).status).toBe(200)
  })

  test('signs out everywhere', async () => {
    const { visitor, email } = await merchant('cleo')
    const other = await elsewhere(email)
    await visitor.post('/account/sessions/endings')
    for (const one of [visitor, other]) {
      expect(redirectOf(await one.get('/account'))).toMatch(/^\/sign-in/)
    }
  })

  test('changes the password given the current one, and ends the other sessions', async () => {
    const { visitor, email } = await merchant('dora')
    const other = await elsewhere(email)
    const password = 'a new and longer one'
    expect((await visitor.post('/account/password', { current: 'wrong', password })).status).toBe(422)
    expect((await visitor.post('/account/password', { current: PASSWORD, password: 'short' })).status).toBe(422)
    const both = await (await visitor.post('/account/password', { current: 'wrong', password: 'short' })).text()
    expect([both.includes('Wrong password.'), both.includes('Fix 2 problems')]).toEqual([true, true])
    const none = await (await visitor.post('/account/password', { current: '', password: '' })).text()
    expect([none.includes('Current password is missing.'), none.includes('Fix 2 problems')]).toEqual([true, true])
    const signIn = await (await new Visitor().post('/sign-in', { email: ' ', password: '' })).text()
    expect([signIn.includes('Email is missing.'), signIn.includes('Password is missing.')]).toEqual([true, true])
    expect(redirectOf(await visitor.post('/account/password', { current: PASSWORD, password }))).toBe('/account')
    expect(await (await visitor.get('/account')).text()).toContain('Your password is changed.')
    expect(redirectOf(await other.get('/account'))).toMatch(/^\/sign-in/)
    expect((await new Visitor().post('/sign-in', { email, password: PASSWORD })).status).toBe(422)
  })

  test('is signed out after ninety days, however much it was used', async () => {
    const { visitor, email } = await merchant('emil')
    const longAgo = Date.now() - 91 * 86_400_000
    await env.DB.prepare('UPDATE sessions SET created_at = ? WHERE person = (SELECT id FROM people WHERE email = ?)')
      .bind(longAgo, email)
      .run()
    expect(redirectOf(await visitor.get('/account'))).toMatch(/^\/sign-in/)
    expect(visitor.jar.has('__Host-session')).toBe(false)
  })

  test('slides: a session used a day later lasts fourteen days from then', async () => {
    const { visitor, email } = await merchant('fay')
    const soon = Date.now() + 12 * 86_400_000
    const ends = () =>
      env.DB.prepare('SELECT expires_at FROM sessions WHERE person = (SELECT id FROM people WHERE email = ?)')
        .bind(email)
        .first<number>('expires_at')
    await env.DB.prepare('UPDATE sessions SET expires_at = ? WHERE person = (SELECT id FROM people WHERE email = ?)')
      .bind(soon, email)
      .run()
    const page = await visitor.get('/account')
    expect(page.status).toBe(200)
    expect(page.headers.get('set-cookie')).toMatch(/__Host-session=.*Max-Age=1209600/)
    expect(await ends()).toBeGreaterThan(soon)
    expect((await visitor.get('/account')).status).toBe(200)
  })
})

describe('a forgotten password', () => {
  test('says who can help where nothing can be mailed', async () => {
    expect(await (await new Visitor().get('/forgotten-password')).text()).toContain('Ask an admin of your marketplace')
  })

  test('mails a link to an account, and answers alike to anyone else', async () => {
    const { email } = await merchant('gil')
    const { send, settings, firstToken } = mailer()
    const ask = async (address: string) => {
      const page = await new Visitor(settings).post('/forgotten-password', { email: address })
      return (await page.text()).replaceAll(address, '…')
    }
    expect(await ask(email)).toBe(await ask('nobody@example.com'))
    expect(send).toHaveBeenCalledTimes(1)
    expect(
      redirectOf(await new Visitor().post('/new-password', { token: firstToken(), password: 'set by the mail' })),
    ).toBe('/sign-in')
  })
})

describe('marketplaces', () => {
  test('are listed with their health, and an admin makes another', async () => {
    const { visitor, marketplace } = await merchant('hana')
    const to = redirectOf(await visitor.post('/marketplaces', { name: 'Second <b>shop</b>' }))
    expect(to).not.toContain(marketplace)
    const page = await (await visitor.get('/marketplaces')).text()
    expect(page).toContain('Second &lt;b&gt;shop&lt;/b&gt;')
    expect(page).toContain(`/m/${marketplace}/overview`)
    expect(page.match(/Not set up/g)).toHaveLength(2)
    const team = await (await visitor.get(`/m/${marketplace}/team`)).text()
    const menu = /<div class="menu-list">.*?<hr/s.exec(team)?.[0] ?? ''
    expect(menu).toContain('Second &lt;b&gt;shop&lt;/b&gt;')
    expect([...menu.matchAll(/href="([^"]*)"/g)].map(([, href]) => href)).toEqual([
      to,
      '/marketplaces',
      '/account',
      `/m/${marketplace}/help`,
    ])
  })

  test('are not well while something needs a person, as Overview says', async () => {
    const { visitor, marketplace } = await merchant('gus')
    const journal = env.JOURNAL.getByName(marketplace)
    await journal.refuse({ endpoint: 'e', status: 401, reason: 'The signature is wrong.', at: Date.now() })
    const page = await (await visitor.get('/marketplaces')).text()
    expect(page).toContain('Needs attention')
    expect(page).toMatch(/refused/)
    expect(page).toContain('of 5 steps of setup done')
  })

  test('are a hundred at most for one person', async () => {
    const { visitor, marketplace } = await merchant('jan')
    const [row] = (
      await env.DB.prepare('SELECT * FROM members WHERE marketplace = ?').bind(marketplace).all<{ person: string }>()
    ).results
    const more = Array.from({ length: 99 }, (_, n) =>
      env.DB.prepare(`INSERT INTO members VALUES (?, ?, ?, 'admin', 0)`).bind(`jan-${n}`, `jan-shop-${n}`, row?.person),
    )
    expect((await visitor.get('/marketplaces')).status).toBe(200)
    await env.DB.batch(more.slice(2))
    const atOnce = await Promise.all(
      ['One', 'Two', 'Three', 'Four'].map((name) => visitor.post('/marketplaces', { name })),
    )
    expect(atOnce.map(({ status }) => status).sort()).toEqual([303, 303, 404, 404])
  })

  test('made by one person are a hundred at most, whether or not they administer them', async () => {
    const { visitor, email } = await merchant('kai')
    await env.DB.prepare(
      `WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 99)
       INSERT INTO marketplaces (id, name, slug, created_at, maker)
       SELECT 'made-' || i, 'Left', 'made-' || i, 0, (SELECT id FROM people WHERE email = ?) FROM n`,
    )
      .bind(email)
      .run()
    expect((await visitor.post('/marketplaces', { name: 'One more' })).status).toBe(404)
    await env.DB.prepare(`DELETE FROM marketplaces WHERE id = 'made-1'`).run()
    expect((await visitor.post('/marketplaces', { name: 'One more' })).status).toBe(303)
  })

  test('are not made by a person who is an admin nowhere, unless the deployment is open', async () => {
    const { visitor, marketplace } = await merchant('ivo')
    await env.DB.prepare(`UPDATE members SET role = 'merchant' WHERE marketplace = ?`).bind(marketplace).run()
    const closed = new Visitor()
    closed.jar.set('__Host-session', visitor.jar.get('__Host-session') ?? '')
    expect((await closed.post('/marketplaces', { name: 'Mine' })).status).toBe(404)
  })
})
