import { count, eq, inArray, sql } from 'drizzle-orm'
import { drizzle } from 'drizzle-orm/d1'
import type { Membership } from '../../accounts/members'
import { integrations, products, rules } from '../../db/schema'
import type { Env } from '../../env'
import { KINDS } from '../../integrations'
import type { CauseLine } from '../../model/alert'
import { listSites } from '../integrations/kind-names'
import { listSetupSteps, toSetupState } from '../overview/setup-steps'

interface Health extends Membership {
  /** Null when the journal did not answer. */
  facts: HealthFacts | null
  ailing: number
}

interface HealthFacts {
  /** Epoch ms, null before the first event. */
  lastEvent: number | null
  silent: boolean
  /** Parked ones too. */
  waiting: number
  parked: number
  /** Titles of what needs a person, as on Overview; null where not asked, or something could not be read. */
  needs: string[] | null
  /** Null once set up. */
  setup: { done: number; of: number } | null
}

/**
 * A journal that does not answer must not fail the page.
 * @param inFull whether to ask for all that needs a person, which also asks each site
 */
export async function collectHealth(env: Env, membership: Membership, inFull: boolean): Promise<Health> {
  const { id } = membership.marketplace
  const { ailing, ...counts } = await countConfigured(env.DB, id)
  return { ...membership, facts: await readFacts(env, id, counts, inFull), ailing }
}

type Counts = Omit<Awaited<ReturnType<typeof countConfigured>>, 'ailing'>

async function readFacts(env: Env, marketplace: string, counts: Counts, inFull: boolean): Promise<HealthFacts | null> {
  try {
    const journal = env.JOURNAL.getByName(marketplace)
    const asked: Promise<CauseLine[] | null> = inFull ? journal.causes(marketplace) : Promise.resolve(null)
    const [overview, seen, causes] = await Promise.all([journal.overview(), journal.seen(), asked])
    const { lastEvent, silent, waiting } = overview
    const parked = overview.parked.reduce((sum, group) => sum + group.count, 0)
    const steps = listSetupSteps('', toSetupState(overview, seen, { ...counts, kinds: '' }, Date.now()))
    return {
      lastEvent,
      silent,
      waiting: waiting + parked,
      parked,
      needs: causes?.map(({ title }) => title) ?? null,
      setup: steps && { done: steps.filter(({ done }) => done).length, of: steps.length },
    }
  } catch (error) {
    console.error(JSON.stringify({ level: 'error', what: 'journal did not answer', marketplace, error: String(error) }))
    return null
  }
}

async function countConfigured(d1: D1Database, marketplace: string) {
  const db = drizzle(d1)
  const sites = listSites(KINDS.all.map(({ id }) => ({ kind: id }))).map(({ kind }) => kind)
  const [[connected], [sold], [ruled]] = await db.batch([
    db
      .select({
        sites: sql<number>`coalesce(sum(${inArray(integrations.kind, sites)}), 0)`,
        ailing: count(integrations.problem),
      })
      .from(integrations)
      .where(eq(integrations.marketplace, marketplace)),
    db.select({ all: count() }).from(products).where(eq(products.marketplace, marketplace)),
    db.select({ all: count() }).from(rules).where(eq(rules.marketplace, marketplace)),
  ])
  return {
    integrations: connected?.sites ?? 0,
    ailing: connected?.ailing ?? 0,
    products: sold?.all ?? 0,
    rules: ruled?.all ?? 0,
  }
}
