import { and, eq, exists, isNull, ne, or, sql } from 'drizzle-orm'
import { drizzle } from 'drizzle-orm/d1'
import { marketplaces } from '../db/accounts-schema'
import type { Env } from '../env'
import { type CommandResult, refuseWith } from '../model/command-result'
import { isZone, UTC } from '../model/time-zone'
import { batchAsAdmin, FORMER_ADMIN } from './admin-batch'
import { type Author, auditLine } from './audit-line'
import { listChanges } from './field-changes'
import { CHANGED_MEANWHILE, isStale, stampOf } from './form-stamp'
import { findTimeZone } from './time-zone'

const refuse = refuseWith({
  'no zone': 'Choose a time zone from the list.',
  'changed meanwhile': CHANGED_MEANWHILE,
})

/** Ends that were computed before keep their moment. @param madeFrom stamp of the zone that the form showed */
export async function changeTimeZone(
  env: Pick<Env, 'DB'>,
  author: Author,
  zone: string,
  madeFrom = '',
): Promise<CommandResult<'no zone' | 'changed meanwhile' | 'no admin'>> {
  if (!isZone(zone)) {
    return refuse('no zone')
  }
  const before = await findTimeZone(env.DB, author.marketplace)
  if (before !== zone && isStale(madeFrom, stampOf(before))) {
    return refuse('changed meanwhile')
  }
  const db = drizzle(env.DB)
  const isOwn = eq(marketplaces.id, author.marketplace)
  const own = and(isOwn, sql`coalesce(${marketplaces.zone}, ${UTC}) = ${before}`)
  const changing = and(own, or(isNull(marketplaces.zone), ne(marketplaces.zone, zone)))
  const isChanging = exists(db.select({ id: marketplaces.id }).from(marketplaces).where(changing))
  const changes = listChanges({ Zone: before }, { Zone: zone })
  const written = await batchAsAdmin(db, author, [
    auditLine(db, author, { did: 'changed', what: 'the time zone', link: '/team', changes }, isChanging),
    db.update(marketplaces).set({ zone, announceZone: false }).where(own).returning({ id: marketplaces.id }),
  ])
  if (written === null) {
    return FORMER_ADMIN
  }
  const [, changed] = written
  const isStored = async () => (await findTimeZone(env.DB, author.marketplace)) === zone
  return changed.length > 0 || (await isStored()) ? { ok: true } : refuse('changed meanwhile')
}
