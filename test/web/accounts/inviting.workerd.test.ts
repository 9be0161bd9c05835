import { env } from 'cloudflare:workers'
import { beforeAll, describe, expect, test } from 'vitest'
import { loadAuth } from '../../../src/accounts/auth'
import { joinTeam, linkFor, listAudit } from './host'
import { merchant, PASSWORD, redirectOf, Visitor } from './visitor'

// Hashing passwords is slow on purpose.

beforeAll(async () => {
  await loadAuth(env)
})

describe('inviting', () => {
  test('lets the holder of the link join once, with the role it gives', async () => {
    const host = await merchant('ada')
    const link = await linkFor(host, 'Ben@Example.com')
    expect(await (await new Visitor().get(link)).text()).toContain('ada invited ben@example.com.')
    const ben = new Visitor()
    const fields = { invitation: link.split('=')[1] ?? '', name: 'Ben', password: PASSWORD }
    expect(redirectOf(await ben.post('/sign-up', fields))).toBe(`/m/${host.marketplace}/overview`)
    expect((await ben.get(`/m/${host.marketplace}/team`)).status).toBe(200)
    expect((await new Visitor().get(link)).status).toBe(404)
    expect(await listAudit(host.marketplace)).toEqual([
      'made the marketplace ada’s shop',
      'invited a merchant: ben@example.com',
      'joined the team as merchant, invited by ada',
    ])
  })

  test('with a double click makes one link, which works', async () => {
    const host = await merchant('hal')
    const address = `/m/${host.marketplace}/team`
    const id = /name="id" value="([a-z2-9]{26})"/.exec(await (await host.visitor.get(address)).text())?.[1] ?? 'no id'
    for (const _ of ['first', 'second']) {
      const invited = await host.visitor.post(`${address}/invitations`, {
        id,
        email: 'ida@example.com',
        role: 'merchant',
      })
      expect(redirectOf(invited)).toBe(address)
    }
    expect((await new Visitor().get(`/sign-up?invitation=${id}`)).status).toBe(200)
    expect(await listAudit(host.marketplace)).toEqual([
      'made the marketplace hal’s shop',
      'invited a merchant: ida@example.com',
    ])
  })

  test('with the same form and another role gives that role', async () => {
    const host = await merchant('ned')
    const address = `/m/${host.marketplace}/team/invitations`
    const fields = { id: 'b'.repeat(26), email: 'olga@example.com' }
    await host.visitor.post(address, { ...fields, role: 'admin' })
    await host.visitor.post(address, { ...fields, role: 'merchant' })
    const olga = new Visitor()
    await olga.post('/sign-up', { invitation: fields.id, name: 'Olga', password: PASSWORD })
    expect((await olga.post(address, { email: 'x@example.com', role: 'admin' })).status).toBe(404)
    expect(await listAudit(host.marketplace)).toContain('invited a merchant: olga@example.com')
  })

  test('leaves no account where the invitation is withdrawn while its guest sends the form', async () => {
    const host = await merchant('pia')
    const link = await linkFor(host, 'quin@example.com', 'admin')
    const id = link.split('=')[1] ?? ''
    const withdraw = () => host.visitor.post(`/m/${host.marketplace}/team/invitations/${id}/withdrawals`)
    const DB = new Proxy(env.DB, {
      get: (target, name) =>
        name === 'batch'
          ? async (statements: D1PreparedStatement[]) => {
              await withdraw()
              return target.batch(statements)
            }
          : Reflect.get(target, name).bind(target),
    })
    const answer = await new Visitor({ DB }).post('/sign-up', { invitation: id, name: 'Quin', password: PASSWORD })
    expect(answer.status).toBe(404)
    expect(await env.DB.prepare(`SELECT id FROM people WHERE email = 'quin@example.com'`).first()).toBeNull()
  })

  test('asks a person with an account to sign in, and then to join', async () => {
    const host = await merchant('cleo')
    const guest = await merchant('dan')
    const link = await linkFor(host, guest.email, 'admin')
    const invitation = link.split('=')[1] ?? ''
    expect(await (await new Visitor().get(link)).text()).toContain('Sign in to join')
    const posted = await new Visitor().post('/sign-up', { invitation, name: 'Dan', password: PASSWORD })
    expect([posted.status, await posted.text()]).toEqual([422, expect.stringContaining('sign in instead')])
    expect(await (await host.visitor.get(link)).text()).toContain('you are signed in as cleo@example.com')
    expect((await host.visitor.post('/join', { invitation })).status).toBe(404)
    expect(redirectOf(await guest.visitor.post('/join', { invitation }))).toBe(`/m/${host.marketplace}/overview`)
    expect(redirectOf(await guest.visitor.get('/'))).toBe('/marketplaces')
  })

  test('is over once withdrawn, and only its own marketplace can withdraw it', async () => {
    const host = await merchant('emil')
    const rival = await merchant('finn')
    const link = await linkFor(host, 'gus@example.com')
    const id = link.split('=')[1]
    expect((await rival.visitor.post(`/m/${rival.marketplace}/team/invitations/${id}/withdrawals`)).status).toBe(404)
    expect((await new Visitor().get(link)).status).toBe(200)
    await host.visitor.post(`/m/${host.marketplace}/team/invitations/${id}/withdrawals`)
    expect((await new Visitor().get(link)).status).toBe(404)
  })

  test('shows the link to the admin who hands it over, and another admin can only withdraw it', async () => {
    const host = await merchant('jan')
    const other = await joinTeam(host, 'kai', 'admin')
    const link = await linkFor(host, 'leo@example.com')
    const page = await (await other.get(`/m/${host.marketplace}/team`)).text()
    expect(page).toContain('leo@example.com')
    expect(page).not.toContain(link.split('=')[1])
    await other.post(/action="([^"]+withdrawals)"/.exec(page)?.[1] ?? 'no form')
    expect((await new Visitor().get(link)).status).toBe(404)
  })

  test('takes no role that does not exist', async () => {
    const host = await merchant('hana')
    const answer = await host.visitor.post(`/m/${host.marketplace}/team/invitations`, {
      email: 'i@example.com',
      role: 'owner',
    })
    expect(answer.status).toBe(422)
  })
})
