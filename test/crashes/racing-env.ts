import { env } from 'cloudflare:workers'

/** Runs something else just before the first batch of a command, when all that it asks first has been answered. */
export function beforeWriting(other: () => Promise<unknown>): typeof env {
  let pending = true
  const batch = async (statements: D1PreparedStatement[]) => {
    if (pending) {
      pending = false
      await other()
    }
    return env.DB.batch(statements)
  }
  return { ...env, DB: { prepare: (sql: string) => env.DB.prepare(sql), batch } as unknown as D1Database }
}
