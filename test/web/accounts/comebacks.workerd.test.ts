/** A removed, demoted or departed admin does not come back through what they made before. */
import { env } from 'cloudflare:workers'
import { beforeAll, describe, expect, test } from 'vitest'
import { loadAuth } from '../../../src/accounts/auth'
import { invite } from '../../../src/accounts/invitation-commands'
import { createResetLink } from '../../../src/accounts/team-commands'
import { type Host, joinTeam, linkFor, listAudit, memberId, operatorsLink, resetLink } from './host'
import { merchant, PASSWORD, redirectOf, Visitor } from './visitor'

beforeAll(async () => {
  await loadAuth(env)
})

type Team = Awaited<ReturnType<typeof teamOf>>

/** A host with an admin beside them, who made an invitation and a link for a merchant's new password. */
async function teamOf(word: string) {
  const host = await merchant(`${word}-host`)
  const admin = await joinTeam(host, `${word}-admin`, 'admin')
  await joinTeam(host, `${word}-merchant`)
  const asAdmin: Host = { ...host, visitor: admin }
  const invitation = await linkFor(asAdmin, `${word}-friend@example.com`, 'admin')
  const { token } = await resetLink(asAdmin, `${word}-merchant@example.com`)
  const hosts = await linkFor(host, `${word}-guest@example.com`)
  const member = await memberId(host.marketplace, `${word}-admin@example.com`)
  return { host, admin, links: { invitation, token, hosts }, member, page: `/m/${host.marketplace}/team` }
}

/** What still lets people in: a team's open invitations, and the links to its accounts. */
async function census(marketplace: string): Promise<string[]> {
  const { results } = await env.DB.prepare(
    `SELECT 'invitation of ' || email AS what FROM invitations WHERE marketplace = ?1 AND status = 'pending'
     UNION ALL SELECT 'link of ' || email FROM verifications JOIN people ON people.id = value
     WHERE value IN (SELECT person FROM members WHERE marketplace = ?1)`,
  )
    .bind(marketplace)
    .all<{ what: string }>()
  return results.map(({ what }) => what)
}

async function opens({ invitation, token }: { invitation: string; token: string }): Promise<number[]> {
  const fields = { invitation: invitation.split('=')[1] ?? '', name: 'Friend', password: PASSWORD }
  return [
    (await new Visitor().post('/sign-up', fields)).status,
    (await new Visitor().post('/new-password', { token, password: 'taken over by a former admin' })).status,
  ]
}

const ENDINGS: Record<string, (team: Team) => Promise<Response>> = {
  removed: ({ host, page, member }) => host.visitor.post(`${page}/members/${member}/removals`),
  demoted: ({ host, page, member }) => host.visitor.post(`${page}/members/${member}/role`, { role: 'merchant' }),
  departed: ({ admin, page }) => admin.post(`${page}/departures`),
}

describe.each(Object.entries(ENDINGS))('An admin who is %s', (word, end) => {
  test('leaves no invitation and no link that works, and the team page says what ended', async () => {
    const team = await teamOf(word)
    const { host, links, page } = team
    expect(await census(host.marketplace)).toHaveLength(3)
    await end(team)
    expect(await census(host.marketplace)).toEqual([`invitation of ${word}-guest@example.com`])
    expect(await opens(links)).toEqual([404, 422])
    expect((await new Visitor().get(links.hosts)).status).toBe(200)
    const text = await (await host.visitor.get(page)).text()
    expect(text).toContain(`Invitation of ${word}-friend@example.com: <del>open</del> → <ins>ended</ins>`)
    expect(text).toContain(
      `Link for a new password of ${word}-merchant@example.com: <del>open</del> → <ins>ended</ins>`,
    )
  })
})

