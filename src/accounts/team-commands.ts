/** Changes of a team: roles, removals, leaving, links for a new password. Each may run again after a crash. */
import { and, eq, exists, ne } from 'drizzle-orm'
import { type DrizzleD1Database, drizzle } from 'drizzle-orm/d1'
import { members } from '../db/accounts-schema'
import type { Env } from '../env'
import { type CommandResult, type Refusal, refuseWith } from '../model/command-result'
import { type Author, auditLine } from './audit-line'
import { isNotLastAdmin, listTeam, type Role, type TeamMember } from './members'
import { canResetPassword } from './reset-links'
import { newResetLink } from './reset-tokens'

type Database = Pick<Env, 'DB'>

const refuse = refuseWith({
  gone: 'This person is not in the team.',
  'last admin': 'A marketplace keeps at least one admin. Make somebody else an admin first.',
  'elsewhere too':
    'This person also belongs to a marketplace you are no admin of, so you cannot set their password. An admin of all their marketplaces can.',
})

/** Gives a member another role. */
export async function changeRole(
  env: Database,
  author: Author,
  id: string,
  role: Role,
): Promise<CommandResult<'gone' | 'last admin', { member: TeamMember }>> {
  const member = await findMember(env, author, id)
  if (member === null) {
    return refuse('gone')
  }
  const db = drizzle(env.DB)
  const allowed = role === 'admin' ? undefined : isNotLastAdmin(author.marketplace)
  const changing = and(isMember(author, id), ne(members.role, role), allowed)
  const changes = [{ field: 'Role', from: member.role, to: role }]
  await db.batch([
    auditLine(db, author, { did: `made ${role}`, what: member.email, link: '/team', changes }, isThere(db, changing)),
    db.update(members).set({ role }).where(changing),
  ])
  const now = await findMember(env, author, id)
  return now?.role === role ? { ok: true, member: now } : refuse(now === null ? 'gone' : 'last admin')
}

/** Takes a member out of the team. */
export async function removeMember(
  env: Database,
  author: Author,
  id: string,
): Promise<CommandResult<'gone' | 'last admin', { member: TeamMember }>> {
  const member = await findMember(env, author, id)
  if (member === null) {
    return refuse('gone')
  }
  const refused = await deleteMember(env, author, id, { did: 'removed from the team', what: member.email })
  return refused ?? { ok: true, member }
}

/** The author leaves the team. */
export async function leaveTeam(env: Database, author: Author): Promise<CommandResult<'gone' | 'last admin'>> {
  const team = await listTeam(env.DB, author.marketplace)
  const me = team.find(({ person }) => person === author.person.id)
  if (me === undefined) {
    return refuse('gone')
  }
  return (await deleteMember(env, author, me.id, { did: 'left', what: 'the team' })) ?? { ok: true }
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
  if (!(await canResetPassword(env.DB, author.person.id, member.person))) {
    return refuse('elsewhere too')
  }
  const db = drizzle(env.DB)
  const { token, statements } = await newResetLink(db, member.person)
  await db.batch([
    auditLine(db, author, { did: 'made a link for a new password of', what: member.email, link: '/team' }),
    ...statements,
  ])
  return { ok: true, member, token }
}

async function deleteMember(
  env: Database,
  author: Author,
  id: string,
  deed: { did: string; what: string },
): Promise<Refusal<'last admin'> | null> {
  const db = drizzle(env.DB)
  const leaving = and(isMember(author, id), isNotLastAdmin(author.marketplace))
  await db.batch([auditLine(db, author, deed, isThere(db, leaving)), db.delete(members).where(leaving)])
  return (await findMember(env, author, id)) === null ? null : refuse('last admin')
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
