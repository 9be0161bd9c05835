import { and, asc, eq, isNull, ne, not, or, type SQL, sql } from 'drizzle-orm'
import { type DrizzleD1Database, drizzle } from 'drizzle-orm/d1'
import { marketplaces, members, people } from '../db/accounts-schema'
import { mayAct } from './admin-batch'

export const ROLES = ['admin', 'merchant'] as const
/** admin: everything. merchant: products, rules, logs and Refresh; no credentials, secrets or team. */
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
  /** The address has shown that it is theirs. */
  proven: boolean
}

/** Null also while the marketplace asks for two-step sign-in that this admin lacks. */
export async function findMembership(d1: D1Database, marketplace: string, person: string): Promise<Membership | null> {
  const db = drizzle(d1)
  const own = and(eq(members.marketplace, marketplace), eq(members.person, person))
  const [found] = await selectMemberships(db, and(own, mayAct(db, members)))
  return found ?? null
}

/** Sorted by name. */
export async function listMemberships(d1: D1Database, person: string): Promise<Membership[]> {
  const db = drizzle(d1)
  return selectMemberships(db, and(eq(members.person, person), mayAct(db, members)))
}

/** The first by name, without the one given. */
export async function listOthersByName(
  d1: D1Database,
  marketplace: string,
  person: string,
  most: number,
): Promise<Membership['marketplace'][]> {
  const db = drizzle(d1)
  const others = and(eq(members.person, person), ne(members.marketplace, marketplace), mayAct(db, members))
  const found = await selectMemberships(db, others).limit(most)
  return found.map((one) => one.marketplace)
}

/** Those that ask this admin for two-step sign-in first. */
export async function listClosedMemberships(d1: D1Database, person: string): Promise<Membership[]> {
  const db = drizzle(d1)
  const may = mayAct(db, members)
  return selectMemberships(db, and(eq(members.person, person), may && not(may)))
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

function selectMemberships(db: DrizzleD1Database, where: SQL | undefined) {
  return db
    .select({ marketplace: { id: marketplaces.id, name: marketplaces.name }, role: members.role })
    .from(members)
    .innerJoin(marketplaces, and(eq(marketplaces.id, members.marketplace), isNull(marketplaces.deletingAt)))
    .where(where)
    .orderBy(asc(marketplaces.name))
}
