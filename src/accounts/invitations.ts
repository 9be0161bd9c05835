/** Invitations by link: an admin makes one for an email and hands the link over; whoever has it joins as that email. */
import { and, desc, eq, gt } from 'drizzle-orm'
import { drizzle } from 'drizzle-orm/d1'
import { invitations, marketplaces, people } from '../db/accounts-schema'
import type { Env } from '../env'
import { loadAuth } from './auth'
import type { Role } from './members'
import { refusalCode } from './refusal'
import { deleteResetLinks } from './reset-links'

interface Invitation {
  /** The secret of the link. */
  id: string
  email: string
  role: Role
  /** Epoch ms. */
  expiresAt: number
}

export interface InvitationDetails extends Invitation {
  marketplace: { id: string; name: string }
  inviter: string
  /** Whether its email has an account already. */
  known: boolean
}

/** `member`: that email is in the team already. `full`: a hundred invitations are waiting. */
type InviteResult = { as: 'invited'; id: string } | { as: 'member' | 'full' }

/** Invites `email`; an earlier invitation of it is over. `headers` are an admin's. */
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

/** A waiting invitation by the secret of its link; null when there is none, or it is over. */
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

/** The waiting invitations of a marketplace, newest first. */
export async function listInvitations(d1: D1Database, marketplace: string): Promise<Invitation[]> {
  const { id, email, role, expiresAt } = invitations
  const found = await drizzle(d1)
    .select({ id, email, role, expiresAt })
    .from(invitations)
    .where(and(eq(invitations.marketplace, marketplace), isPending()))
    .orderBy(desc(invitations.createdAt))
  return found.map((row) => ({ ...row, expiresAt: row.expiresAt.getTime() }))
}

/** Takes an invitation back: its email, or null when it was over already or is another marketplace's. */
export async function withdrawInvitation(d1: D1Database, marketplace: string, id: string): Promise<string | null> {
  const [withdrawn] = await drizzle(d1)
    .update(invitations)
    .set({ status: 'canceled' })
    .where(and(eq(invitations.marketplace, marketplace), eq(invitations.id, id), isPending()))
    .returning({ email: invitations.email })
  return withdrawn?.email ?? null
}

/** Joins the person whose session `headers` carry. False when the invitation is over or is for somebody else. */
export async function acceptInvitation(env: Env, id: string, headers: Headers): Promise<boolean> {
  const { api } = await loadAuth(env)
  try {
    const joined = await api.acceptInvitation({ body: { invitationId: id }, headers })
    // Made by admins of the marketplaces one was in until now; those must not open the new one.
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