describe('What an admin made', () => {
  test('is named by the sentence after the removal', async () => {
    const team = await teamOf('flash')
    await ENDINGS.removed?.(team)
    const text = await (await team.host.visitor.get(team.page)).text()
    expect(text).toContain('Also ended: invitations of flash-friend@example.com; links for a new password of')
  })

  test('stays where the removal is refused', async () => {
    const host = await merchant('alone')
    await linkFor(host, 'alone-guest@example.com')
    const me = await memberId(host.marketplace, host.email)
    await host.visitor.post(`/m/${host.marketplace}/team/members/${me}/removals`)
    expect(await census(host.marketplace)).toEqual(['invitation of alone-guest@example.com'])
  })

  test('ends with the marketplace: a link for its former member opens no account', async () => {
    const { host, links } = await teamOf('gone')
    expect(redirectOf(await host.visitor.post(`/m/${host.marketplace}/deletions`))).toBe('/marketplaces')
    expect(await opens(links)).toEqual([404, 422])
  })

  test('is made no more by a request that arrived before the removal and runs after it', async () => {
    const { host, member, page } = await teamOf('late')
    const admin = await env.DB.prepare(`SELECT id, name, email FROM people WHERE email = 'late-admin@example.com'`)
    const person = (await admin.first<{ id: string; name: string; email: string }>()) ?? { id: '', name: '', email: '' }
    const author = { marketplace: host.marketplace, person }
    const other = await memberId(host.marketplace, 'late-merchant@example.com')
    await host.visitor.post(`${page}/members/${member}/removals`)
    const before = await census(host.marketplace)
    const invitation = { id: 'a'.repeat(26), email: 'x@example.com', role: 'admin', origin: 'https://x.test' } as const
    expect((await invite(env, author, invitation)).ok).toBe(false)
    expect((await createResetLink(env, author, other)).ok).toBe(false)
    expect(await census(host.marketplace)).toEqual(before)
  })

  test('for the account of a member who is removed ends too', async () => {
    const host = await merchant('owner')
    await joinTeam(host, 'leaver')
    const { token } = await resetLink(host, 'leaver@example.com')
    const leaver = await memberId(host.marketplace, 'leaver@example.com')
    await host.visitor.post(`/m/${host.marketplace}/team/members/${leaver}/removals`)
    const over = await new Visitor().post('/new-password', { token, password: 'not theirs any more' })
    expect([over.status, await over.text()]).toEqual([422, expect.stringContaining('Get another link')])
    const text = await (await host.visitor.get(`/m/${host.marketplace}/team`)).text()
    expect(text).toContain('Also ended: links for a new password of leaver@example.com')
    expect(text).toContain('Link for a new password of leaver@example.com: <del>open</del> → <ins>ended</ins>')
  })

  test('for the account of a member who joins or makes another team ends, and the trail of their team says so', async () => {
    const host = await merchant('tess')
    const [uma, wil] = [await joinTeam(host, 'uma', 'admin'), await joinTeam(host, 'wil', 'admin')]
    await resetLink(host, 'uma@example.com')
    await resetLink(host, 'wil@example.com')
    const other = await merchant('vic')
    await uma.post('/join', { invitation: (await linkFor(other, 'uma@example.com')).split('=')[1] ?? '' })
    await wil.post('/marketplaces', { name: 'Wil’s own' })
    expect((await listAudit(host.marketplace)).slice(-2)).toEqual(['joined another team', 'made another marketplace'])
    expect(await census(host.marketplace)).toEqual([])
    const text = await (await host.visitor.get(`/m/${host.marketplace}/team`)).text()
    expect(text).toContain('Link for a new password of uma@example.com: <del>open</del> → <ins>ended</ins>')
  })
})

