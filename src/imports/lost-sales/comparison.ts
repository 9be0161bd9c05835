/** How a marketplace's sales come to be compared: every night, and when its key is saved. */
import type { Env } from '../../env'
import { listComparedMarketplaces } from '../samcart-api/key-store'
import { COMPARE_SALES } from './kind-ids'

/** A start waits some seconds for the first pages; a Worker has six connections. */
const SIDE_BY_SIDE = 6

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
  const left = await listComparedMarketplaces(env.DB)
  const starter = async () => {
    for (let next = left.pop(); next !== undefined; next = left.pop()) {
      const marketplace = next
      await each(marketplace, () => startComparison(env, marketplace))
    }
  }
  await Promise.all(Array.from({ length: SIDE_BY_SIDE }, starter))
}
