import { env } from 'cloudflare:workers'
import { beforeAll, describe, expect, test } from 'vitest'
import { loadAuth } from '../../../src/accounts/auth'
import { joinTeam, listAudit, memberId } from './host'
import { merchant, redirectOf } from './visitor'

// Hashing passwords is slow on purpose.

beforeAll(async () => {
  await loadAuth(env)
})

describe('roles', () => {
  test('show a merchant who is in the team, and nothing to change', async () => {
    const host = await merchant('ivo')
    const merch = await joinTeam(host, 'jo')
    const page = await (await merch.get(`/m/${host.marketplace}/team`)).text()
    expect(page).toContain('ivo')
    expect(page).not.toContain('ivo@example.com')
    expect(page).not.toContain('Invite to the team')
    const admin = await memberId(host.marketplace, host.email)
    for (const path of [
      'invitations',
      `members/${admin}/role`,
      `members/${admin}/removals`,
      `members/${admin}/password-links`,
    ]) {
      const answer = await merch.post(`/m/${host.marketplace}/team/${path}`, { role: 'admin', email: 'x@example.com' })
      expect([path, answer.status]).toEqual([path, 404])
    }
  })

  test('keep a marketplace from losing its last admin', async () => {
    const host = await merchant('kim')
    await joinTeam(host, 'lea')
    const team = `/m/${host.marketplace}/team`
    const kim = await memberId(host.marketplace, host.email)
    await host.visitor.post(`${team}/members/${kim}/role`, { role: 'merchant' })
    await host.visitor.post(`${team}/members/${kim}/removals`)
    await host.visitor.post(`${team}/departures`)
    expect(await (await host.visitor.get(team)).text()).toContain('A marketplace needs at least one admin.')

    await host.visitor.post(`${team}/members/${await memberId(host.marketplace, 'lea@example.com')}/role`, {
      role: 'admin',
    })
    expect(redirectOf(await host.visitor.post(`${team}/departures`))).toBe('/marketplaces')
    expect((await host.visitor.get(team)).status).toBe(404)
    expect(await listAudit(host.marketplace)).toEqual([
      'made the marketplace kim’s shop',
      'invited a merchant: lea@example.com',
      'joined the team as merchant, invited by kim',
      'made admin lea@example.com',
      'left the team',
    ])
  })

  test('keep it even when two admins remove each other at one moment', async () => {
    const host = await merchant('mia')
    const other = await joinTeam(host, 'ned', 'admin')
    const of = async (email: string) =>
      `/m/${host.marketplace}/team/members/${await memberId(host.marketplace, email)}/removals`
    const [ned, mia] = [await of('ned@example.com'), await of(host.email)]
    await Promise.all([host.visitor.post(ned), other.post(mia)])
    const left = await env.DB.prepare(`SELECT count(*) AS n FROM members WHERE marketplace = ? AND role = 'admin'`)
      .bind(host.marketplace)
      .first('n')
    expect(left).toBe(1)
  })

  test('end with the next click of a removed member', async () => {
    const host = await merchant('olga')
    const merch = await joinTeam(host, 'pia')
    expect((await merch.get(`/m/${host.marketplace}/overview`)).status).toBe(200)
    const pia = await memberId(host.marketplace, 'pia@example.com')
    expect(await (await host.visitor.get(`/m/${host.marketplace}/team/members/${pia}/delete`)).text()).toContain(
      'Remove pia',
    )
    await host.visitor.post(`/m/${host.marketplace}/team/members/${pia}/removals`)
    expect((await merch.get(`/m/${host.marketplace}/overview`)).status).toBe(404)
  })
})
