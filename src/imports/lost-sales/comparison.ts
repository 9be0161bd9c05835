/** How a marketplace's sales come to be compared: every night, and when its key is saved. */
import type { Env } from '../../env'
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
