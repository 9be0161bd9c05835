import { and, count, eq, isNotNull } from 'drizzle-orm'
import { drizzle } from 'drizzle-orm/d1'
import type { Membership } from '../../accounts/members'
import { integrations } from '../../db/schema'
import type { Env } from '../../env'

interface Health extends Membership {
  /** Null when the journal did not answer. `lastEvent` is epoch ms, null before the first event. */
  facts: { lastEvent: number | null; silent: boolean; waiting: number; parked: number } | null
  ailing: number
}

/** A journal that does not answer must not fail the page. */
export async function collectHealth(env: Env, membership: Membership): Promise<Health> {
  const { id } = membership.marketplace
  const [facts, ailing] = await Promise.all([readOverview(env, id), countAiling(env.DB, id)])
  return { ...membership, facts, ailing }
}

async function readOverview(env: Env, marketplace: string): Promise<Health['facts']> {
  try {
    const { lastEvent, silent, waiting, parked } = await env.JOURNAL.getByName(marketplace).overview()
    return { lastEvent, silent, waiting, parked: parked.reduce((sum, group) => sum + group.count, 0) }
  } catch (error) {
    console.error(JSON.stringify({ level: 'error', what: 'journal did not answer', marketplace, error: String(error) }))
    return null
  }
}

async function countAiling(d1: D1Database, marketplace: string): Promise<number> {
  const [found] = await drizzle(d1)
    .select({ ailing: count() })
    .from(integrations)
    .where(and(eq(integrations.marketplace, marketplace), isNotNull(integrations.problem)))
  return found?.ailing ?? 0
}
