/** What a look at everything found, kept so that the next one need not ask every object. Without it each is simply asked again. */

import type { Env } from '../env'

export const STATUS_COPY = 'status'
/** Longer than a round through many thousands of objects. */
const KEPT_SECONDS = 86_400

/** Null where there is none, or KV does not answer. */
export function readStatusCopy<Copy>({ COPIES }: Pick<Env, 'COPIES'>): Promise<Copy | null> {
  return COPIES.get<Copy>(STATUS_COPY, 'json').catch(() => null)
}

export async function writeStatusCopy({ COPIES }: Pick<Env, 'COPIES'>, copy: object): Promise<void> {
  await COPIES.put(STATUS_COPY, JSON.stringify(copy), { expirationTtl: KEPT_SECONDS }).catch(() => {})
}
