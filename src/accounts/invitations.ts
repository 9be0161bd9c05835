/** Invitations by link: an admin makes one for an email and hands the link over; whoever has it joins as that email. */
import { and, desc, eq, gt } from 'drizzle-orm'
import { drizzle } from 'drizzle-orm/d1'
import { invitations, marketplaces, people } from '../db/accounts-schema'
import type { Role } from './members'

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

export function isPending() {
  return and(eq(invitations.status, 'pending'), gt(invitations.expiresAt, new Date()))
}
