/** What an admin made that lets people in: invitations, and links for a new password. It ends when they are none any more. */
import { and, eq, exists, inArray, isNull, or, type SQL } from 'drizzle-orm'
import { type DrizzleD1Database, drizzle } from 'drizzle-orm/d1'
import { invitations, members, people, verifications } from '../db/accounts-schema'
import type { Author, Change } from './audit-line'
import { isPending } from './invitations'
import { isHandedOver } from './reset-tokens'

/** The emails they are for. */
export interface IssuedLinks {
  invitations: string[]
  passwordLinks: string[]
}

export const NO_LINKS: IssuedLinks = { invitations: [], passwordLinks: [] }

/** Holds while the author is an admin; commands ask within their batch, since a removal may come between. */
export function isStillAdmin(db: DrizzleD1Database, { marketplace, person }: Author): SQL {
  return exists(
    db
      .select({ id: members.id })
      .from(members)
      .where(and(eq(members.marketplace, marketplace), eq(members.person, person.id), eq(members.role, 'admin'))),
  )
}

export async function listIssuedLinks(d1: D1Database, marketplace: string, person: string): Promise<IssuedLinks> {
  const db = drizzle(d1)
  const [invited, links] = await db.batch([
    db.select({ email: invitations.email }).from(invitations).where(invitationsBy(marketplace, person)),
    db
      .select({ email: people.email })
      .from(verifications)
      .innerJoin(people, eq(people.id, verifications.value))
      .where(passwordLinksBy(db, marketplace, person)),
  ])
  return { invitations: invited.map(({ email }) => email), passwordLinks: links.map(({ email }) => email) }
}

/** Where `condition` holds. */
export function endIssuedLinks(db: DrizzleD1Database, marketplace: string, person: string, condition: SQL) {
  const made = invitationsBy(marketplace, person)
  return [
    db.update(invitations).set({ status: 'canceled' }).where(and(made, condition)),
    db.delete(verifications).where(and(passwordLinksBy(db, marketplace, person), condition)),
  ] as const
}

/** Ends every link that admins of a marketplace made for its team. */
export function endTeamLinks(db: DrizzleD1Database, marketplace: string) {
  const team = db.select({ person: members.person }).from(members).where(eq(members.marketplace, marketplace))
  return db.delete(verifications).where(and(isHandedOver, inArray(verifications.value, team)))
}

/** Ends the links that admins made for the account of a person who leaves them. */
export function endLinksFor(db: DrizzleD1Database, person: string, condition: SQL) {
  return db.delete(verifications).where(and(eq(verifications.value, person), isHandedOver, condition))
}

export function toChanges({ invitations, passwordLinks }: IssuedLinks): Change[] {
  return [
    ...invitations.map((email) => ({ field: `Invitation of ${email}`, from: 'open', to: 'ended' })),
    ...passwordLinks.map((email) => ({ field: `Link for a new password of ${email}`, from: 'open', to: 'ended' })),
  ]
}

function invitationsBy(marketplace: string, person: string) {
  return and(eq(invitations.marketplace, marketplace), eq(invitations.inviter, person), isPending())
}

/** Also those whose maker is not on record and that were not mailed: they may be theirs. */
function passwordLinksBy(db: DrizzleD1Database, marketplace: string, person: string) {
  const team = db.select({ person: members.person }).from(members).where(eq(members.marketplace, marketplace))
  const unsigned = and(isNull(verifications.maker), isHandedOver)
  return and(or(eq(verifications.maker, person), unsigned), inArray(verifications.value, team))
}
