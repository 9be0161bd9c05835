import { env } from 'cloudflare:workers'
import { beforeAll, describe, expect, it, vi } from 'vitest'
import { auth } from '../../../src/accounts/auth'
import { goesTo, LOADING_MS, merchant, PASSWORD, Visitor } from './visitor'

// Hashing passwords is slow on purpose.
vi.setConfig({ testTimeout: LOADING_MS })

beforeAll(async () => {
  await auth(env)
}, LOADING_MS)

type Merchant = Awaited<ReturnType<typeof merchant>>

async function linkFor({ visitor, marketplace }: Merchant, email: string, role = 'merchant'): Promise<string> {
  await visitor.post(`/m/${marketplace}/team/invitations`, { email, role })
  const page = await (await visitor.get(`/m/${marketplace}/team`)).text()
  return /\/sign-up\?invitation=[a-z2-9]{26}/.exec(page)?.[0] ?? 'no link'
}

async function joined(host: Merchant, name: string, role = 'merchant'): Promise<Visitor> {
  const invitation = (await linkFor(host, `${name}@example.com`, role)).split('=')[1] ?? ''
  const visitor = new Visitor()
  await visitor.post('/sign-up', { invitation, name, password: PASSWORD })
  return visitor
}

async function memberId(marketplace: string, email: string): Promise<string> {
  const found = await env.DB.prepare(
    'SELECT members.id FROM members JOIN people ON people.id = person WHERE marketplace = ? AND email = ?',
  )
    .bind(marketplace, email)
    .first<{ id: string }>()
  return found?.id ?? 'nobody'
}

async function deeds(marketplace: string): Promise<string[]> {
  const { results } = await env.DB.prepare('SELECT did, what FROM audit WHERE marketplace = ? ORDER BY at')
    .bind(marketplace)
    .all<{ did: string; what: string }>()
  return results.map(({ did, what }) => `${did} ${what}`)
}

describe('inviting', () => {
  it('lets the holder of the link join once, with the role it gives', async () => {
    const host = await merchant('ada')
    const link = await linkFor(host, 'Ben@Example.com')
    expect(await (await new Visitor().get(link)).text()).toContain('ada invited ben@example.com.')
    const ben = new Visitor()
    const fields = { invitation: link.split('=')[1] ?? '', name: 'Ben', password: PASSWORD }
    expect(goesTo(await ben.post('/sign-up', fields))).toBe(`/m/${host.marketplace}/overview`)
    expect((await ben.get(`/m/${host.marketplace}/team`)).status).toBe(200)
    expect((await new Visitor().get(link)).status).toBe(404)
    expect(await deeds(host.marketplace)).toEqual([
      'made the marketplace ada’s shop',
      'invited as merchant ben@example.com',
      'joined the team as merchant, invited by ada',
    ])
  })

  it('asks somebody with an account to sign in, and then to join', async () => {
    const host = await merchant('cleo')
    const guest = await merchant('dan')
    const link = await linkFor(host, guest.email, 'admin')
    const invitation = link.split('=')[1] ?? ''
    expect(await (await new Visitor().get(link)).text()).toContain('has an account already')
    expect(await (await host.visitor.get(link)).text()).toContain('you are signed in as cleo@example.com')
    expect((await host.visitor.post('/join', { invitation })).status).toBe(404)
    expect(goesTo(await guest.visitor.post('/join', { invitation }))).toBe(`/m/${host.marketplace}/overview`)
    expect(goesTo(await guest.visitor.get('/'))).toBe('/marketplaces')
  })

  it('is over once withdrawn, and only its own marketplace can withdraw it', async () => {
    const host = await merchant('emil')
    const rival = await merchant('finn')
    const link = await linkFor(host, 'gus@example.com')
    const id = link.split('=')[1]
    expect((await rival.visitor.post(`/m/${rival.marketplace}/team/invitations/${id}/delete`)).status).toBe(404)
    expect((await new Visitor().get(link)).status).toBe(200)
    await host.visitor.post(`/m/${host.marketplace}/team/invitations/${id}/delete`)
    expect((await new Visitor().get(link)).status).toBe(404)
  })

  it('takes no role that does not exist', async () => {
    const host = await merchant('hana')
    const answer = await host.visitor.post(`/m/${host.marketplace}/team/invitations`, {
      email: 'i@example.com',
      role: 'owner',
    })
    expect(answer.status).toBe(422)
  })
})

