import { and, asc, eq, isNull, ne, or, sql } from 'drizzle-orm'
import { drizzle } from 'drizzle-orm/d1'
import { marketplaces, members, people, twoSteps } from '../db/accounts-schema'

export const ROLES = ['admin', 'merchant'] as const
export type Role = (typeof ROLES)[number]

export interface Membership {
  marketplace: { id: string; name: string }
  role: Role
  /** The marketplace asks its admins for two-step sign-in, and they have none. */
  lacksTwoStep: boolean
}

export interface TeamMember {
  id: string
  person: string
  name: string
  email: string
  role: Role
  /** Epoch ms. */
  since: number
  /** The address has shown that it is theirs. */
  proven: boolean
}

export async function findMembership(d1: D1Database, marketplace: string, person: string): Promise<Membership | null> {
  const [found] = await selectMemberships(d1).where(
    and(eq(members.marketplace, marketplace), eq(members.person, person)),
  )
  return found === undefined ? null : { ...found, lacksTwoStep: Boolean(found.lacksTwoStep) }
}

/** Sorted by name. */
export async function listMemberships(d1: D1Database, person: string): Promise<Membership[]> {
  const found = await selectMemberships(d1).where(eq(members.person, person)).orderBy(asc(marketplaces.name))
  return found.map((row) => ({ ...row, lacksTwoStep: Boolean(row.lacksTwoStep) }))
}

/** Longest-standing first. */
export async function listTeam(d1: D1Database, marketplace: string): Promise<TeamMember[]> {
  const { id, person, role, createdAt } = members
  const found = await drizzle(d1)
    .select({ id, person, role, createdAt, name: people.name, email: people.email, proven: people.emailVerified })
    .from(members)
    .innerJoin(people, eq(people.id, members.person))
    .where(eq(members.marketplace, marketplace))
    .orderBy(asc(members.createdAt))
  return found.map(({ createdAt: since, ...member }) => ({ ...member, since: since.getTime() }))
}

/** Within the statement itself: two admins removing each other at one moment must not leave a marketplace without any. */
export function isNotLastAdmin(marketplace: string) {
  return or(
    ne(members.role, 'admin'),
    sql`(SELECT count(*) FROM members AS admins WHERE admins.marketplace = ${marketplace} AND admins.role = 'admin') > 1`,
  )
}

function selectMemberships(d1: D1Database) {
  return drizzle(d1)
    .select({
      marketplace: { id: marketplaces.id, name: marketplaces.name },
      role: members.role,
      lacksTwoStep: sql<number>`${and(eq(marketplaces.twoStep, true), eq(members.role, 'admin'), isNull(twoSteps.confirmedAt))}`,
    })
    .from(members)
    .innerJoin(marketplaces, and(eq(marketplaces.id, members.marketplace), isNull(marketplaces.deletingAt)))
    .leftJoin(twoSteps, eq(twoSteps.id, members.person))
}
