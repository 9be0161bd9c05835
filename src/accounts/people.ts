/** Who may come in, and who may make a marketplace. */
import type { Env } from '../env'

/**
 * Who may make a marketplace: anyone where the deployment is open; otherwise whoever is an admin somewhere already,
 * or anyone at all while there is none (setup was cut short between the account and its marketplace).
 */
export async function canOpenMarketplace(env: Pick<Env, 'DB' | 'SIGN_UP'>, person: string): Promise<boolean> {
  if (env.SIGN_UP === 'open') {
    return true
  }
  const found = await env.DB.prepare(
    `SELECT 1 WHERE NOT EXISTS (SELECT 1 FROM marketplaces)
       OR EXISTS (SELECT 1 FROM members WHERE person = ? AND role = 'admin')`,
  )
    .bind(person)
    .first()
  return found !== null
}

/** True until the deployment has its first person. */
export async function isSetupPending(d1: D1Database): Promise<boolean> {
  return (await d1.prepare('SELECT 1 FROM people LIMIT 1').first()) === null
}
