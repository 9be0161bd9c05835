/** Changes of invitations: an admin makes one for an email and hands its link over; its holder joins as that email. */
import { and, count, eq, exists, ne, notExists } from 'drizzle-orm'
import { type DrizzleD1Database, drizzle } from 'drizzle-orm/d1'
import { invitations, members, people } from '../db/accounts-schema'
import type { Env } from '../env'
import { type CommandResult, refuseWith } from '../model/command-result'
import { type Author, auditLine } from './audit-line'
import { insertWhere } from './conditional-writes'
import { displayName } from './display-name'
import { randomId, SECRET_ID } from './ids'
import { findInvitation, handleOf, type InvitationDetails, isPending } from './invitations'
import { isStillAdmin } from './issued-links'
import { mayMail, sendMail } from './mailer'
import { hasMailer, type Mailer } from './mailer-settings'
import type { Role } from './members'
import { proveEmail } from './new-account'
import { endResetLinks, isHandedOver } from './reset-tokens'

type Database = Pick<Env, 'DB'>

const LASTS_MS = 7 * 86_400_000
const MOST_WAITING = 100
/** A team this large is a loop that joins. */
const MOST_MEMBERS = 1_000

const refuse = refuseWith({
  member: 'This person is in the team already.',
  full: 'A hundred invitations are waiting. Withdraw some first.',
  over: 'This invitation is over.',
  often: 'This address was sent several invitations just now. Wait an hour before you send another.',
})

interface NewInvitation {
  /** The secret of the link. The same id again is the same invitation. */
  id: string
  email: string
  role: Role
  /** What a mailed link begins with. */
  origin: string
}

/** Invites someone, by mail where there is a mailer; an earlier invitation of their email is over. */
export async function invite(
  env: Database & Mailer & Pick<Env, 'AUTH_SECRET'>,
  author: Author,
  { id, email: typed, role, origin }: NewInvitation,
): Promise<CommandResult<'member' | 'full' | 'over' | 'often', { mailed: boolean }>> {
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
  if (mails && !(await mayMail(env, `invitation ${marketplace}`, email))) {
    return refuse('often')
  }
  const now = new Date()
  const row = {
    ...({ id, marketplace, email, role, status: 'pending', inviter: person.id, createdAt: now } as const),
    mailed: mails,
  }
  const unused = notExists(db.select({ id: invitations.id }).from(invitations).where(eq(invitations.id, id)))
  const isNew = and(unused, isStillAdmin(db, author)) ?? unused
  await db.batch([
    auditLine(db, author, { did: `invited as ${role}`, what: typed, link: '/team' }, isNew),
    db
      .update(invitations)
      .set({ status: 'canceled' })
      .where(and(own, eq(invitations.email, email), isNew)),
    insertWhere(db, invitations, { ...row, expiresAt: new Date(now.getTime() + LASTS_MS) }, isNew),
  ])
  const made = and(own, eq(invitations.id, id), eq(invitations.email, email))
  const [found] = await db.select({ id: invitations.id }).from(invitations).where(made)
  if (found === undefined) {
    return refuse('over')
  }
  if (mails) {
    await sendMail(env, {
      to: email,
      subject: 'You are invited to Enrollwire',
      text: `${displayName(person)} (${person.email}) invited you to a team on Enrollwire. Join within a week:\n\n${origin}/sign-up?invitation=${id}\n\nIf you do not expect it, there is nothing to do.\n`,
    })
  }
  return { ok: true, mailed: mails }
}

/** Takes an invitation back: its link no longer works. @param handle or the id */
export async function withdrawInvitation(
  env: Database,
  author: Author,
  handle: string,
): Promise<CommandResult<'over', { email: string }>> {
  const db = drizzle(env.DB)
  const open = and(eq(invitations.marketplace, author.marketplace), isPending())
  const all = await db.select({ id: invitations.id, email: invitations.email }).from(invitations).where(open)
  const handles = await Promise.all(all.map(({ id }) => handleOf(id)))
  const found = all.find(({ id }, at) => id === handle || handles[at] === handle)
  if (found === undefined) {
    return refuse('over')
  }
  const own = and(open, eq(invitations.id, found.id))
  await db.batch([
    auditLine(db, author, { did: 'withdrew the invitation of', what: found.email }, isWaiting(db, own)),
    db.update(invitations).set({ status: 'canceled' }).where(own),
  ])
  return { ok: true, email: found.email }
}

/** Joins `person` to the team that invited them. `over`: it was used or withdrawn, has run out, or is another email's. */
export async function acceptInvitation(
  env: Database,
  person: Author['person'],
  id: string,
): Promise<CommandResult<'over', { invitation: InvitationDetails }>> {
  const invitation = await findInvitation(env.DB, id)
  if (invitation === null || invitation.email !== person.email.toLowerCase()) {
    return refuse('over')
  }
  const db = drizzle(env.DB)
  const marketplace = invitation.marketplace.id
  const [team] = await db.select({ size: count() }).from(members).where(eq(members.marketplace, marketplace))
  if ((team?.size ?? 0) >= MOST_MEMBERS) {
    return refuse('over')
  }
  const pending = and(eq(invitations.id, id), isPending())
  const already = db
    .select({ id: members.id })
    .from(members)
    .where(and(eq(members.marketplace, marketplace), eq(members.person, person.id)))
  const joins = and(isWaiting(db, pending), notExists(already))
  const deed = {
    did: 'joined the team as',
    what: `${invitation.role}, invited by ${invitation.inviter}`,
    link: '/team',
  }
  await db.batch([
    auditLine(db, { marketplace, person, through: 'link' }, deed, joins),
    insertWhere(db, members, newMember(invitation, person.id), joins),
    // Admins of the marketplaces they were in until now made these; they must not open the new one.
    endResetLinks(db, person.id, isHandedOver),
    ...(invitation.mailed ? [proveEmail(db, person.id, isWaiting(db, pending))] : []),
    db.update(invitations).set({ status: 'accepted' }).where(pending),
  ])
  return { ok: true, invitation }
}

function newMember({ marketplace, role }: InvitationDetails, person: string) {
  return { id: randomId(SECRET_ID), marketplace: marketplace.id, person, role, createdAt: new Date() }
}

function isWaiting(db: DrizzleD1Database, where: ReturnType<typeof and>) {
  return exists(db.select({ id: invitations.id }).from(invitations).where(where))
}
