/** An author whose commands are an admin's. */
import { env } from 'cloudflare:workers'
import type { Author } from '../../src/accounts/audit-line'

export async function adminOf(marketplace: string, id = `admin of ${marketplace}`): Promise<Author> {
  await env.DB.prepare(
    `INSERT OR IGNORE INTO members (id, marketplace, person, role, created_at) VALUES (?1, ?2, ?3, 'admin', 0)`,
  )
    .bind(`${id} in ${marketplace}`, marketplace, id)
    .run()
  return { marketplace, person: { id, name: 'Grace', email: 'grace@example.com' } }
}
