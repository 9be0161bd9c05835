import { and, asc, eq, isNull, ne, or, sql } from 'drizzle-orm'
import { drizzle } from 'drizzle-orm/d1'
import { marketplaces, members, people } from '../db/accounts-schema'

export const ROLES = ['admin', 'merchant'] as const
export type Role = (typeof ROLES)[number]

export interface Membership {
  marketplace: { id: string; name: string }
  role: Role
}

export interface TeamMember {
  id: string
  person: string
  name: string
  email: string
  role: Role
  /** Epoch ms. */
  since: number
}

export async function findMembership(d1: D1Database, marketplace: string, person: string): Promise<Membership | null> {
  const [found] = await selectMemberships(d1).where(
    and(eq(members.marketplace, marketplace), eq(members.person, person)),
  )
  return found ?? null
}

/** Sorted by name. */
export async function listMemberships(d1: D1Database, person: string): Promise<Membership[]> {
  return await selectMemberships(d1).where(eq(members.person, person)).orderBy(asc(marketplaces.name))
}

/** Longest-standing first. */
export async function listTeam(d1: D1Database, marketplace: string): Promise<TeamMember[]> {
  const { id, person, role, createdAt } = members
  const found = await drizzle(d1)
    .select({ id, person, role, createdAt, name: people.name, email: people.email })
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
    .select({ marketplace: { id: marketplaces.id, name: marketplaces.name }, role: members.role })
    .from(members)
    .innerJoin(marketplaces, and(eq(marketplaces.id, members.marketplace), isNull(marketplaces.deletingAt)))
}
