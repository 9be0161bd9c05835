import { env } from 'cloudflare:workers'
import { beforeAll, describe, expect, test } from 'vitest'
import { loadAuth } from '../../../src/accounts/auth'
import { joinTeam, linkFor, resetLink } from './host'
import { merchant, PASSWORD, redirectOf, Visitor } from './visitor'

// Hashing passwords is slow on purpose.

beforeAll(async () => {
  await loadAuth(env)
})

describe('a link for a new password', () => {
  test('sets it once, and signs its owner out everywhere', async () => {
    const host = await merchant('quin')
    const ruth = await joinTeam(host, 'ruth')
    const { token } = await resetLink(host, 'ruth@example.com')
    expect(token).not.toBe('')
    const password = 'another long password'
    expect(redirectOf(await new Visitor().post('/new-password', { token, password }))).toBe('/sign-in')
    expect(redirectOf(await ruth.get('/account'))).toMatch(/^\/sign-in/)
    expect(redirectOf(await ruth.post('/sign-in', { email: 'ruth@example.com', password }))).toBe('/')
    expect((await new Visitor().post('/new-password', { token, password })).status).toBe(422)
  })

  test('is not stored in a form that opens it', async () => {
    const host = await merchant('sam')
    await joinTeam(host, 'tess')
    const { token } = await resetLink(host, 'tess@example.com')
    const { results } = await env.DB.prepare('SELECT * FROM verifications').all()
    expect(results.length).toBeGreaterThan(0)
    expect(JSON.stringify(results)).not.toContain(token)
  })

  test('is not made for a person who also belongs to another marketplace', async () => {
    const victim = await merchant('uma')
    const attacker = await merchant('vic')
    const invitation = (await linkFor(attacker, victim.email)).split('=')[1] ?? ''
    await victim.visitor.post('/join', { invitation })
    const { token, answer } = await resetLink(attacker, victim.email)
    expect(token).toBe('')
    expect(redirectOf(answer)).toBe(`/m/${attacker.marketplace}/team`)
  })

  test('is over once its owner makes a marketplace or changes the password', async () => {
    const host = await merchant('zoe')
    const abe = await joinTeam(host, 'abe')
    const password = 'chosen by abe alone'
    const before = await resetLink(host, 'abe@example.com')
    await abe.post('/account/password', { current: PASSWORD, password })
    expect((await new Visitor().post('/new-password', { token: before.token, password: 'taken over' })).status).toBe(
      422,
    )

    const again = await resetLink(host, 'abe@example.com')
    await env.DB.prepare(`UPDATE members SET role = 'admin' WHERE marketplace = ?`).bind(host.marketplace).run()
    await abe.post('/marketplaces', { name: 'Abe’s own' })
    expect((await new Visitor().post('/new-password', { token: again.token, password: 'taken over' })).status).toBe(422)
  })

  test('is over once its owner joins another marketplace', async () => {
    const attacker = await merchant('wes')
    const xia = await joinTeam(attacker, 'xia')
    const { token } = await resetLink(attacker, 'xia@example.com')
    const other = await merchant('yan')
    await xia.post('/join', { invitation: (await linkFor(other, 'xia@example.com')).split('=')[1] ?? '' })
    expect((await new Visitor().post('/new-password', { token, password: 'taken over by wes' })).status).toBe(422)
  })
})
