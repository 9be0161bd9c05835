/** A person who runs a marketplace and takes others into its team, over the pages' own forms. */
import { env } from 'cloudflare:workers'
import { newPasswordLink } from '../../../.run/new-password-link'
import { codeOf } from '../../accounts/authenticator'
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

/** Turns two-step sign-in on, as its owner does: codes of the app, and the recovery codes. */
export async function turnOnTwoStep(visitor: Visitor) {
  const started = await (await visitor.post('/account/two-step', { current: PASSWORD })).text()
  const key = /secret=([A-Z2-7]{32})/.exec(started)?.[1] ?? ''
  const code = () => codeOf(key)
  const page = await (await visitor.post('/account/two-step/confirmations', { code: code() })).text()
  const [, codes = ''] = /<code id="recovery-codes">([^<]*)/.exec(page) ?? []
  return { code, recovery: codes.split('\n') }
}

/** A link for a new password by the operator's command; its token. */
export async function operatorsLink(email: string): Promise<string> {
  const wrangler = async (args: string[]) => {
    const statements = (args.at(-1) ?? '').split(/;\s*/).filter(Boolean)
    const batch = await env.DB.batch(statements.map((sql) => env.DB.prepare(sql)))
    return { code: 0, printed: JSON.stringify(batch.map(({ results }) => ({ results }))) }
  }
  const path = await newPasswordLink({ where: [], print: () => {}, wrangler }, email, Date.now())
  return path.split('=')[1] ?? ''
}

/** What the trail says was done, oldest first. */
export async function listAudit(marketplace: string): Promise<string[]> {
  const { results } = await env.DB.prepare('SELECT did, what FROM audit WHERE marketplace = ? ORDER BY at')
    .bind(marketplace)
    .all<{ did: string; what: string }>()
  return results.map(({ did, what }) => `${did} ${what}`)
}
