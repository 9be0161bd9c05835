/** Invitations, password links, the passwords set with them, and API tokens, by admin. They end when that admin is no longer one. */
import { and, eq, exists, inArray, isNull, or, type SQL } from 'drizzle-orm'
import { type DrizzleD1Database, drizzle } from 'drizzle-orm/d1'
import { apiTokens, invitations, members, people, verifications } from '../db/accounts-schema'
import { type Author, auditLine, type Deed } from './audit-line'
import type { FieldChange } from './field-changes'
import { isPending } from './invitations'
import { isHandedOver } from './reset-tokens'

export interface IssuedLinks {
  invitations: string[]
  passwordLinks: string[]
  passwords: string[]
  /** Their names. */
  tokens: string[]
}

export const NO_LINKS: IssuedLinks = { invitations: [], passwordLinks: [], passwords: [], tokens: [] }

/** What ends with a person's role, or, where they leave, with their membership. */
export async function listIssuedLinks(
  d1: D1Database,
  { marketplace, person }: MembershipKey,
  leaves: boolean,
): Promise<Omit<IssuedLinks, 'passwords'>> {
  const db = drizzle(d1)
  const ending = passwordLinksBy(db, marketplace, person)
  const [invited, links, tokens] = await db.batch([
    db.select({ email: invitations.email }).from(invitations).where(invitationsBy(marketplace, person)),
    db
      .selectDistinct({ email: people.email })
      .from(verifications)
      .innerJoin(people, eq(people.id, verifications.value))
      .where(leaves ? or(ending, passwordLinksFor(person)) : ending),
    db.select({ name: apiTokens.name }).from(apiTokens).where(tokensBy(marketplace, person)),
  ])
  return {
    invitations: invited.map(({ email }) => email),
    passwordLinks: links.map(({ email }) => email),
    tokens: tokens.map(({ name }) => name),
  }
}

interface MembershipKey {
  marketplace: string
  person: string
}

export function endIssuedLinks(db: DrizzleD1Database, { marketplace, person }: MembershipKey, condition: SQL) {
  const made = invitationsBy(marketplace, person)
  return [
    db.update(invitations).set({ status: 'canceled' }).where(and(made, condition)),
    db.delete(verifications).where(and(passwordLinksBy(db, marketplace, person), condition)),
    db.delete(apiTokens).where(and(tokensBy(marketplace, person), condition)),
  ] as const
}

/** Ends every link that admins of a marketplace made for its team. */
export function endTeamLinks(db: DrizzleD1Database, marketplace: string) {
  const team = db.select({ person: members.person }).from(members).where(eq(members.marketplace, marketplace))
  return db.delete(verifications).where(and(isHandedOver, inArray(verifications.value, team)))
}

export function endLinksFor(db: DrizzleD1Database, person: string, condition: SQL) {
  return db.delete(verifications).where(and(passwordLinksFor(person), condition))
}

/**
 * Ends the links that admins made for the account of a person who joins or creates another marketplace, since they would
 * open that one too. The audit trail of each of the person's teams records it.
 */
export async function endLinksBefore(db: DrizzleD1Database, person: Author['person'], deed: Deed, condition: SQL) {
  const teams = await db.select({ team: members.marketplace }).from(members).where(eq(members.person, person.id))
  const open = db.select({ id: verifications.id }).from(verifications).where(passwordLinksFor(person.id))
  const ending = and(condition, exists(open))
  const ended = { ...deed, changes: toChanges({ ...NO_LINKS, passwordLinks: [person.email] }) }
  return [
    ...teams.map(({ team }) => auditLine(db, { marketplace: team, person, through: 'link' }, ended, ending)),
    endLinksFor(db, person.id, condition),
  ]
}

export function toChanges({ invitations, passwordLinks, passwords, tokens }: IssuedLinks): FieldChange[] {
  const ended = (field: string, email: string) => ({ field: `${field} of ${email}`, from: 'open', to: 'ended' })
  return [
    ...invitations.map((email) => ended('Invitation', email)),
    ...passwordLinks.map((email) => ended('Link for a new password', email)),
    ...passwords.map((email) => ended('Password and sessions', email)),
    ...tokens.map((name) => ({ field: `API token “${name}”`, from: 'open', to: 'revoked' })),
  ]
}

function invitationsBy(marketplace: string, person: string) {
  return and(eq(invitations.marketplace, marketplace), eq(invitations.inviter, person), isPending())
}

function tokensBy(marketplace: string, person: string) {
  return and(eq(apiTokens.marketplace, marketplace), eq(apiTokens.person, person))
}

function passwordLinksFor(person: string) {
  return and(eq(verifications.value, person), isHandedOver)
}

/** Also those whose maker is not on record and that were not mailed: they may be theirs. */
function passwordLinksBy(db: DrizzleD1Database, marketplace: string, person: string) {
  const team = db.select({ person: members.person }).from(members).where(eq(members.marketplace, marketplace))
  const unsigned = and(isNull(verifications.maker), isHandedOver)
  return and(or(eq(verifications.maker, person), unsigned), inArray(verifications.value, team))
}
