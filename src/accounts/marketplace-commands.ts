/** New marketplaces. */
import { drizzle } from 'drizzle-orm/d1'
import type { Env } from '../env'
import { type CommandResult, refuseWith } from '../model/command-result'
import type { Author } from './audit-line'
import { newMarketplace } from './new-account'
import { canOpenMarketplace } from './people'

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
  const db = drizzle(env.DB)
  const { id, statements } = newMarketplace(db, person, name)
  await db.batch(statements)
  return { ok: true, id }
}
