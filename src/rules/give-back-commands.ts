/** Giving access back, for all rules at once. */
import { and, eq, exists, inArray } from 'drizzle-orm'
import { drizzle } from 'drizzle-orm/d1'
import { type Author, auditLine } from '../accounts/audit-line'
import { marketplaces } from '../db/accounts-schema'
import { rules } from '../db/schema'
import type { Env } from '../env'
import type { CommandResult } from '../model/command-result'
import { ENDING_TRIGGERS } from '../model/trigger'

/** Switches it off for every rule there is, and answers the announcement; new rules start with it on. */
export async function stopGivingBack(env: Pick<Env, 'DB'>, author: Author): Promise<CommandResult<never>> {
  const db = drizzle(env.DB)
  const changing = and(
    eq(rules.marketplace, author.marketplace),
    inArray(rules.trigger, [...ENDING_TRIGGERS]),
    eq(rules.giveBack, true),
  )
  const isChanging = exists(db.select({ id: rules.id }).from(rules).where(changing))
  await db.batch([
    auditLine(
      db,
      author,
      { did: 'switched off', what: 'giving access back, for all rules', link: '/rules' },
      isChanging,
    ),
    db.update(rules).set({ giveBack: false, updatedAt: Date.now() }).where(changing),
    db.update(marketplaces).set({ announceGiveBack: false }).where(eq(marketplaces.id, author.marketplace)),
  ])
  return { ok: true }
}
