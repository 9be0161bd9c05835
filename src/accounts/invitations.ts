/** Invitations by link: its holder joins as the invited email. */
import { and, desc, eq, gt, or, type SQL } from 'drizzle-orm'
import { drizzle } from 'drizzle-orm/d1'
import { invitations, marketplaces, people } from '../db/accounts-schema'
import type { Role } from './members'
import { digestSecret } from './secret-digest'

interface Invitation {
  email: string
  role: Role
  /** Epoch ms. */
  expiresAt: number
  /** Its link went to the address itself. */
  mailed: boolean
  inviter: string
}

export interface InvitationDetails extends Invitation {
  id: string
  secret: string
  marketplace: { id: string; name: string }
}

interface PendingInvitation extends Invitation {
  /** Names it without opening it. */
  handle: string
  /** The link's secret, for the admin who hands it over; another who read it could join in the guest's place. */
  id: string | null
}

/** A waiting invitation by the secret of its link; null when there is none, or it is over. @param isOpen which count */
export async function findInvitation(
  d1: D1Database,
  secret: string,
  isOpen: SQL | undefined = isPending(),
): Promise<InvitationDetails | null> {
  const db = drizzle(d1)
  const isHandedOver = and(eq(invitations.id, secret), eq(invitations.mailed, false))
  const opens = or(isHandedOver, eq(invitations.secret, await digestInvitation(secret)))
  const [found] = await db
    .select({ invitation: invitations, marketplace: marketplaces.name, inviter: people.name })
    .from(invitations)
    .innerJoin(marketplaces, eq(marketplaces.id, invitations.marketplace))
    .innerJoin(people, eq(people.id, invitations.inviter))
    .where(and(opens, isOpen))
  if (found === undefined) {
    return null
  }
  const { id, email, role, expiresAt, marketplace, mailed } = found.invitation
  return {
    id,
    secret,
    email,
    role,
    mailed,
    expiresAt: expiresAt.getTime(),
    inviter: found.inviter,
    marketplace: { id: marketplace, name: found.marketplace },
  }
}

/** Pending ones, newest first, as `viewer` may see them. */
export async function listInvitations(
  d1: D1Database,
  marketplace: string,
  viewer: string,
): Promise<PendingInvitation[]> {
  const { id, email, role, expiresAt, mailed, inviter } = invitations
  const found = await drizzle(d1)
    .select({ id, email, role, expiresAt, mailed, by: inviter, inviter: people.name })
    .from(invitations)
    .innerJoin(people, eq(people.id, inviter))
    .where(and(eq(invitations.marketplace, marketplace), isPending()))
    .orderBy(desc(invitations.createdAt))
  return Promise.all(
    found.map(async ({ id, by, expiresAt, ...row }) => ({
      ...row,
      expiresAt: expiresAt.getTime(),
      handle: await handleOf(id),
      id: by === viewer && !row.mailed ? id : null,
    })),
  )
}

export function handleOf(id: string): Promise<string> {
  return digestSecret(`invitation:${id}`)
}

export function digestInvitation(secret: string): Promise<string> {
  return digestSecret(`invitation-secret:${secret}`)
}

export function isPending() {
  return and(eq(invitations.status, 'pending'), gt(invitations.expiresAt, new Date()))
}
