/** What a new release announces once, on Overview, to the marketplaces that exist already. */
import { eq } from 'drizzle-orm'
import { drizzle } from 'drizzle-orm/d1'
import { marketplaces } from '../db/accounts-schema'

export const ANNOUNCEMENTS = ['give-back', 'zone'] as const
export type Announcement = (typeof ANNOUNCEMENTS)[number]

export async function listAnnouncements(d1: D1Database, marketplace: string): Promise<Announcement[]> {
  const [found] = await drizzle(d1)
    .select({ 'give-back': marketplaces.announceGiveBack, zone: marketplaces.announceZone })
    .from(marketplaces)
    .where(eq(marketplaces.id, marketplace))
  return ANNOUNCEMENTS.filter((one) => found?.[one] === true)
}
