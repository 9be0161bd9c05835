/** Changes of a team: roles, removals, leaving, links for a new password. Each may run again after a crash. */
import { and, eq, exists, ne, type SQL, sql } from 'drizzle-orm'
import { type DrizzleD1Database, drizzle } from 'drizzle-orm/d1'
import { members, verifications } from '../db/accounts-schema'
import { alertChannels, savedFilters } from '../db/schema'
import type { Env } from '../env'
import { type CommandResult, refuseWith } from '../model/command-result'
import { batchAsAdmin, FORMER_ADMIN } from './admin-batch'
import { type Author, auditLine } from './audit-line'
import { endIssuedLinks, endLinksFor, type IssuedLinks, listIssuedLinks, NO_LINKS, toChanges } from './issued-links'
import { isNotLastAdmin, listTeam, type Role, type TeamMember } from './members'
import { canResetPassword } from './reset-links'
import { newResetLink } from './reset-tokens'
import { endSetPasswords, listSetPasswords } from './set-passwords'

type Database = Pick<Env, 'DB'>

const refuse = refuseWith({
  gone: 'This person is not in the team.',
  'last admin': 'A marketplace needs at least one admin. Make another member an admin first.',
  'elsewhere too':
    'This person also belongs to a marketplace where you are not an admin, so you cannot set their password. An admin of all their marketplaces can.',
})

/** Gives a member another role; with an admin's, the links they made end, and the passwords set with them. */
export async function changeRole(
  env: Database,
  author: Author,
  id: string,
  role: Role,
): Promise<CommandResult<'gone' | 'last admin' | 'no admin', { member: TeamMember; ended: IssuedLinks }>> {
  const member = await findMember(env, author, id)
  if (member === null) {
    return refuse('gone')
  }
  const db = drizzle(env.DB)
  const { marketplace } = author
  const demotes = role !== 'admin' && member.role === 'admin'
  const ended = demotes ? await listEnding(env, author, member, false) : NO_LINKS
  const allowed = role === 'admin' ? undefined : isNotLastAdmin(marketplace)
  const changing = and(isMember(author, id), ne(members.role, role), allowed)
  const changes = [{ field: 'Role', from: member.role, to: role }, ...toChanges(ended)]
  const written = await batchAsAdmin(db, author, [
    auditLine(db, author, { did: `made ${role}`, what: member.email, link: '/team', changes }, isThere(db, changing)),
    ...(demotes ? await endAll(db, author, member, isThere(db, changing)) : []),
    db.update(members).set({ role }).where(changing),
  ])
  if (written === null) {
    return FORMER_ADMIN
  }
  const now = await findMember(env, author, id)
  return now?.role === role ? { ok: true, member: now, ended } : refuse(now === null ? 'gone' : 'last admin')
}

/** Takes a member out of the team, and ends the links they made. */
export async function removeMember(
  env: Database,
  author: Author,
  id: string,
): Promise<CommandResult<'gone' | 'last admin' | 'no admin', { member: TeamMember; ended: IssuedLinks }>> {
  const member = await findMember(env, author, id)
  if (member === null) {
    return refuse('gone')
  }
  const { ended, statements } = await deleteMember(env, author, member, {
    did: 'removed from the team',
    what: member.email,
  })
  if ((await batchAsAdmin(drizzle(env.DB), author, statements)) === null) {
    return FORMER_ADMIN
  }
  return (await findMember(env, author, id)) === null ? { ok: true, member, ended } : refuse('last admin')
}

export async function leaveTeam(
  env: Database,
  author: Author,
): Promise<CommandResult<'gone' | 'last admin', { ended: IssuedLinks }>> {
  const team = await listTeam(env.DB, author.marketplace)
  const me = team.find(({ person }) => person === author.person.id)
  if (me === undefined) {
    return refuse('gone')
  }
  const { ended, statements } = await deleteMember(env, author, me, { did: 'left', what: 'the team' })
  await drizzle(env.DB).batch(statements)
  return (await findMember(env, author, me.id)) === null ? { ok: true, ended } : refuse('last admin')
}

/** Makes the token of a link with which a member sets a new password; those that admins made before are over. */
export async function createResetLink(
  env: Database,
  author: Author,
  id: string,
): Promise<CommandResult<'gone' | 'elsewhere too' | 'no admin', { member: TeamMember; token: string }>> {
  const member = await findMember(env, author, id)
  if (member === null) {
    return refuse('gone')
  }
  const db = drizzle(env.DB)
  const mayMake = canResetPassword(db, author.person.id, member.person)
  const { token, statement } = await newResetLink(db, member.person, {
    maker: author.person.id,
    condition: mayMake,
  })
  const deed = { did: 'made a link for a new password of', what: member.email, link: '/team' }
  const written = await batchAsAdmin(db, author, [
    auditLine(db, author, deed, mayMake),
    endLinksFor(db, member.person, mayMake),
    statement.returning({ id: verifications.id }),
  ])
  if (written === null) {
    return FORMER_ADMIN
  }
  // A second press ends it, and answers another.
  const [, , made] = written
  return made.length > 0 ? { ok: true, member, token } : refuse('elsewhere too')
}

async function deleteMember(env: Database, author: Author, member: TeamMember, deed: { did: string; what: string }) {
  const db = drizzle(env.DB)
  const ended = await listEnding(env, author, member, true)
  const leaving = and(isMember(author, member.id), isNotLastAdmin(author.marketplace))
  const isLeaving = isThere(db, leaving)
  const statements = [
    auditLine(db, author, { ...deed, link: '/team', changes: toChanges(ended) }, isLeaving),
    ...(await endAll(db, author, member, isLeaving)),
    endLinksFor(db, member.person, isLeaving),
    switchOffMail(db, author, member.email, isLeaving),
    db
      .delete(savedFilters)
      .where(and(eq(savedFilters.marketplace, author.marketplace), eq(savedFilters.person, member.person), isLeaving)),
    db.delete(members).where(leaving),
  ] as const
  return { ended, statements }
}

/** Alerts are not mailed to who left; an admin may switch the channel on again. */
function switchOffMail(db: DrizzleD1Database, { marketplace }: Author, email: string, condition: SQL) {
  const isTheirs = and(
    eq(alertChannels.marketplace, marketplace),
    eq(alertChannels.kind, 'email'),
    eq(sql`lower(${alertChannels.shown})`, email.toLowerCase()),
    condition,
  )
  return db.update(alertChannels).set({ on: false, updatedAt: Date.now() }).where(isTheirs)
}

async function listEnding(
  { DB }: Database,
  author: Author,
  { person }: TeamMember,
  leaves: boolean,
): Promise<IssuedLinks> {
  const [links, passwords] = await Promise.all([
    listIssuedLinks(DB, { marketplace: author.marketplace, person }, leaves),
    listSetPasswords(DB, author, person),
  ])
  return { ...links, passwords }
}

async function endAll(db: DrizzleD1Database, author: Author, { person }: TeamMember, condition: SQL) {
  return [
    ...endIssuedLinks(db, { marketplace: author.marketplace, person }, condition),
    ...(await endSetPasswords(db, author, person, condition)),
  ]
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