describe('roles', () => {
  it('show a merchant who is in the team, and nothing to change', async () => {
    const host = await merchant('ivo')
    const merch = await joined(host, 'jo')
    const page = await (await merch.get(`/m/${host.marketplace}/team`)).text()
    expect(page).toContain('ivo')
    expect(page).not.toContain('ivo@example.com')
    expect(page).not.toContain('Invite somebody')
    const admin = await memberId(host.marketplace, host.email)
    for (const path of [
      'invitations',
      `members/${admin}/role`,
      `members/${admin}/delete`,
      `members/${admin}/reset-link`,
    ]) {
      const answer = await merch.post(`/m/${host.marketplace}/team/${path}`, { role: 'admin', email: 'x@example.com' })
      expect([path, answer.status]).toEqual([path, 404])
    }
  })

  it('keep a marketplace from losing its last admin', async () => {
    const host = await merchant('kim')
    await joined(host, 'lea')
    const team = `/m/${host.marketplace}/team`
    const kim = await memberId(host.marketplace, host.email)
    await host.visitor.post(`${team}/members/${kim}/role`, { role: 'merchant' })
    await host.visitor.post(`${team}/members/${kim}/delete`)
    await host.visitor.post(`${team}/leave`)
    expect(await (await host.visitor.get(team)).text()).toContain('A marketplace keeps at least one admin.')

    await host.visitor.post(`${team}/members/${await memberId(host.marketplace, 'lea@example.com')}/role`, {
      role: 'admin',
    })
    expect(goesTo(await host.visitor.post(`${team}/leave`))).toBe('/marketplaces')
    expect((await host.visitor.get(team)).status).toBe(404)
    expect(await deeds(host.marketplace)).toEqual([
      'made the marketplace kim’s shop',
      'invited as merchant lea@example.com',
      'joined the team as merchant, invited by kim',
      'made admin lea@example.com',
      'left the team',
    ])
  })

  it('keep it even when two admins remove each other at one moment', async () => {
    const host = await merchant('mia')
    const other = await joined(host, 'ned', 'admin')
    const of = async (email: string) =>
      `/m/${host.marketplace}/team/members/${await memberId(host.marketplace, email)}/delete`
    const [ned, mia] = [await of('ned@example.com'), await of(host.email)]
    await Promise.all([host.visitor.post(ned), other.post(mia)])
    const left = await env.DB.prepare(`SELECT count(*) AS n FROM members WHERE marketplace = ? AND role = 'admin'`)
      .bind(host.marketplace)
      .first('n')
    expect(left).toBe(1)
  })

  it('end for somebody removed with the next click', async () => {
    const host = await merchant('olga')
    const merch = await joined(host, 'pia')
    expect((await merch.get(`/m/${host.marketplace}/overview`)).status).toBe(200)
    const pia = await memberId(host.marketplace, 'pia@example.com')
    expect(await (await host.visitor.get(`/m/${host.marketplace}/team/members/${pia}/delete`)).text()).toContain(
      'Remove pia',
    )
    await host.visitor.post(`/m/${host.marketplace}/team/members/${pia}/delete`)
    expect((await merch.get(`/m/${host.marketplace}/overview`)).status).toBe(404)
  })
})

describe('a link for a new password', () => {
  async function resetLink(host: Merchant, email: string): Promise<{ token: string; text: string }> {
    const member = await memberId(host.marketplace, email)
    const answer = await host.visitor.post(`/m/${host.marketplace}/team/members/${member}/reset-link`)
    const text = answer.status === 200 ? await answer.text() : goesTo(answer)
    return { token: /token=([a-z2-9]{26})/.exec(text)?.[1] ?? '', text }
  }

  it('sets it once, and signs its owner out everywhere', async () => {
    const host = await merchant('quin')
    const ruth = await joined(host, 'ruth')
    const { token } = await resetLink(host, 'ruth@example.com')
    expect(token).not.toBe('')
    const password = 'another long password'
    expect(goesTo(await new Visitor().post('/new-password', { token, password }))).toBe('/sign-in')
    expect(goesTo(await ruth.get('/account'))).toMatch(/^\/sign-in/)
    expect(goesTo(await ruth.post('/sign-in', { email: 'ruth@example.com', password }))).toBe('/')
    expect((await new Visitor().post('/new-password', { token, password })).status).toBe(422)
  })

  it('is not stored in a form that opens it', async () => {
    const host = await merchant('sam')
    await joined(host, 'tess')
    const { token } = await resetLink(host, 'tess@example.com')
    const { results } = await env.DB.prepare('SELECT * FROM verifications').all()
    expect(results.length).toBeGreaterThan(0)
    expect(JSON.stringify(results)).not.toContain(token)
  })

  it('is not made for somebody who also belongs to a marketplace of others', async () => {
    const victim = await merchant('uma')
    const attacker = await merchant('vic')
    const invitation = (await linkFor(attacker, victim.email)).split('=')[1] ?? ''
    await victim.visitor.post('/join', { invitation })
    const { token, text } = await resetLink(attacker, victim.email)
    expect(token).toBe('')
    expect(text).toBe(`/m/${attacker.marketplace}/team`)
  })

  it('is over once its owner makes a marketplace or changes the password', async () => {
    const host = await merchant('zoe')
    const abe = await joined(host, 'abe')
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

  it('is over once its owner joins another marketplace', async () => {
    const attacker = await merchant('wes')
    const xia = await joined(attacker, 'xia')
    const { token } = await resetLink(attacker, 'xia@example.com')
    const other = await merchant('yan')
    await xia.post('/join', { invitation: (await linkFor(other, 'xia@example.com')).split('=')[1] ?? '' })
    expect((await new Visitor().post('/new-password', { token, password: 'taken over by wes' })).status).toBe(422)
  })
})
