/** Changes of invitations: an admin makes one for an email and hands its link over; its holder joins as that email. */
import { and, count, eq, exists, ne, notExists, or, type SQL } from 'drizzle-orm'
import { type DrizzleD1Database, drizzle } from 'drizzle-orm/d1'
import { invitations, members, people } from '../db/accounts-schema'
import type { Env } from '../env'
import { type CommandResult, refuseWith } from '../model/command-result'
import { batchAsAdmin, FORMER_ADMIN } from './admin-batch'
import { type Author, auditLine } from './audit-line'
import { insertWhere } from './conditional-writes'
import { displayName } from './display-name'
import { randomId, SECRET_ID } from './ids'
import { digestInvitation, findInvitation, handleOf, type InvitationDetails, isPending } from './invitations'
import { joinTeam } from './join-team'
import { mayMail, sendMail } from './mailer'
import { hasMailer, type Mailer } from './mailer-settings'
import type { Role } from './members'

type Database = Pick<Env, 'DB'>

const INVITED = { admin: 'invited an admin:', merchant: 'invited a merchant:' } as const satisfies Record<Role, string>
const LASTS_MS = 7 * 86_400_000
const LINK = '/sign-up?invitation='
const MOST_WAITING = 100

const refuse = refuseWith({
  member: 'This person is already in the team.',
  full: 'A hundred invitations are waiting. Withdraw some first.',
  over: 'This invitation no longer works.',
  'not sent': 'The mail could not be sent, so no one is invited yet. Try again.',
  often: 'Several invitations were just sent to this address. Wait an hour before you send another.',
})

interface NewInvitation {
  /** The same id again is the same invitation. The link's secret, where an admin hands it over. */
  id: string
  email: string
  role: Role
  /** What a mailed link begins with. */
  origin: string
}

/** Invites someone, by mail where there is a mailer; an earlier invitation of their email ends. Sending the same form again may change the role. */
export async function invite(
  env: Database & Mailer & Pick<Env, 'AUTH_SECRET'>,
  author: Author,
  { id, email: typed, role, origin }: NewInvitation,
): Promise<CommandResult<'member' | 'full' | 'over' | 'often' | 'not sent' | 'no admin', { mailed: boolean }>> {
  const { marketplace, person } = author
  const email = typed.toLowerCase()
  const db = drizzle(env.DB)
  const [member] = await db
    .select({ id: members.id })
    .from(members)
    .innerJoin(people, eq(people.id, members.person))
    .where(and(eq(members.marketplace, marketplace), eq(people.email, email)))
  if (member !== undefined) {
    return refuse('member')
  }
  const own = and(eq(invitations.marketplace, marketplace), isPending())
  const [others] = await db
    .select({ waiting: count() })
    .from(invitations)
    .where(and(own, ne(invitations.email, email)))
  if ((others?.waiting ?? 0) >= MOST_WAITING) {
    return refuse('full')
  }
  const mails = hasMailer(env)
  const same = and(own, eq(invitations.id, id), eq(invitations.email, email))
  const isRepeated = (await db.$count(invitations, same)) > 0
  if (mails && !isRepeated && !(await mayMail(env, 'invitation', email))) {
    return refuse('often')
  }
  const now = new Date()
  // The admin has seen the id; what is mailed is for the address alone.
  const secret = randomId(SECRET_ID)
  const row = {
    ...({ id, marketplace, email, role, status: 'pending', inviter: person.id, createdAt: now } as const),
    mailed: mails,
    secret: mails ? await digestInvitation(secret) : null,
    expiresAt: new Date(now.getTime() + LASTS_MS),
  }
  const isNew = notExists(db.select({ id: invitations.id }).from(invitations).where(eq(invitations.id, id)))
  const differs = and(same, ne(invitations.role, role))
  const written = await batchAsAdmin(db, author, [
    auditLine(db, author, { did: INVITED[role], what: typed, link: '/team' }, or(isNew, isWaiting(db, differs))),
    db.update(invitations).set({ role }).where(differs),
    db
      .update(invitations)
      .set({ status: 'canceled' })
      .where(and(own, eq(invitations.email, email), isNew)),
    insertWhere(db, invitations, row, isNew).returning({ id: invitations.id }),
    db.select({ id: invitations.id }).from(invitations).where(same),
  ])
  if (written === null) {
    return FORMER_ADMIN
  }
  const [, , , made, found] = written
  if (found.length === 0) {
    return refuse('over')
  }
  if (mails && made.length > 0 && !(await mailInvitation(env, author, { email, link: `${origin}${LINK}${secret}` }))) {
    const deed = { did: 'could not mail the invitation of', what: typed, link: '/team' }
    await db.batch([auditLine(db, author, deed), db.delete(invitations).where(same)])
    return refuse('not sent')
  }
  return { ok: true, mailed: mails }
}

