/** Tokens with which programs use the API of one marketplace. Only a digest of one is stored. */
import { and, asc, eq, gt, isNull, or } from 'drizzle-orm'
import { drizzle } from 'drizzle-orm/d1'
import { apiTokens, marketplaces, members, people } from '../db/accounts-schema'
import { mayAct } from './admin-batch'
import type { Author } from './audit-line'
import { displayName } from './display-name'
import { idFrom, randomId, SECRET_ID, SHORT_ID } from './ids'
import type { Membership, Role } from './members'
import { digestSecret } from './secret-digest'

export const SCOPES = ['read', 'write'] as const
/** `write` may do what `read` may. */
export type TokenScope = (typeof SCOPES)[number]

/** What the list of tokens says of one. */
interface ApiToken {
  id: string
  name: string
  scope: TokenScope
  /** How it begins. */
  shown: string
  maker: string
  /** Epoch ms; null for good. */
  expiresAt: number | null
  lastUsedAt: number | null
  createdAt: number
}

/** A token that was presented and is good. */
export interface TokenBearer {
  token: { id: string; name: string; scope: TokenScope; lastUsedAt: number | null }
  marketplace: Membership['marketplace']
  role: Role
  /** Acts as the token's maker. */
  author: Author
}

const BEGINS = 'ew_'
const FORM = /^ew_[2-9a-km-np-z]{38}$/
/** Writing it down costs as much as a rule that is changed. */
const USE_NOTED_EVERY_MS = 5 * 60_000

/** @param id the token's, which its first letters follow from: they name it in the list. */
export async function newSecret(id: string): Promise<{ secret: string; handle: string; digest: string }> {
  const handle = idFrom(`api-token:${id}`, SHORT_ID)
  const secret = BEGINS + handle + randomId(SECRET_ID)
  return { secret, handle, digest: await digestApiToken(secret) }
}

/** Null for one that was revoked, has expired, or whose maker may no longer do what it was made for. */
export async function findBearer(d1: D1Database, secret: string, now: number): Promise<TokenBearer | null> {
  if (!FORM.test(secret)) {
    return null
  }
  const db = drizzle(d1)
  const { id, name, scope, lastUsedAt, expiresAt, digest } = apiTokens
  const isGood = and(eq(digest, await digestApiToken(secret)), or(isNull(expiresAt), gt(expiresAt, now)))
  const [found] = await db
    .select({
      token: { id, name, scope, lastUsedAt },
      marketplace: { id: marketplaces.id, name: marketplaces.name },
      role: members.role,
      person: { id: people.id, name: people.name, email: people.email },
    })
    .from(apiTokens)
    .innerJoin(members, and(eq(members.marketplace, apiTokens.marketplace), eq(members.person, apiTokens.person)))
    .innerJoin(marketplaces, and(eq(marketplaces.id, apiTokens.marketplace), isNull(marketplaces.deletingAt)))
    .innerJoin(people, eq(people.id, apiTokens.person))
    .where(and(isGood, mayAct(db, members)))
  if (found === undefined) {
    return null
  }
  const { token, marketplace, role, person } = found
  const named = { ...person, name: `token “${token.name}” of ${displayName(person)}` }
  return {
    token,
    marketplace,
    role,
    author: { marketplace: marketplace.id, person: named, through: 'api', token: token.id },
  }
}

/** Says when the token was last used, to within minutes. */
export async function noteUse(d1: D1Database, { id, lastUsedAt }: TokenBearer['token'], now: number): Promise<void> {
  if (now - (lastUsedAt ?? 0) > USE_NOTED_EVERY_MS) {
    await drizzle(d1).update(apiTokens).set({ lastUsedAt: now }).where(eq(apiTokens.id, id))
  }
}

/** Oldest first. */
export async function listApiTokens(d1: D1Database, marketplace: string): Promise<ApiToken[]> {
  const { id, name, scope, handle, expiresAt, lastUsedAt, createdAt } = apiTokens
  const found = await drizzle(d1)
    .select({ id, name, scope, handle, maker: people.name, expiresAt, lastUsedAt, createdAt })
    .from(apiTokens)
    .innerJoin(people, eq(people.id, apiTokens.person))
    .where(eq(apiTokens.marketplace, marketplace))
    .orderBy(asc(createdAt))
  return found.map(({ handle, ...token }) => ({ ...token, shown: BEGINS + handle }))
}

function digestApiToken(secret: string): Promise<string> {
  return digestSecret(`api-token:${secret}`)
}
