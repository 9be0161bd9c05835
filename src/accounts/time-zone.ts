/** A marketplace's time zone: the days of its rules begin and end there. */
import { eq } from 'drizzle-orm'
import { drizzle } from 'drizzle-orm/d1'
import { marketplaces } from '../db/accounts-schema'
import { UTC } from '../model/time-zone'

/** By its IANA name; UTC until one is chosen. */
export async function findTimeZone(d1: D1Database, marketplace: string): Promise<string> {
  const [found] = await drizzle(d1)
    .select({ zone: marketplaces.zone })
    .from(marketplaces)
    .where(eq(marketplaces.id, marketplace))
  return found?.zone ?? UTC
}