/** False if the mailer refused it. */
async function mailInvitation(
  env: Mailer,
  { person }: Author,
  { email, link }: { email: string; link: string },
): Promise<boolean> {
  try {
    await sendMail(env, {
      to: email,
      subject: 'You are invited to Enrollwire',
      text: `${displayName(person)} (${person.email}) invited you to a team on Enrollwire. Join within a week:\n\n${link}\n\nIf you were not expecting this, you can ignore this e-mail.\n`,
    })
    return true
  } catch {
    console.error(JSON.stringify({ level: 'error', what: 'an invitation could not be mailed' }))
    return false
  }
}

/** Takes an invitation back: its link no longer works. @param handle or the id */
export async function withdrawInvitation(
  env: Database,
  author: Author,
  handle: string,
): Promise<CommandResult<'over' | 'no admin', { email: string }>> {
  const db = drizzle(env.DB)
  const open = and(eq(invitations.marketplace, author.marketplace), isPending())
  const all = await db.select({ id: invitations.id, email: invitations.email }).from(invitations).where(open)
  const handles = await Promise.all(all.map(({ id }) => handleOf(id)))
  const found = all.find(({ id }, at) => id === handle || handles[at] === handle)
  if (found === undefined) {
    return refuse('over')
  }
  const own = and(open, eq(invitations.id, found.id))
  const written = await batchAsAdmin(db, author, [
    auditLine(db, author, { did: 'withdrew the invitation of', what: found.email, link: '/team' }, isWaiting(db, own)),
    db.update(invitations).set({ status: 'canceled' }).where(own),
    db.select({ status: invitations.status }).from(invitations).where(eq(invitations.id, found.id)),
  ])
  if (written === null) {
    return FORMER_ADMIN
  }
  // It may have been accepted meanwhile.
  return written[2][0]?.status === 'canceled' ? { ok: true, email: found.email } : refuse('over')
}

/** Joins `person` to the team that invited them. `over`: it was used or withdrawn, has run out, or is another email's. */
export async function acceptInvitation(
  env: Database,
  person: Author['person'],
  secret: string,
): Promise<CommandResult<'over', { invitation: InvitationDetails }>> {
  // Also one that was accepted: a second press finds them in the team.
  const invitation = await findInvitation(env.DB, secret, or(isPending(), eq(invitations.status, 'accepted')))
  if (invitation === null || invitation.email !== person.email.toLowerCase()) {
    return refuse('over')
  }
  const db = drizzle(env.DB)
  const { id: marketplace } = invitation.marketplace
  await db.batch(await joinTeam(db, person, invitation))
  const own = and(eq(members.marketplace, marketplace), eq(members.person, person.id))
  return (await db.$count(members, own)) > 0 ? { ok: true, invitation } : refuse('over')
}

function isWaiting(db: DrizzleD1Database, where: SQL | undefined) {
  return exists(db.select({ id: invitations.id }).from(invitations).where(where))
}
