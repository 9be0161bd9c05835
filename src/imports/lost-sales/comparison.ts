/** How a marketplace's sales come to be compared: every night, and when its key is saved. */
import type { Env } from '../../env'
import { listComparedMarketplaces } from '../samcart-api/key-store'
import { COMPARE_SALES } from './kind-ids'

/** Starts it, or goes on with the one that runs. */
export async function startComparison(env: Pick<Env, 'JOURNAL'>, marketplace: string): Promise<void> {
  await env.JOURNAL.getByName(marketplace).startJob({
    id: COMPARE_SALES,
    kind: COMPARE_SALES,
    marketplace,
    input: {},
    person: 'Enrollwire',
    again: true,
  })
}

/** @param each starts one, and keeps its failure from the others */
export async function startComparisons(
  env: Pick<Env, 'DB' | 'JOURNAL'>,
  each: (marketplace: string, start: () => Promise<void>) => Promise<void>,
): Promise<void> {
  for (const marketplace of await listComparedMarketplaces(env.DB)) {
    await each(marketplace, () => startComparison(env, marketplace))
  }
}
