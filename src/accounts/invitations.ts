/** Invitations by link: the holder of the link joins as the invited email. */
import { and, desc, eq, gt } from 'drizzle-orm'
import { drizzle } from 'drizzle-orm/d1'
import { invitations, marketplaces, people } from '../db/accounts-schema'
import type { Env } from '../env'
import { loadAuth } from './auth'
import type { Role } from './members'
import { refusalCode } from './refusal'
import { deleteResetLinks } from './reset-links'

interface Invitation {
  /** The link's secret. */
  id: string
  email: string
  role: Role
  /** Epoch ms. */
  expiresAt: number
}

export interface InvitationDetails extends Invitation {
  marketplace: { id: string; name: string }
  inviter: string
  /** The email already has an account. */
  known: boolean
}

/** `member`: already in the team. `full`: a hundred invitations are pending. */
type InviteResult = { as: 'invited'; id: string } | { as: 'member' | 'full' }

/** Replaces an earlier invitation of the email. `headers` carry an admin's session. */
export async function invite(
  env: Env,
  marketplace: string,
  email: string,
  role: Role,
  headers: Headers,
): Promise<InviteResult> {
  const { api } = await loadAuth(env)
  try {
    const body = { email, role, organizationId: marketplace }
    return { as: 'invited', id: (await api.createInvitation({ body, headers })).id }
  } catch (error) {
    const code = refusalCode(error)
    if (code === 'USER_IS_ALREADY_A_MEMBER_OF_THIS_ORGANIZATION') {
      return { as: 'member' }
    }
    if (code === 'INVITATION_LIMIT_REACHED') {
      return { as: 'full' }
    }
    throw error
  }
}

/** Null when there is none or it has expired. */
export async function findInvitation(d1: D1Database, id: string): Promise<InvitationDetails | null> {
  const db = drizzle(d1)
  const [found] = await db
    .select({ invitation: invitations, marketplace: marketplaces.name, inviter: people.name })
    .from(invitations)
    .innerJoin(marketplaces, eq(marketplaces.id, invitations.marketplace))
    .innerJoin(people, eq(people.id, invitations.inviter))
    .where(and(eq(invitations.id, id), isPending()))
  if (found === undefined) {
    return null
  }
  const { email, role, expiresAt, marketplace } = found.invitation
  const [known] = await db.select({ id: people.id }).from(people).where(eq(people.email, email))
  return {
    id,
    email,
    role,
    expiresAt: expiresAt.getTime(),
    marketplace: { id: marketplace, name: found.marketplace },
    inviter: found.inviter,
    known: known !== undefined,
  }
}

/** Pending ones, newest first. */
export async function listInvitations(d1: D1Database, marketplace: string): Promise<Invitation[]> {
  const { id, email, role, expiresAt } = invitations
  const found = await drizzle(d1)
    .select({ id, email, role, expiresAt })
    .from(invitations)
    .where(and(eq(invitations.marketplace, marketplace), isPending()))
    .orderBy(desc(invitations.createdAt))
  return found.map((row) => ({ ...row, expiresAt: row.expiresAt.getTime() }))
}

/** Returns the invited email; null when expired or another marketplace's. */
export async function withdrawInvitation(d1: D1Database, marketplace: string, id: string): Promise<string | null> {
  const [withdrawn] = await drizzle(d1)
    .update(invitations)
    .set({ status: 'canceled' })
    .where(and(eq(invitations.marketplace, marketplace), eq(invitations.id, id), isPending()))
    .returning({ email: invitations.email })
  return withdrawn?.email ?? null
}

/** `headers` carry the person's session. False when the invitation has expired or is for another email. */
export async function acceptInvitation(env: Env, id: string, headers: Headers): Promise<boolean> {
  const { api } = await loadAuth(env)
  try {
    const joined = await api.acceptInvitation({ body: { invitationId: id }, headers })
    // Admins of the person's earlier marketplaces may have made some; they must not open this one.
    await deleteResetLinks(env.DB, joined.member.userId)
    return true
  } catch (error) {
    refusalCode(error)
    return false
  }
}

function isPending() {
  return and(eq(invitations.status, 'pending'), gt(invitations.expiresAt, new Date()))
}
