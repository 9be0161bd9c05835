import { and, count, eq, exists, not, type SQL, sql } from 'drizzle-orm'
import type { DrizzleD1Database } from 'drizzle-orm/d1'
import { invitations, members } from '../db/accounts-schema'
import { type Author, auditLine } from './audit-line'
import { insertWhere } from './conditional-writes'
import { randomId, SECRET_ID } from './ids'
import { type InvitationDetails, isPending } from './invitations'
import { endLinksBefore } from './issued-links'
import { proveEmail } from './new-account'

/** A team this large is a loop that joins. */
const MOST_MEMBERS = 1_000

/** Holds while the invitation waits and its team has room. */
export function canJoin(db: DrizzleD1Database, { id, marketplace }: InvitationDetails): SQL {
  const size = db.select({ count: count() }).from(members).where(eq(members.marketplace, marketplace.id))
  const waiting = and(eq(invitations.id, id), isPending(), sql`(${size}) < ${MOST_MEMBERS}`)
  return exists(db.select({ id: invitations.id }).from(invitations).where(waiting))
}

/** @param condition holds for a person who is there */
export async function joinTeam(
  db: DrizzleD1Database,
  person: Author['person'],
  invitation: InvitationDetails,
  condition?: SQL,
) {
  const { id, role, inviter, mailed } = invitation
  const marketplace = invitation.marketplace.id
  const own = and(eq(members.marketplace, marketplace), eq(members.person, person.id))
  const isMember = exists(db.select({ id: members.id }).from(members).where(own))
  const waits = and(canJoin(db, invitation), condition) ?? sql`false`
  const joins = and(waits, not(isMember))
  const deed = { did: 'joined the team as', what: `${role}, invited by ${inviter}`, link: '/team' }
  const member = { id: randomId(SECRET_ID), marketplace, person: person.id, role, createdAt: new Date() }
  return [
    auditLine(db, { marketplace, person, through: 'link' }, deed, joins),
    ...(await endLinksBefore(db, person, { did: 'joined', what: 'another team' }, waits)),
    insertWhere(db, members, member, joins),
    ...(mailed ? [proveEmail(db, person.id, and(isMember, waits) ?? isMember)] : []),
    db
      .update(invitations)
      .set({ status: 'accepted' })
      .where(and(eq(invitations.id, id), isPending(), isMember)),
  ] as const
}
