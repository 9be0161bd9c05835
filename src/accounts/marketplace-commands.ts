/** New marketplaces. */
import { drizzle } from 'drizzle-orm/d1'
import { marketplaces, members } from '../db/accounts-schema'
import type { Env } from '../env'
import { type CommandResult, refuseWith } from '../model/command-result'
import { type Author, auditLine } from './audit-line'
import { randomId, SECRET_ID, SHORT_ID } from './ids'
import { canOpenMarketplace } from './people'
import { endResetLinks } from './reset-tokens'

const refuse = refuseWith({ 'not allowed': 'On this deployment, only admins make marketplaces.' })

/** Makes a marketplace with `person` as its admin, if they may. */
export async function createMarketplace(
  env: Pick<Env, 'DB' | 'SIGN_UP'>,
  person: Author['person'],
  name: string,
): Promise<CommandResult<'not allowed', { id: string }>> {
  if (!(await canOpenMarketplace(env, person.id))) {
    return refuse('not allowed')
  }
  return { ok: true, id: await openMarketplace(env, person, name) }
}

export async function openMarketplace(env: Pick<Env, 'DB'>, person: Author['person'], name: string): Promise<string> {
  const db = drizzle(env.DB)
  const id = randomId(SHORT_ID)
  const createdAt = new Date()
  await db.batch([
    auditLine(db, { marketplace: id, person }, { did: 'made the marketplace', what: name }),
    db.insert(marketplaces).values({ id, name, slug: id, createdAt }),
    db
      .insert(members)
      .values({ id: randomId(SECRET_ID), marketplace: id, person: person.id, role: 'admin', createdAt }),
    // An admin of another marketplace may have made one; it must not open this marketplace.
    endResetLinks(db, person.id),
  ])
  return id
}
