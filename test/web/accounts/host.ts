/** A person who runs a marketplace and takes others into its team, over the pages' own forms. */
import { env } from 'cloudflare:workers'
import { type merchant, PASSWORD, Visitor } from './visitor'

export type Host = Awaited<ReturnType<typeof merchant>>

/** The invitation's address, as the team's page shows it. */
export async function linkFor({ visitor, marketplace }: Host, email: string, role = 'merchant'): Promise<string> {
  await visitor.post(`/m/${marketplace}/team/invitations`, { email, role })
  const page = await (await visitor.get(`/m/${marketplace}/team`)).text()
  return /\/sign-up\?invitation=[a-z2-9]{26}/.exec(page)?.[0] ?? 'no link'
}

/** An invited person who has joined. */
export async function joinTeam(host: Host, name: string, role = 'merchant'): Promise<Visitor> {
  const invitation = (await linkFor(host, `${name}@example.com`, role)).split('=')[1] ?? ''
  const visitor = new Visitor()
  await visitor.post('/sign-up', { invitation, name, password: PASSWORD })
  return visitor
}

/** The answer to an admin who makes a link for a member's new password, with the token it shows. */
export async function resetLink(
  { visitor, marketplace }: Host,
  email: string,
): Promise<{ token: string; answer: Response }> {
  const member = await memberId(marketplace, email)
  const answer = await visitor.post(`/m/${marketplace}/team/members/${member}/password-links`)
  return { token: /token=([a-z2-9]{26})/.exec(await answer.text())?.[1] ?? '', answer }
}

/** The id of a person's membership. */
export async function memberId(marketplace: string, email: string): Promise<string> {
  const found = await env.DB.prepare(
    'SELECT members.id FROM members JOIN people ON people.id = person WHERE marketplace = ? AND email = ?',
  )
    .bind(marketplace, email)
    .first<{ id: string }>()
  return found?.id ?? 'nobody'
}

/** What the trail says was done, oldest first. */
export async function listAudit(marketplace: string): Promise<string[]> {
  const { results } = await env.DB.prepare('SELECT did, what FROM audit WHERE marketplace = ? ORDER BY at')
    .bind(marketplace)
    .all<{ did: string; what: string }>()
  return results.map(({ did, what }) => `${did} ${what}`)
}
