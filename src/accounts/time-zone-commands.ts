/** The marketplace's time zone, chosen by an admin. */
import { and, eq, exists, isNull, ne, or } from 'drizzle-orm'
import { drizzle } from 'drizzle-orm/d1'
import { marketplaces } from '../db/accounts-schema'
import type { Env } from '../env'
import { type CommandResult, refuseWith } from '../model/command-result'
import { isZone } from '../model/time-zone'
import { type Author, auditLine, listChanges } from './audit-line'
import { findTimeZone } from './time-zone'

const refuse = refuseWith({ 'no zone': 'Choose a time zone from the list.' })

/** Ends that were computed before keep their moment. */
export async function changeTimeZone(
  env: Pick<Env, 'DB'>,
  author: Author,
  zone: string,
): Promise<CommandResult<'no zone'>> {
  if (!isZone(zone)) {
    return refuse('no zone')
  }
  const before = await findTimeZone(env.DB, author.marketplace)
  const db = drizzle(env.DB)
  const own = eq(marketplaces.id, author.marketplace)
  const changing = and(own, or(isNull(marketplaces.zone), ne(marketplaces.zone, zone)))
  const isChanging = exists(db.select({ id: marketplaces.id }).from(marketplaces).where(changing))
  const changes = listChanges({ Zone: before }, { Zone: zone })
  await db.batch([
    auditLine(db, author, { did: 'changed', what: 'the time zone', link: '/team', changes }, isChanging),
    db.update(marketplaces).set({ zone, announceZone: false }).where(own),
  ])
  return { ok: true }
}
