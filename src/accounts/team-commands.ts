/** Changes of a team: roles, removals, leaving, links for a new password. Each may run again after a crash. */
import { and, eq, exists, ne, sql } from 'drizzle-orm'
import { type DrizzleD1Database, drizzle } from 'drizzle-orm/d1'
import { members, verifications } from '../db/accounts-schema'
import type { Env } from '../env'
import { type CommandResult, refuseWith } from '../model/command-result'
import { type Author, auditLine } from './audit-line'
import {
  endIssuedLinks,
  endLinksFor,
  type IssuedLinks,
  isStillAdmin,
  listIssuedLinks,
  NO_LINKS,
  toChanges,
} from './issued-links'
import { isNotLastAdmin, listTeam, type Role, type TeamMember } from './members'
import { canResetPassword } from './reset-links'
import { endResetLinks, newResetLink } from './reset-tokens'

type Database = Pick<Env, 'DB'>

const refuse = refuseWith({
  gone: 'This person is not in the team.',
  'last admin': 'A marketplace keeps at least one admin. Make another member an admin first.',
  'elsewhere too':
    'This person also belongs to a marketplace you are no admin of, so you cannot set their password. An admin of all their marketplaces can.',
})

/** Gives a member another role; with an admin's, the links they made end. */
export async function changeRole(
  env: Database,
  author: Author,
  id: string,
  role: Role,
): Promise<CommandResult<'gone' | 'last admin', { member: TeamMember; ended: IssuedLinks }>> {
  const member = await findMember(env, author, id)
  if (member === null) {
    return refuse('gone')
  }
  const db = drizzle(env.DB)
  const { marketplace } = author
  const demotes = role !== 'admin' && member.role === 'admin'
  const ended = demotes ? await listIssuedLinks(env.DB, marketplace, member.person) : NO_LINKS
  const allowed = role === 'admin' ? undefined : isNotLastAdmin(marketplace)
  const changing = and(isMember(author, id), ne(members.role, role), allowed)
  const changes = [{ field: 'Role', from: member.role, to: role }, ...toChanges(ended)]
  await db.batch([
    auditLine(db, author, { did: `made ${role}`, what: member.email, link: '/team', changes }, isThere(db, changing)),
    ...(role === 'admin' ? [] : endIssuedLinks(db, marketplace, member.person, isThere(db, changing))),
    db.update(members).set({ role }).where(changing),
  ])
  const now = await findMember(env, author, id)
  return now?.role === role ? { ok: true, member: now, ended } : refuse(now === null ? 'gone' : 'last admin')
}

/** Takes a member out of the team, and ends the links they made. */
export async function removeMember(
  env: Database,
  author: Author,
  id: string,
): Promise<CommandResult<'gone' | 'last admin', { member: TeamMember; ended: IssuedLinks }>> {
  const member = await findMember(env, author, id)
  if (member === null) {
    return refuse('gone')
  }
  const left = await deleteMember(env, author, member, { did: 'removed from the team', what: member.email })
  return left.ok ? { ok: true, member, ended: left.ended } : left
}

/** The author leaves the team. */
export async function leaveTeam(
  env: Database,
  author: Author,
): Promise<CommandResult<'gone' | 'last admin', { ended: IssuedLinks }>> {
  const team = await listTeam(env.DB, author.marketplace)
  const me = team.find(({ person }) => person === author.person.id)
  return me === undefined ? refuse('gone') : deleteMember(env, author, me, { did: 'left', what: 'the team' })
}

/** Makes the token of a link with which a member sets a new password; links made before are over. */
export async function createResetLink(
  env: Database,
  author: Author,
  id: string,
): Promise<CommandResult<'gone' | 'elsewhere too', { member: TeamMember; token: string }>> {
  const member = await findMember(env, author, id)
  if (member === null) {
    return refuse('gone')
  }
  const db = drizzle(env.DB)
  const mayMake = and(isStillAdmin(db, author), canResetPassword(db, author.person.id, member.person)) ?? sql`false`
  const { token, identifier, statement } = await newResetLink(db, member.person, {
    maker: author.person.id,
    condition: mayMake,
  })
  const deed = { did: 'made a link for a new password of', what: member.email, link: '/team' }
  await db.batch([auditLine(db, author, deed, mayMake), endResetLinks(db, member.person, mayMake), statement])
  const made = await db
    .select({ id: verifications.id })
    .from(verifications)
    .where(eq(verifications.identifier, identifier))
  return made.length > 0 ? { ok: true, member, token } : refuse('elsewhere too')
}

async function deleteMember(
  env: Database,
  author: Author,
  { id, person }: TeamMember,
  deed: { did: string; what: string },
): Promise<CommandResult<'last admin', { ended: IssuedLinks }>> {
  const db = drizzle(env.DB)
  const { marketplace } = author
  const ended = await listIssuedLinks(env.DB, marketplace, person)
  const leaving = and(isMember(author, id), isNotLastAdmin(marketplace))
  const isLeaving = isThere(db, leaving)
  await db.batch([
    auditLine(db, author, { ...deed, changes: toChanges(ended) }, isLeaving),
    ...endIssuedLinks(db, marketplace, person, isLeaving),
    endLinksFor(db, person, isLeaving),
    db.delete(members).where(leaving),
  ])
  return (await findMember(env, author, id)) === null ? { ok: true, ended } : refuse('last admin')
}

async function findMember(env: Database, { marketplace }: Author, id: string): Promise<TeamMember | null> {
  return (await listTeam(env.DB, marketplace)).find((member) => member.id === id) ?? null
}

function isMember({ marketplace }: Author, id: string) {
  return and(eq(members.marketplace, marketplace), eq(members.id, id))
}

function isThere(db: DrizzleD1Database, where: ReturnType<typeof and>) {
  return exists(db.select({ id: members.id }).from(members).where(where))
}
