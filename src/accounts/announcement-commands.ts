import { eq } from 'drizzle-orm'
import { drizzle } from 'drizzle-orm/d1'
import { marketplaces } from '../db/accounts-schema'
import type { Env } from '../env'
import type { CommandResult } from '../model/command-result'
import type { Announcement } from './announcements'
import type { Author } from './audit-line'

/** For the whole team. It changes nothing else, so it leaves no line in the trail. */
export async function dismissAnnouncement(
  env: Pick<Env, 'DB'>,
  { marketplace }: Author,
  one: Announcement,
): Promise<CommandResult<never>> {
  await drizzle(env.DB)
    .update(marketplaces)
    .set(one === 'zone' ? { announceZone: false } : { announceGiveBack: false })
    .where(eq(marketplaces.id, marketplace))
  return { ok: true }
}