describe('A password set with an admin’s link', () => {
  /** A host, an admin who knows the password of another, and that other's browser. */
  async function takenOver(word: string) {
    const host = await merchant(`${word}-host`)
    const admin = await joinTeam(host, `${word}-admin`, 'admin')
    await joinTeam(host, `${word}-second`, 'admin')
    const email = `${word}-second@example.com`
    const { token } = await resetLink({ ...host, visitor: admin }, email)
    const password = 'set with an admin’s link'
    await new Visitor().post('/new-password', { token, password })
    const second = new Visitor()
    await second.post('/sign-in', { email, password })
    const team = `/m/${host.marketplace}/team`
    const member = await memberId(host.marketplace, `${word}-admin@example.com`)
    return { host, admin, second, email, password, team, member }
  }

  test('ends with its sessions when that admin is removed, and the team page names its owner', async () => {
    const { host, second, email, password, team, member } = await takenOver('taken')
    expect((await second.get(team)).status).toBe(200)
    await host.visitor.post(`${team}/members/${member}/removals`)
    expect(redirectOf(await second.get(team))).toMatch(/^\/sign-in/)
    expect((await second.post('/sign-in', { email, password })).status).toBe(422)
    const text = await (await host.visitor.get(team)).text()
    expect(text).toContain(`passwords set with their links, of ${email}`)
    expect(text).toContain(`Password and sessions of ${email}: <del>open</del> → <ins>ended</ins>`)
    const { token } = await resetLink(host, email)
    await new Visitor().post('/new-password', { token, password: 'chosen by its owner' })
    expect(redirectOf(await second.post('/sign-in', { email, password: 'chosen by its owner' }))).toBe('/')
  })

  test('takes along the two-step sign-in that was turned on with it', async () => {
    const { host, second, email, password, team, member } = await takenOver('along')
    await second.post('/account/two-step', { current: password })
    await env.DB.prepare('UPDATE two_steps SET confirmed_at = ?')
      .bind(Date.now() + 1)
      .run()
    await host.visitor.post(`${team}/members/${member}/removals`)
    const { token } = await resetLink(host, email)
    await new Visitor().post('/new-password', { token, password: 'chosen by its owner' })
    const answer = await new Visitor().post('/sign-in', { email, password: 'chosen by its owner' })
    expect(redirectOf(answer)).toBe('/')
  })

  test('stays once its owner has changed it', async () => {
    const { host, second, email, password, team, member } = await takenOver('own')
    await second.post('/account/password', { current: password, password: 'chosen by its owner' })
    await host.visitor.post(`${team}/members/${member}/removals`)
    expect((await second.get(team)).status).toBe(200)
    expect(redirectOf(await new Visitor().post('/sign-in', { email, password: 'chosen by its owner' }))).toBe('/')
  })

  test('stays while no other admin is left to hand over the next link', async () => {
    const { host, admin, second, team } = await takenOver('only')
    await host.visitor.post(`${team}/departures`)
    await admin.post(`${team}/departures`)
    expect((await second.get(team)).status).toBe(200)
  })
})

describe('The operator’s link', () => {
  test.each<[string, (host: Host, admin: Visitor, other: Host) => Promise<unknown>]>([
    ['another admin’s', (host, admin) => resetLink({ ...host, visitor: admin }, host.email)],
    [
      'a new password set with another admin’s',
      async (host, admin) => {
        const { token } = await resetLink({ ...host, visitor: admin }, host.email)
        await new Visitor().post('/new-password', { token, password: 'set by a bad admin' })
      },
    ],
    [
      'a removal from one of several teams',
      async (host, _, other) =>
        other.visitor.post(
          `/m/${other.marketplace}/team/members/${await memberId(other.marketplace, host.email)}/removals`,
        ),
    ],
  ])('is not ended by %s', async (what, act) => {
    const host = await merchant(`op-${what.length}`)
    const admin = await joinTeam(host, `op-admin-${what.length}`, 'admin')
    const other = await merchant(`op-other-${what.length}`)
    if (what.includes('removal')) {
      await host.visitor.post('/join', { invitation: (await linkFor(other, host.email)).split('=')[1] ?? '' })
    }
    const token = await operatorsLink(host.email)
    await act(host, admin, other)
    const answer = await new Visitor().post('/new-password', { token, password: 'set by the owner' })
    expect(redirectOf(answer)).toBe('/sign-in')
    expect((await new Visitor().post('/new-password', { token, password: 'set once more' })).status).toBe(422)
  })
})
