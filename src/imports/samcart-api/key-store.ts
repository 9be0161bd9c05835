/** A marketplace's key to SamCart's API: sealed, and bound to its row. */
import { eq } from 'drizzle-orm'
import { drizzle } from 'drizzle-orm/d1'
import { samcartApiKeys } from '../../db/schema'
import type { Env } from '../../env'
import { seal, UnsealError, unseal } from '../../secrets/sealing'
import { SamCartClient } from './client'

type SamCartKey = typeof samcartApiKeys.$inferSelect

type Row = Pick<SamCartKey, 'marketplace' | 'id'>

export function sealKey(keys: string, row: Row, key: string): Promise<string> {
  return seal(keys, contextOf(row), key)
}

export async function findKey(d1: D1Database, marketplace: string): Promise<SamCartKey | null> {
  const [found] = await drizzle(d1).select().from(samcartApiKeys).where(eq(samcartApiKeys.marketplace, marketplace))
  return found ?? null
}

/** Marketplaces whose sales are compared. */
export async function listComparedMarketplaces(d1: D1Database): Promise<string[]> {
  const found = await drizzle(d1).select({ marketplace: samcartApiKeys.marketplace }).from(samcartApiKeys)
  return found.map(({ marketplace }) => marketplace)
}

/** Null without a key, and for one that no sealing key opens. */
export async function openStoredClient(
  env: Pick<Env, 'DB' | 'SEALING_KEYS' | 'SAMCART_API_URL'>,
  marketplace: string,
): Promise<SamCartClient | null> {
  const found = await findKey(env.DB, marketplace)
  if (found === null) {
    return null
  }
  try {
    return openSamCart(env, await unseal(env.SEALING_KEYS, contextOf(found), found.sealed))
  } catch (error) {
    if (error instanceof UnsealError) {
      return null
    }
    throw error
  }
}

export function openSamCart({ SAMCART_API_URL }: Pick<Env, 'SAMCART_API_URL'>, key: string): SamCartClient {
  // Resolved at each call, so that a replaced fetch is used.
  return new SamCartClient(SAMCART_API_URL, key, (input, init) => globalThis.fetch(input, init))
}

function contextOf({ marketplace, id }: Row): string {
  return `samcart-api:${marketplace}:${id}`
}
